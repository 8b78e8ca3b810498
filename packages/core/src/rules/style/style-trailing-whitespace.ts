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
      summary: 'Blanks at the end of a line',
      why: 'Nobody sees them, and they turn up as changes when an editor removes them.',
      bad: 'root /srv;   ',
      good: 'root /srv;',
      context: 'http, server',
      silent: 'Inside quoted texts and Lua code that go over several lines, where blanks may count.',
      remedy: 'Delete them; `--fix` does.',
      links: [],
    },
    options: {},
    messages: {
      trailing: ({ count }: { count: number }) =>
        `${count === 1 ? 'a blank' : `${count} blanks`} at the end of the line, which only make noise in diffs; delete ${count === 1 ? 'it' : 'them'}`,
    },
  },
  (ctx) => ({
    files(file) {
      // Where a quote was not closed, nobody knows what is text.
      if (file.problems.length > 0) return;
      for (const token of file.tokens) {
        for (const span of trailingIn(file, token)) {
          const fixes = [{ title: 'Delete the blanks', safe: true, edits: [{ file: file.id, span, text: '' }] }];
          ctx.reportInFile(file.id, span, 'trailing', { count: span.end - span.start }, { fixes });
        }
      }
    },
  }),
);

function trailingIn({ text }: SourceFile, { kind, start, end }: Token): readonly Span[] {
  if (kind !== 'blank' && kind !== 'comment') return [];
  const inside =
    kind === 'comment' ? /[ \t]+(?=\r*$)/g : end === text.length ? /[ \t]+(?=\r*(?:\n|$))/g : /[ \t]+(?=\r*\n)/g;
  return Array.from(text.slice(start, end).matchAll(inside), ({ index, 0: blanks }) => ({
    start: start + index,
    end: start + index + blanks.length,
  }));
}
