import { fileAt, parse, type SourceFile } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodeLine, eachCodeLine } from '../../src/lint/code-lines.ts';

const words = ['a', 'listen', '"b c"', "'d\n  e '", 'x\\ ', '\\\n', '"f;\n#"', '$g', '${h}', '# i\n j'];
const gaps = [' ', '  ', '\t', '\n', '\n    ', ' \r\n', ' # c\n', '\n# c ; d\n\n  ', '\r'];
const between = ['', ' ', '\n', '\n\n', '\n    ', '\n\t', ' # c\n', '\n  # c\n  # d \n', '\r\n', '  \n'];

/** Statements and blocks in any layout, most of which nginx's reader accepts. */
const text = fc.letrec<{ statements: string; statement: string; head: string }>((tie) => ({
  statements: fc
    .array(fc.tuple(fc.constantFrom(...between), tie('statement')), { maxLength: 4 })
    .chain((parts) => fc.constantFrom(...between).map((last) => parts.flat().join('') + last)),
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(tie('head'), fc.constantFrom(';', ' ;', '\n;')).map((parts) => parts.join('')),
    fc
      .tuple(tie('head'), fc.constantFrom('{', ' {', '\n{', ' # o\n {'), tie('statements'), fc.constant('}'))
      .map((parts) => parts.join('')),
    fc.constant('content_by_lua_block {\n  local a = "}"\n }'),
  ),
  head: fc
    .array(fc.tuple(fc.constantFrom(...gaps), fc.constantFrom(...words)), { maxLength: 4 })
    .map((parts) => `n${parts.flat().join('')}`),
})).statements;

describe('the lines of a file', () => {
  it('are those that begin with a token', () => {
    let sound = 0;
    fc.assert(
      fc.property(text, (written) => {
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
