import { describe, expect, it } from 'vitest';
import { createMatcher, parseRegex } from '../src/index.ts';

const BUDGET = 2_000_000;
const LENGTHS = [30, 300, 8000];

/** Each with what is repeated in the subject and what ends it. None of the subjects matches. */
const HOSTILE: readonly (readonly [pattern: string, pump: string, end: string])[] = [
  ['^(a+)+$', 'a', '!'],
  ['^(a|a)*b', 'a', 'c'],
  ['^(a|aa)+$', 'a', 'b'],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a', '\n'],
  ['^(.*)*x', 'a', ''],
  ['^(a*)*b', 'a', 'c'],
  ['^((a+)\\2)+$', 'a', 'b'],
  ['^(?:(a)\\1|a)+$', 'a', 'b'],
  ['^((?:a|b|ab)*)*c', 'ab', 'd'],
  ['^(a(?1)?a?)+b', 'a', 'c'],
  ['^(?:(?=(a+))a)*\\1b$', 'a', 'c'],
  ['^(?:(?>a|ab)|a)+$', 'a', 'b'],
  ['^(?:a?){20}a{20}b', 'a', 'c'],
  ['^(\\w+\\s?)*$', 'a', '!'],
];

describe('a hostile subject ends in an answer or in giving up, within the budget', () => {
  it.each(HOSTILE)('%s against %j', (pattern, pump, end) => {
    const matcher = createMatcher(parseRegex(pattern).tree, { budget: BUDGET });
    for (const length of LENGTHS) {
      const subject = pump.repeat(length / pump.length) + end;
      const result = matcher.match(subject);
      expect(result === 'cannot-evaluate' || result === null).toBe(true);
      // A run of bytes counts as a whole, so that the last step may overshoot.
      expect(matcher.measure(subject)).toBeLessThanOrEqual(BUDGET + subject.length);
    }
  });
});

describe('a long subject needs no stack', () => {
  const deep = 4000;
  it.each([
    ['^(a|b)*$', 'ab'.repeat(deep)],
    ['^(?:a|b)*?$', 'ab'.repeat(deep)],
    ['^(?:ab?)+$', 'ab'.repeat(deep)],
    ['^(a(?1)?b)$', `${'a'.repeat(deep)}${'b'.repeat(deep)}`],
    ['a(?R)?b', `${'a'.repeat(deep)}${'b'.repeat(deep)}`],
    ['^(\\((?:[^()]|(?1))*\\))$', `${'('.repeat(deep)}${')'.repeat(deep)}`],
    ['^(?:(?=a)a)+$', 'a'.repeat(2 * deep)],
    ['^(?:(?>a+)b)+$', 'ab'.repeat(deep)],
    ['^(?:(a)|b)*+$', 'ab'.repeat(deep)],
    ['^(.)(?:.(?!\\1\\1\\1))*$', 'ab'.repeat(deep)],
  ])('%s', (pattern, subject) => {
    const result = createMatcher(parseRegex(pattern).tree, { budget: 10 * BUDGET }).match(subject);
    expect(result).toMatchObject({ start: 0, end: subject.length });
  });
});

it('does in a few steps what servers ask for', () => {
  const steps = (pattern: string, subject: string) => createMatcher(parseRegex(pattern).tree).measure(subject);
  expect(steps('\\.php$', '/some/long/path/of/index.html')).toBeLessThan(5);
  expect(steps('^/api/v\\d+/', '/api/v12/users/list/1234567')).toBeLessThan(8);
  expect(steps('\\.(?:png|jpe?g|gif)$', '/assets/images/logo-large.jpeg')).toBeLessThan(10);
  expect(steps('^(.+\\.php)(/.+)$', '/index.php/foo/bar/baz/qux/xx')).toBeLessThan(30);
});
