import { fileAt, parse, type SourceFile } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodeLine, eachCodeLine } from '../../src/lint/code-lines.ts';
import { randomLayout } from './random-layout.ts';

describe('the lines of a file', () => {
  it('are those that begin with a token', () => {
    let sound = 0;
    fc.assert(
      fc.property(randomLayout, (written) => {
        const file = parse(fileAt('/lines.conf'), written);
        fc.pre(file.problems.length === 0);
        sound++;
        const found: Line[] = [];
        eachCodeLine(file, (line) => found.push(plain(line)));
        expect(found).toEqual(linesOfTokens(file));
      }),
      { numRuns: 3000 },
    );
    expect(sound).toBeGreaterThan(1000);
  });
});

type Line = Omit<CodeLine, 'first'> & { readonly end: number };

const plain = ({ kind, token, first, start, begin, number, depth, commentAbove }: CodeLine): Line => {
  expect(first.start).toBe(start);
  return { kind, token, start, end: first.end, begin, number, depth, commentAbove };
};

/** The same from the tokens, which hold everything. */
function linesOfTokens({ text, lines, tokens }: SourceFile): Line[] {
  const found: Line[] = [];
  const trailing = new Map<number, number>();
  let depth = 0;
  let open = false;
  let before = 0;
  for (const { kind: token, start, end } of tokens) {
    if (token === 'blank') continue;
    const number = lines.lineAt(start);
    const begin = lines.startOf(number);
    if (token === 'close') depth--;
    if (before <= begin && (begin > 0 || /^[ \t\r]*$/.test(text.slice(0, start)))) {
      const inside = open && token !== 'open' && token !== 'raw';
      const kind = inside ? 'goes-on' : token === 'comment' || token === 'close' ? token : 'statement';
      const commentAbove = trailing.get(number - 1) ?? null;
      found.push({ kind, token, start, end, begin, number, depth, commentAbove });
    } else if (token === 'comment' && found.at(-1)?.number === number) trailing.set(number, start - begin);
    if (token === 'open') depth++;
    if (token === 'word') open = true;
    else if (token !== 'comment') open = false;
    before = end;
  }
  return found;
}
