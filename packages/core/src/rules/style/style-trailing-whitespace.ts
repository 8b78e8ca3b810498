import { defineRule } from '../../lint/rule.ts';
import type { SourceFile } from '../../syntax/nodes.ts';
import { directivesAt } from '../../syntax/walk.ts';
import type { Span } from '../../text/span.ts';

export default defineRule(
  {
    id: 'style-trailing-whitespace',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'safe',
    docs: {
      summary: 'Spaces stand at the end of a line',
      why: 'They are invisible. They turn up as changes in a diff as soon as an editor removes them.',
      bad: 'root /srv;   ',
      good: 'root /srv;',
      context: 'http, server',
      silent: ['inside quoted text and Lua code of several lines, where spaces may count'],
      remedy: 'Delete them. `--fix` does so.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: {},
    messages: {
      trailing: ({ count }: { count: number }) =>
        `${count === 1 ? 'a space' : `${count} spaces`} at the end of the line, which only ${count === 1 ? 'makes' : 'make'} noise in diffs; delete ${count === 1 ? 'it' : 'them'}`,
    },
  },
  (ctx) => ({
    files(file) {
      // Where a quote was not closed, nobody knows what is text.
      const { text } = file;
      if (file.problems.length > 0 || (!TRAILING.test(text) && blanksBefore(text, text.length) === null)) return;
      for (let end = lineEnd(text, 0); ; end = lineEnd(text, end + 1)) {
        const blanks = blanksBefore(text, end);
        const span = blanks === null ? null : outsideOfText(file, blanks);
        if (span !== null) {
          const fixes = [{ title: 'Delete the spaces', safe: true, edits: [{ file: file.id, span, text: '' }] }];
          ctx.reportInFile(file.id, span, 'trailing', { count: span.end - span.start }, { fixes });
        }
        if (end === text.length) return;
      }
    },
  }),
);

const [TAB, CR, BLANK] = [9, 13, 32];
/** Most files have none, and V8 reads them for it at once. From the line break on, as most blanks indent a line. */
const TRAILING = /\n(?<=[ \t]\r*\n)/;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** The blanks at the end of a line, whatever they are part of; most lines have none. */
function blanksBefore(text: string, lineEnd: number): Span | null {
  let end = lineEnd;
  while (text.charCodeAt(end - 1) === CR) end--;
  let start = end;
  while (text.charCodeAt(start - 1) === BLANK || text.charCodeAt(start - 1) === TAB) start--;
  return start === end ? null : { start, end };
}

/** What of some blanks at the end of a line is not part of a word or of Lua code; null where all of it is. */
function outsideOfText({ items }: SourceFile, blanks: Span): Span | null {
  const directive = directivesAt(items, blanks.start).at(-1);
  if (directive === undefined) return blanks;
  const { name, args, body } = directive;
  if (body?.kind === 'raw' && body.start < blanks.start && blanks.start < body.end) return null;
  // A blank behind a backslash ends a word.
  const word = [name, ...args].find(({ start, end }) => start < blanks.end && blanks.start < end);
  if (word === undefined) return blanks;
  return word.end < blanks.end ? { start: word.end, end: blanks.end } : null;
}
