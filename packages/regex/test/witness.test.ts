import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { avoiding, createMatcher, findWitness, mayBegin, type Pattern, parseRegex } from '../src/index.ts';

const pattern = (text: string): Pattern => parseRegex(text, { encoding: 'latin1' }).tree;

interface Question {
  readonly some?: readonly string[];
  readonly none?: readonly string[];
  readonly prefix?: string;
  readonly strings?: readonly string[];
  readonly prefixes?: readonly string[];
}

function asked({ some = [], none = [], prefix = '', strings = [], prefixes = [] }: Question): string {
  const result = findWitness({
    some: some.map(pattern),
    none: none.map(pattern),
    within: [avoiding(strings, prefixes)],
    prefix,
  });
  return typeof result === 'string' ? result : `found ${JSON.stringify(result.found)}`;
}

describe('a string that some patterns match and others do not', () => {
  const CASES: readonly (readonly [title: string, question: Question, answer: string])[] = [
    ['nothing asked', {}, 'found ""'],
    ['a prefix', { prefix: '/a' }, 'found "/a"'],
    ['the shortest', { some: ['b{2}$', '^a'] }, 'found "abb"'],
    ['two that exclude each other', { some: ['^a', '^b'] }, 'none'],
    ['one without the other', { some: ['^a'], none: ['^a$'] }, 'found "a\\n\\n"'.replace('\\n\\n', 'a')],
    ['one inside the others together', { some: ['\\.(?:a|b)\\z'], none: ['\\.a\\z', '\\.b\\z'] }, 'none'],
    ['a line feed where nothing else helps', { some: ['^a'], none: ['^a.*$'] }, 'found "a\\na"'],
    ['a string that is forbidden', { some: ['^a'], strings: ['a', 'aa', 'ab'] }, 'found "ac"'],
    ['a beginning that is forbidden', { some: ['^a'], prefixes: ['ab'], strings: ['a'] }, 'found "aa"'],
    ['all beginnings forbidden', { some: ['^ab'], prefixes: ['a'] }, 'none'],
    ['everything forbidden', { prefixes: [''] }, 'none'],
    ['a prefix that cannot be', { some: ['^/a'], prefix: '/b' }, 'none'],
    ['a look-ahead forbids nothing in `none`', { some: ['^a'], none: ['^a(?!b)'] }, 'found "a"'],
  ];
  it.each(CASES)('%s', (_, question, answer) => expect(asked(question)).toBe(answer));

  it('careful: keeps away from what may match', () => {
    const none = [pattern('^a(?!b)')];
    expect(findWitness({ some: [pattern('a')], none, careful: true, bytes: [0x61, 0x62] })).toEqual({ found: 'ba' });
  });

  it('gives up when the budget is used up, which questions share', () => {
    const budget = { left: 50 };
    const question = { some: [pattern('a{30}b{30}')], none: [], budget };
    expect(findWitness(question)).toBe('unknown');
    expect(findWitness({ ...question, some: [pattern('a')] })).toBe('unknown');
  });

  it('tells how a match may begin', () => {
    expect(mayBegin(pattern('^/a'), '/')).toBe(true);
    expect(mayBegin(pattern('^/a'), '/b')).toBe(false);
    expect(mayBegin(pattern('a'), 'xyz')).toBe(true);
  });
});

describe('random patterns', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    '/',
    '[ab]',
    '(?:a|b/)',
    'a*',
    'b?',
    '(?:ab)+',
    '.',
    '.*',
    '^',
    '$',
    '\\z',
    '[^a]',
    '\\n',
    '^/',
  );
  const text = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
  const short = shortStrings('ab/\n', 4);

  it('what is found is one, what is none has none, and nothing shorter was missed', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 2 }), fc.array(text, { maxLength: 3 }), (some, none) => {
        const wanted = some.map((each) => createMatcher(pattern(each)));
        const unwanted = none.map((each) => createMatcher(pattern(each)));
        const fits = (each: string): boolean =>
          wanted.every((one) => one.match(each) !== null) && unwanted.every((one) => one.match(each) === null);
        const result = findWitness({ some: some.map(pattern), none: none.map(pattern) });
        if (result === 'unknown') return;
        const first = short.find(fits);
        if (result === 'none') expect(first).toBeUndefined();
        else {
          expect(fits(result.found)).toBe(true);
          if (first !== undefined) expect(result.found.length).toBeLessThanOrEqual(first.length);
        }
      }),
      { numRuns: 400, seed: 3 },
    );
  });
});

/** All strings of an alphabet up to a length, the shortest first. */
function shortStrings(alphabet: string, longest: number): string[] {
  const all = [''];
  let last = [''];
  for (let length = 1; length <= longest; length++) {
    last = last.flatMap((start) => Array.from(alphabet, (byte) => start + byte));
    all.push(...last);
  }
  return all;
}
