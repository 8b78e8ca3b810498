import { describe, expect, it } from 'vitest';
import {
  commonBytes,
  groupBytes,
  groupEndings,
  type PartBytes,
  parseRegex,
  subjectBytes,
  subjectEndings,
} from '../src/index.ts';

const holds = (part: PartBytes | null, byte: string): boolean | null =>
  part === null ? null : part.bytes.some(([from, to]) => from <= byte.charCodeAt(0) && byte.charCodeAt(0) <= to);

describe('groupBytes', () => {
  it.each<[string, number, string, boolean | null]>([
    ['^/(.*)$', 1, '\n', false],
    ['^/((?s).*)$', 1, '\n', true],
    ['^/([^/]+)/(\\w+)$', 1, '\n', true],
    ['^/([^/]+)/(\\w+)$', 2, '\n', false],
    ['^/([^/\\s]+)$', 1, '\n', false],
    ['^/(\\R)', 1, '\n', true],
    ['(?i)^/([a-c]+)', 1, 'B', true],
    ['^/(?:x(y(z.)))?', 2, '/', true],
    ['^/(a)\\1', 2, 'a', null],
    ['^/(?>(\\S+))', 1, ' ', false],
    ['(*UTF)^/(\\w+)', 1, '\n', true],
  ])('%s, group %i: %j %s', (pattern, index, byte, expected) => {
    expect(holds(groupBytes(parseRegex(pattern).tree, index), byte)).toBe(expected);
  });

  it.each<[string, number]>([
    ['(a|b|cd)', 3],
    ['(v\\d\\.\\d)', 100],
    ['(x{0,2})', 3],
    ['([ab]*)', Number.POSITIVE_INFINITY],
    ['()', 1],
  ])('%s may be %d texts', (pattern, variety) => {
    expect(groupBytes(parseRegex(pattern).tree, 1)?.variety).toBe(variety);
  });
});

describe('subjectBytes', () => {
  it.each<[string, string, boolean | null]>([
    ['^/[a-z]+$', '\n', false],
    ['^/[^a]+\\z', '\n', true],
    ['^/[a-z]+', '\n', null],
    ['/[a-z]+$', '\n', null],
    ['^/a$|^/b/.*$', '.', true],
    ['^/a$|/b/.*$', '.', null],
  ])('%s: %j %s', (pattern, byte, expected) => {
    expect(holds(subjectBytes(parseRegex(pattern).tree), byte)).toBe(expected);
  });
});

describe('commonBytes', () => {
  it('is what both hold', () => {
    expect(
      commonBytes(
        [
          [1, 10],
          [20, 30],
        ],
        [
          [5, 22],
          [30, 40],
        ],
      ),
    ).toEqual([
      [5, 10],
      [20, 22],
      [30, 30],
    ]);
  });
});

describe('groupEndings', () => {
  it.each<[string, readonly string[] | null]>([
    ['^(.+\\.example\\.com)$', ['.example.com']],
    ['^(.+\\.(com|net))$', ['com', 'net']],
    ['^(.+)\\.com$', ['']],
    ['^(a+)?$', ['']],
    ['^a$', null],
  ])('%s', (pattern, expected) => {
    expect(groupEndings(parseRegex(pattern).tree, 1)).toEqual(expected);
  });
});

describe('subjectEndings', () => {
  it.each<[string, readonly string[]]>([
    ['^(.+)\\.example\\.com$', ['.example.com']],
    ['^a\\.com$|^b$', ['a.com', 'b']],
    ['^(.+)\\.example\\.com', ['']],
    ['^(.+)$', ['']],
  ])('%s', (pattern, expected) => {
    expect(subjectEndings(parseRegex(pattern).tree)).toEqual(expected);
  });
});
