import type { Fix } from '../../lint/diagnostic.ts';
import { layoutOf } from '../../lint/layout.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { holdsEntries } from '../../nginx/placement.ts';
import type { Directive, SourceFile, Word } from '../../syntax/nodes.ts';

export default defineRule(
  {
    id: 'style-quotes',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'safe',
    docs: {
      summary: 'Quotes are of two kinds, or stand around plain names',
      why: 'Both kinds of quotes mean the same to nginx, and a plain word needs none. Written in one way, a name is found by one search.',
      bad: 'add_header "X-A" \'b\';',
      good: 'add_header X-A "b";',
      context: 'http, server',
      silent: [
        'for text that holds quotes or backslashes, and for the other words of its statement',
        'for quotes around values, which are all words but the first of several, unless the option `values` is set',
        'in `map` and other tables',
      ],
      remedy:
        'Write the quotes that most of the file has, or none. `--fix` does so. The options say which kind, and whether plain values go without.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: { mark: 'double', values: false },
    optionDocs: {
      mark: '`double`, `single` or `any`.',
      values: 'Report quotes around plain values too, and not only around the first of several words.',
    },
    messages: {
      mark: ({ text, better }: { text: string; better: string }) =>
        `${text} is quoted in another way than most text, which nginx reads alike; write ${better}`,
      needless: ({ text, value }: { text: string; value: string }) =>
        `${text} needs no quotes; write ${value}, which one search finds everywhere`,
    },
  },
  (ctx) => {
    const { mark, values } = ctx.options;
    const preferred = mark === 'single' ? "'" : mark === 'double' ? '"' : null;
    return {
      files(file) {
        if (file.problems.length > 0) return;
        const judge = (directive: Directive, word: Word): void => {
          const text = file.text.slice(word.start, word.end);
          const fix = (title: string, better: string): { fixes: readonly Fix[] } => ({
            fixes: [{ title, safe: true, edits: [{ file: file.id, span: word, text: better }] }],
          });
          if (isNeedless(file, directive, word, values) && !isInTable(ctx.model, directive)) {
            const { value } = word;
            ctx.reportInFile(file.id, word, 'needless', { text, value }, fix('Delete the quotes', value));
          } else if (preferred !== null && word.quote !== preferred && areChangeable(file, directive)) {
            const better = preferred + word.value + preferred;
            ctx.reportInFile(file.id, word, 'mark', { text, better }, fix(`Write ${better}`, better));
          }
        };
        for (const directive of layoutOf(file).quoted) {
          if (directive.name.quote !== null) judge(directive, directive.name);
          for (const word of directive.args) if (word.quote !== null) judge(directive, word);
        }
      },
    };
  },
);

function areChangeable(file: SourceFile, { name, args }: Directive): boolean {
  const can = (word: Word): boolean => word.quote === null || canChange(file, word);
  return can(name) && args.every(can);
}

/** Do both kinds of quotes mean the same around it? */
function canChange(file: SourceFile, { start, end }: Word): boolean {
  return !/["'\\\n]/.test(file.text.slice(start + 1, end - 1));
}

function isInTable(model: ConfigModel, directive: Directive): boolean {
  const [at] = model.occurrencesOf(directive);
  return at === undefined || holdsEntries(at.context);
}

const PLAIN = /^[\w./:@%+=,-]+$/;

/** Conditions are read with their brackets, some of which follow a quote. */
function isNeedless(file: SourceFile, { name, args }: Directive, word: Word, values: boolean): boolean {
  if (word === name || (!values && (word !== args[0] || args.length === 1))) return false;
  if (name.value === 'if' || !PLAIN.test(word.value) || !canChange(file, word)) return false;
  return /^[\s;{]$/.test(file.text.charAt(word.end));
}
