import { createFacts, type Directive, fileAt, parse, type SourceFile, vocabularyOf, walk } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const PIECES = [
  ...['server', 'location', 'listen', 'root', 'if', 'map', 'types', 'include', 'http', 'events', 'upstream', 'return'],
  ...['content_by_lua_block', 'set_by_lua_block', '--[[', ']]', '--', '[==[', '{ ', '} ', '{', '}', ';', ';\n', '\n'],
  ...['"', "'", '\\', '\\"', '$', '${', ' ', '\t', '\r', '\r\n', '#', '# x\n', ')', '(', '\0', '\ufeff', 'é', '\ud83d'],
  ...['/a', '~ \\.php$', '80', 'x', '\u00a0', '\f', '\v', '    ', 'a b', '"a b"', "'c;d'", '\\n'],
];

const soup = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'binary', maxLength: 3 })),
  {
    maxLength: 24,
  },
);
const file = fileAt('/soup.conf');
const vocabulary = vocabularyOf(createFacts());
const RUNS = Number(process.env['SOUP_RUNS'] ?? 100_000);

/** What is wrong with the spans of a tree, in words. */
function spanFaults(source: SourceFile): string[] {
  const faults: string[] = [];
  const open: Directive[] = [];
  let before = 0;
  for (const { kind, directive } of walk(source.items)) {
    if (kind === 'leave') {
      open.pop();
      before = directive.end;
      continue;
    }
    const { name, args, start, end, stop, body } = directive;
    const outer = open.at(-1);
    if (start < before || end < start || end > source.text.length) faults.push(`${start}-${end} after ${before}`);
    if (outer?.body && (start < outer.body.start || end > outer.body.end))
      faults.push(`${start}-${end} outside its block`);
    let at = start;
    for (const word of [name, ...args]) {
      if (word.start < at || word.end <= word.start) faults.push(`word ${word.start}-${word.end} after ${at}`);
      at = word.end;
    }
    if (stop < at || stop > end) faults.push(`ends at ${stop}, its words at ${at}`);
    if (body && (body.start < stop || body.end > end)) faults.push(`body ${body.start}-${body.end} of ${start}-${end}`);
    before = body?.kind === 'block' ? body.start : end;
    if (body?.kind === 'block') open.push(directive);
  }
  for (const { start, end } of source.problems)
    if (start < 0 || end < start || end > source.text.length) faults.push(`problem ${start}-${end}`);
  return faults;
}

function check(text: string, source: SourceFile): void {
  expect(spanFaults(source)).toEqual([]);
  let at = 0;
  for (const { start, end } of source.tokens) {
    expect(start).toBe(at);
    at = end;
  }
  expect(at).toBe(text.length);
  for (const { start, end } of source.tokens.filter(({ kind }) => kind === 'blank'))
    if (source.problems.length === 0) expect(text.slice(start, end)).toMatch(/^[ \t\r\n]+$/);
}

describe('any text', () => {
  it(`gives a tree whose spans are nested and whose tokens are the text (${RUNS} texts)`, () => {
    fc.assert(
      fc.property(soup, (pieces) => {
        const text = pieces.join('');
        const strict = parse(file, text);
        const mended = parse(file, text, vocabulary);
        check(text, strict);
        check(text, mended);
        expect(mended.problems.length > 0 || strict.problems.length === 0).toBe(true);
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it('is a word, whatever character it begins with', () => {
    for (let code = 0; code < 0x10000; code++) {
      const character = String.fromCharCode(code);
      if (' \n\t\r#;{}"\'\\'.includes(character)) continue;
      const { items, problems } = parse(file, `${character}x;`);
      if (items[0]?.name.value !== `${character}x` || problems.length > 0) throw new Error(`U+${code.toString(16)}`);
    }
  });

  it('gives the same tree from its bytes', () => {
    fc.assert(
      fc.property(soup, (pieces) => {
        const text = new TextDecoder().decode(new TextEncoder().encode(pieces.join('')));
        expect(parse(file, new TextEncoder().encode(text)).items).toEqual(parse(file, text).items);
      }),
      { numRuns: 2_000 },
    );
  });
});
