import { defineRule } from '../../lint/rule.ts';
import type { SourceFile, Token } from '../../syntax/nodes.ts';
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
      if (file.problems.length > 0 || !mayHaveTrailing(file.text)) return;
      for (const token of file.tokens) {
        for (const span of trailingIn(file, token)) {
          const fixes = [{ title: 'Delete the spaces', safe: true, edits: [{ file: file.id, span, text: '' }] }];
          ctx.reportInFile(file.id, span, 'trailing', { count: span.end - span.start }, { fixes });
        }
      }
    },
  }),
);

/** Does a blank stand at the end of any line, whatever it is part of? Most texts have none, and need not be cut up. */
function mayHaveTrailing(text: string): boolean {
  for (let end = lineEnd(text, 0); ; end = lineEnd(text, end + 1)) {
    let last = end - 1;
    while (text.charCodeAt(last) === CR) last--;
    const sign = text.charCodeAt(last);
    if (sign === BLANK || sign === TAB) return true;
    if (end === text.length) return false;
  }
}

const [TAB, CR, BLANK] = [9, 13, 32];

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function trailingIn({ text }: SourceFile, { kind, start, end }: Token): readonly Span[] {
  if (kind !== 'blank' && kind !== 'comment') return [];
  const inside =
    kind === 'comment' ? /[ \t]+(?=\r*$)/g : end === text.length ? /[ \t]+(?=\r*(?:\n|$))/g : /[ \t]+(?=\r*\n)/g;
  return Array.from(text.slice(start, end).matchAll(inside), ({ index, 0: blanks }) => ({
    start: start + index,
    end: start + index + blanks.length,
  }));
}
