import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { holdsEntries } from '../../nginx/placement.ts';
import type { Directive, SourceFile, Word } from '../../syntax/nodes.ts';
import { allDirectives } from '../../syntax/walk.ts';

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
        for (const directive of allDirectives(file.items)) {
          if (directive.name.quote === null && directive.args.every(isBare)) continue;
          const words = [directive.name, ...directive.args].filter(({ quote }) => quote !== null);
          const table = isInTable(ctx.model, directive);
          const alike = words.every((word) => canChange(file, word));
          for (const word of words) {
            const text = file.text.slice(word.start, word.end);
            const fix = (title: string, better: string): { fixes: readonly Fix[] } => ({
              fixes: [{ title, safe: true, edits: [{ file: file.id, span: word, text: better }] }],
            });
            if (!table && isNeedless(file, directive, word, values)) {
              const { value } = word;
              ctx.reportInFile(file.id, word, 'needless', { text, value }, fix('Delete the quotes', value));
            } else if (preferred !== null && word.quote !== preferred && alike) {
              const better = preferred + word.value + preferred;
              ctx.reportInFile(file.id, word, 'mark', { text, better }, fix(`Write ${better}`, better));
            }
          }
        }
      },
    };
  },
);

const isBare = ({ quote }: Word): boolean => quote === null;

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
  if (name.value === 'if' || word === name || !PLAIN.test(word.value) || !canChange(file, word)) return false;
  if (!values && (word !== args[0] || args.length === 1)) return false;
  return /^[\s;{]$/.test(file.text.charAt(word.end));
}
