import type { Arity } from '../../facts/types.ts';
import { defineRule } from '../../lint/rule.ts';
import { placeholderIn } from '../../model/placeholders.ts';
import { counted, either } from '../../nginx/wording.ts';

export default defineRule(
  {
    id: 'directive-argument-count',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'none',
    docs: {
      summary: 'A directive has too few or too many arguments',
      why: 'nginx counts the words of a directive before it looks at them, and refuses a wrong number. Mostly a `;` is missing, or the quotes around a value with spaces.',
      bad: 'try_files $uri;',
      good: 'try_files $uri =404;',
      context: 'http, server',
      silent: ['where the version or module that the config file names takes that number'],
      remedy: 'Add what is missing, or put a value with spaces into quotes.',
      links: ['https://nginx.org/en/docs/dirindex.html'],
    },
    options: {},
    messages: {
      entry: ({ block, words, count }: { block: string; words: number; count: number }) =>
        `a line of "${block}" has ${words} words, this one has ${counted(count, 'word')}; put a value with spaces into quotes`,
      placeholder: ({ name, arity, placeholder }: { name: string; arity: Arity; placeholder: string }) =>
        `"${placeholder}" was not filled in, and its words are too many: "${name}" takes ${allowed(arity)}`,
      count: ({ name, arity, count }: { name: string; arity: Arity; count: number }) =>
        `"${name}" takes ${allowed(arity)}, but has ${count === 0 ? 'none' : count}${hint(arity, count)}`,
    },
  },
  (ctx) => ({
    refused(at, fault) {
      const { name, args } = at.node;
      if (fault.kind === 'entry-words')
        ctx.report(at, name, 'entry', { block: at.context, words: fault.words, count: args.length + 1 });
      if (fault.kind !== 'arguments') return;
      const surplus = args[fault.arity.max ?? args.length];
      const last = args.at(-1);
      const span = surplus && last ? { start: surplus.start, end: last.end } : name;
      const placeholder = surplus === undefined ? null : placeholderIn(args.map(({ value }) => value).join(' '));
      if (placeholder?.includes(' '))
        ctx.report(at, span, 'placeholder', { name: name.value, arity: fault.arity, placeholder });
      else ctx.report(at, span, 'count', { name: name.value, arity: fault.arity, count: args.length });
    },
  }),
);

function allowed(arity: Arity): string {
  if (arity.flag) return 'one argument, "on" or "off"';
  const { min, max, counts } = arity;
  if (counts) return `${either(counts.map(String))} arguments`;
  if (max === null) return `at least ${counted(min, 'argument')}`;
  if (max === 0) return 'no arguments';
  if (min === max) return counted(min, 'argument');
  return max - min === 1 ? `${min} or ${counted(max, 'argument')}` : `${min} to ${counted(max, 'argument')}`;
}

function hint(arity: Arity, count: number): string {
  return count > (arity.max ?? count) && arity.max !== 0 ? '; put a value with spaces into quotes' : '';
}
