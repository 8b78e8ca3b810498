import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { captures, parseRegex } from '../src/index.ts';

interface Verdict {
  readonly pattern: string;
  readonly caseless: boolean;
  readonly ok: boolean;
  readonly offset?: number;
  readonly code?: number;
}

/** Answers of pcre2_compile_8() of PCRE2 10.42; an offset is in UTF-16 code units, inside a character its start. */
const verdicts: readonly Verdict[] = JSON.parse(readFileSync(new URL('pcre2-verdicts.json', import.meta.url), 'utf8'));

/** Answers of pcre2_pattern_info_8(), and of pcre2_match_8() for every single byte. */
const facts: {
  readonly captures: readonly {
    readonly pattern: string;
    readonly count: number;
    readonly names: readonly (readonly [string, number])[];
  }[];
  readonly bytes: readonly {
    readonly pattern: string;
    readonly caseless: boolean;
    readonly bytes: readonly (readonly [number, number])[];
  }[];
} = JSON.parse(readFileSync(new URL('pcre2-facts.json', import.meta.url), 'utf8'));

describe('parseRegex', () => {
  it(`accepts and refuses ${verdicts.length} patterns as the library does`, () => {
    const differing = verdicts.filter(({ pattern, caseless, ok, offset, code }) => {
      const [problem] = parseRegex(pattern, { caseless }).problems;
      return ok ? problem !== undefined : problem?.code !== code || problem?.offset !== offset;
    });
    expect(differing).toEqual([]);
  });

  it('says what the library says', () => {
    expect(parseRegex('^/(a').problems).toEqual([{ offset: 4, code: 114, message: 'missing closing parenthesis' }]);
  });

  it('holds every prefix and every suffix of a pattern, and never throws', () => {
    for (const { pattern } of verdicts.slice(0, 400)) {
      for (let cut = 0; cut <= pattern.length; cut++) {
        expect(parseRegex(pattern.slice(0, cut)).tree.source).toBe(pattern.slice(0, cut));
        expect(parseRegex(pattern.slice(cut)).tree.source).toBe(pattern.slice(cut));
      }
    }
  });

  it('takes time in proportion to the pattern', () => {
    const pieces = ['a', '(', '[:', '{1,', '[[:', '(?C`', '(?:a|b)', '(?<=a)', '\\Q', '(?#', '\\k<a', '[a-'];
    for (const piece of pieces) {
      const started = performance.now();
      parseRegex(piece.repeat(30_000));
      // Quadratic behaviour would take minutes.
      expect(performance.now() - started, piece).toBeLessThan(5000);
    }
  });

  it('reads a character outside ASCII as its bytes', () => {
    const [sequence] = parseRegex('é+').tree.body.alternatives;
    expect(sequence?.items).toMatchObject([
      { kind: 'literal', code: 0xc3, start: 0, end: 0 },
      { kind: 'repeat', item: { kind: 'literal', code: 0xa9 }, start: 0, end: 2 },
    ]);
    const [latin] = parseRegex('é', { encoding: 'latin1' }).tree.body.alternatives;
    expect(latin?.items).toMatchObject([{ kind: 'literal', code: 0xe9, start: 0, end: 1 }]);
  });

  it('applies options to the nodes behind them', () => {
    const [sequence] = parseRegex('a(?i)b(?-i:c)(?s).(?m)^(?U)x*y*?').tree.body.alternatives;
    expect(sequence?.items).toMatchObject([
      { kind: 'literal', caseless: false },
      { kind: 'options', text: 'i' },
      { kind: 'literal', caseless: true },
      { kind: 'group', body: { alternatives: [{ items: [{ caseless: false }] }] } },
      { kind: 'options' },
      { kind: 'any', newline: true },
      { kind: 'options' },
      { kind: 'anchor', at: 'line-start' },
      { kind: 'options' },
      { kind: 'repeat', mode: 'lazy' },
      { kind: 'repeat', mode: 'greedy' },
    ]);
  });

  it('gives every node the text that it stands for', () => {
    const source = '^/(?<id>\\d{1,8}+)(?=x|y)[^a-z]+?(?(id)b|c)\\k<id>$';
    const [sequence] = parseRegex(source).tree.body.alternatives;
    expect(sequence?.items.map(({ start, end }) => source.slice(start, end))).toEqual([
      '^',
      '/',
      '(?<id>\\d{1,8}+)',
      '(?=x|y)',
      '[^a-z]+?',
      '(?(id)b|c)',
      '\\k<id>',
      '$',
    ]);
  });
});

describe('captures', () => {
  it.each(facts.captures)('of $pattern', ({ pattern, count, names }) => {
    const { tree } = parseRegex(pattern);
    expect(captures(tree)).toHaveLength(count);
    const found = tree.names.map(({ name, index }): [string, number] => [name, index]);
    expect(found.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]))).toEqual(names);
    for (const [name, index] of names) expect(captures(tree)[index - 1]).toEqual({ index, name });
  });
});

describe('the bytes of a class', () => {
  it.each(facts.bytes)('$pattern, caseless $caseless', ({ pattern, caseless, bytes }) => {
    const items = parseRegex(pattern, { caseless }).tree.body.alternatives[0]?.items ?? [];
    const item = items[items.length - 1];
    if (item?.kind === 'class') expect(item.bytes).toEqual(bytes);
    else if (item?.kind === 'any')
      expect(
        item.newline
          ? [[0, 255]]
          : [
              [0, 9],
              [11, 255],
            ],
      ).toEqual(bytes);
    else if (item?.kind === 'literal' && !item.caseless) expect([[item.code, item.code]]).toEqual(bytes);
    else expect(bytes.flat()).toContain(item?.kind === 'literal' ? item.code : -1);
  });
});
