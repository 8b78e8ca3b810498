import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canMatch, covers, coversPrefix, judgeCoverage, judgeSome, type Pattern, parseRegex } from '../src/index.ts';

const tree = (pattern: string) =>
  pattern.startsWith('*') ? parseRegex(pattern.slice(1), { caseless: true }).tree : parseRegex(pattern).tree;

describe('covers, among strings that start with / (a leading * stands for caseless)', () => {
  it.each([
    ['^/foo$', '^/foo$', 'yes'],
    ['^/foo$', '^/foobar', 'no'],
    ['^/foo$', '^/foo/', 'no'],
    ['^/foo', '^/foo$', 'yes'],
    ['^/foo$', '^/foo\\z', 'yes'],
    ['^/foo\\z', '^/foo$', 'no'],
    ['^/api/', '^/api/v1/', 'yes'],
    ['^/api/v1/', '^/api/', 'no'],
    ['^/', '\\.php$', 'yes'],
    ['.*', 'anything', 'yes'],
    ['\\.(jpe?g|png)$', '\\.jpg$', 'yes'],
    ['\\.jpg$', '\\.(jpe?g|png)$', 'no'],
    ['*\\.JPG$', '\\.jpg$', 'yes'],
    ['\\.jpg$', '*\\.jpg$', 'no'],
    ['\\.php', '\\.php$', 'yes'],
    ['\\.php$', '\\.php', 'no'],
    ['api', '^/x/api/y$', 'yes'],
    ['^/api/', 'api', 'no'],
    ['^/(.*)$', '\\.php$', 'no'],
    ['(?=a)b', '(?=a)b', 'yes'],
    ['(?=a)', 'a', 'unknown'],
    ['a', '(?=a)', 'unknown'],
    ['a', '(?=b)a', 'yes'],
    ['(a)\\1', 'aa', 'unknown'],
    ['\\bfoo', '/foo', 'unknown'],
    ['(?>a|ab)c', 'abc', 'unknown'],
    ['^/a', 'b', 'no'],
    ['x', '^api', 'yes'],
    ['(?i)a', 'A', 'yes'],
  ])('%s covers %s: %s', (a, b, answer) => {
    expect(covers(tree(a), tree(b), { prefix: '/' })).toBe(answer);
  });

  it('without newlines, a dot is any character', () => {
    expect(covers(tree('^/(.*)$'), tree('\\.php$'), { prefix: '/', newlines: false })).toBe('yes');
  });

  it('gives up on what is too large', () => {
    expect(covers(tree('(a{500}){500}'), tree('b'))).toBe('unknown');
    expect(covers(tree('[ab]*a[ab]{40}c'), tree('[ab]*b[ab]{40}c'))).toBe('unknown');
  });

  it('answers many pairs quickly', () => {
    const trees = Array.from({ length: 150 }, (_, i) => tree(`^/app${i}/[^/]+/(\\d+)\\.(jpe?g|png|p${i})$`));
    const started = performance.now();
    for (const a of trees) for (const b of trees) expect(covers(a, b, { prefix: '/' })).toBe(a === b ? 'yes' : 'no');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('coversPrefix', () => {
  it.each([
    ['^/api/', '/api/', 'yes'],
    ['^/api', '/api/', 'yes'],
    ['/', '/api/', 'yes'],
    ['^/api/', '/api', 'no'],
    ['^/api/$', '/api/', 'no'],
    ['*^/API', '/api/', 'yes'],
    ['\\.php$', '/', 'no'],
    ['(?<!x)/api', '/api/', 'unknown'],
  ])('%s matches all that starts with %s: %s', (pattern, prefix, answer) => {
    expect(coversPrefix(tree(pattern), prefix)).toBe(answer);
  });
});

describe('canMatch, strings that start with /', () => {
  it.each([
    ['^api', 'no'],
    ['^[^/]', 'no'],
    ['api', 'yes'],
    ['^/', 'yes'],
    ['^$', 'no'],
    ['^https?://', 'no'],
    ['^(?=/)api', 'no'],
    ['(?=/)api', 'unknown'],
    ['a$b', 'no'],
    ['a$\\n', 'yes'],
  ])('%s: %s', (pattern, answer) => {
    expect(canMatch(tree(pattern), { prefix: '/' })).toBe(answer);
  });

  it('names a string', () => {
    expect(judgeSome(tree('\\.(php|phtml)$'), { prefix: '/admin/' }).witness).toBe('/admin/.php');
  });
});

const ALPHABET = ['/', 'a', 'b', '.', 'A'];
const STRINGS = stringsUpTo(6);

function stringsUpTo(length: number): readonly string[] {
  const all = [''];
  for (let from = 0, size = 1; size <= length; size++) {
    const end = all.length;
    for (; from < end; from++) for (const letter of ALPHABET) all.push(`${all[from]}${letter}`);
  }
  return all;
}

/** Patterns that mean the same to RegExp as to PCRE2 on strings without newlines. */
const patterns = fc.letrec<{ pattern: string; sequence: string; item: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('/', 'a', 'b', '\\.', 'A', '.', '[ab]', '[^/]', '[^a.]', '[a/]') },
    { weight: 1, arbitrary: tie('pattern').map((inner) => `(${inner})`) },
    { weight: 1, arbitrary: tie('pattern').map((inner) => `(?:${inner})`) },
  ),
  item: fc.oneof(
    { weight: 5, arbitrary: tie('atom') },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('atom'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '*?', '+?'))
        .map((pair) => pair.join('')),
    },
    { weight: 1, arbitrary: fc.constantFrom('^', '$') },
  ),
  sequence: fc.array(tie('item'), { maxLength: 4 }).map((items) => items.join('')),
  pattern: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: tie('sequence') },
    { weight: 1, arbitrary: fc.tuple(tie('sequence'), tie('sequence')).map((pair) => pair.join('|')) },
  ),
})).pattern;

interface Both {
  readonly tree: Pattern;
  readonly regexp: RegExp;
}

const both: fc.Arbitrary<Both> = fc
  .tuple(fc.constantFrom('', '^', '^/'), patterns, fc.constantFrom('', '$'), fc.boolean())
  .map(([head, body, tail, caseless]) => {
    const source = body.includes('|') ? body : head + body + tail;
    return { tree: parseRegex(source, { caseless }).tree, regexp: new RegExp(source, caseless ? 'i' : '') };
  });

describe('against every short string', () => {
  it('covers is right', () => {
    const count = { yes: 0, no: 0, unknown: 0 };
    fc.assert(
      fc.property(both, both, fc.constantFrom('', '/', '/a'), (a, b, prefix) => {
        const { answer, witness } = judgeCoverage(a.tree, b.tree, { prefix, newlines: false });
        count[answer]++;
        if (answer === 'no') {
          expect(witness?.startsWith(prefix)).toBe(true);
          expect([b.regexp.test(witness ?? ''), a.regexp.test(witness ?? '')]).toEqual([true, false]);
        } else if (answer === 'yes') {
          const counterexample = STRINGS.find((s) => s.startsWith(prefix) && b.regexp.test(s) && !a.regexp.test(s));
          expect(counterexample).toBeUndefined();
        }
      }),
      { numRuns: 1500 },
    );
    expect(count.yes).toBeGreaterThan(50);
    expect(count.no).toBeGreaterThan(50);
    expect(count.unknown).toBeLessThan(15);
  });

  it('coversPrefix and canMatch are right', () => {
    fc.assert(
      fc.property(both, fc.constantFrom('', '/', '/a'), (a, prefix) => {
        const subjects = STRINGS.filter((s) => s.startsWith(prefix));
        if (coversPrefix(a.tree, prefix, { newlines: false }) === 'yes')
          expect(subjects.find((s) => !a.regexp.test(s))).toBeUndefined();
        if (canMatch(a.tree, { prefix, newlines: false }) === 'no')
          expect(subjects.find((s) => a.regexp.test(s))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
