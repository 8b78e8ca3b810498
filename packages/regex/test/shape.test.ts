import { describe, expect, it } from 'vitest';
import {
  byteString,
  exactLiteral,
  isCatchAll,
  literalPrefix,
  parseRegex,
  requiredLiterals,
  suffixSet,
} from '../src/index.ts';

const tree = (pattern: string) =>
  pattern.startsWith('*') ? parseRegex(pattern.slice(1), { caseless: true }).tree : parseRegex(pattern).tree;

describe('literalPrefix (a leading * in the tables stands for caseless)', () => {
  it.each([
    ['^/api/', '/api/', false, 'anything'],
    ['^/api/.*', '/api/', false, 'anything'],
    ['^/api/(.*)', '/api/', false, 'anything'],
    ['^/api/.*$', '/api/', false, 'line'],
    ['^/api/(?s).*$', '/api/', false, 'anything'],
    ['^/api/.+', '/api/', false, 'other'],
    ['^/api', '/api', false, 'anything'],
    ['\\A/api', '/api', false, 'anything'],
    ['^/foo$', '/foo', false, 'other'],
    ['^/(api|apx)/', '/ap', false, 'other'],
    ['^/(api|api/v2)', '/api', false, 'anything'],
    ['^/a|^/ab', '/a', false, 'anything'],
    ['*^/API/', '/api/', true, 'anything'],
    ['^/a(?i)b', '/a', false, 'other'],
    ['^/a(?=b)', '/a', false, 'other'],
    ['^/a++', '/a', false, 'other'],
    ['^/ab?', '/a', false, 'anything'],
    ['^/a{3}', '/aaa', false, 'anything'],
    ['^/é', byteString('/é'), false, 'anything'],
  ])('%s', (pattern, text, caseless, rest) => {
    expect(literalPrefix(tree(pattern))).toEqual({ text, caseless, rest });
  });

  it.each([
    '/api',
    '.*',
    '^',
    '',
    '(^|/)a',
    '^a|b',
    '\\.php$',
    '^[^/]',
    '(?m)^/a',
    '^(*ACCEPT)a',
    '(*UTF)^/a',
    '^(?:a|b)',
    '^/a(',
  ])('%s has none', (pattern) => expect(literalPrefix(tree(pattern))).toBeNull());
});

describe('exactLiteral', () => {
  it.each([
    ['^/foo$', '/foo', false, true],
    ['^/foo\\z', '/foo', false, false],
    ['^/robots\\.txt$', '/robots.txt', false, true],
    ['*^/Foo$', '/foo', true, true],
    ['^(/foo)$', '/foo', false, true],
  ])('%s', (pattern, text, caseless, newline) => {
    expect(exactLiteral(tree(pattern))).toEqual({ text, caseless, newline });
  });

  it.each(['^/foo', '/foo$', '^/foo.$', '^/fo?o$', '^/(a|b)$', '^/foo(?!x)$', '^/f(?i)oo$', '^/foo$|^/bar$'])(
    '%s is none',
    (pattern) => expect(exactLiteral(tree(pattern))).toBeNull(),
  );
});

describe('suffixSet', () => {
  it.each([
    ['\\.php$', ['.php'], false, true],
    ['\\.(jpe?g|png)$', ['.jpg', '.jpeg', '.png'], false, true],
    ['*\\.(JPG|png)$', ['.jpg', '.png'], true, true],
    ['\\.mp[34]$', ['.mp3', '.mp4'], false, true],
    ['\\.(?:a|b)\\z', ['.a', '.b'], false, false],
    ['.*\\.php$', ['.php'], false, true],
    ['(?s)^.*\\.php$', ['.php'], false, true],
    ['\\.a$|\\.b$', ['.a', '.b'], false, true],
  ])('%s', (pattern, suffixes, caseless, newline) => {
    const found = suffixSet(tree(pattern));
    expect(found && { ...found, suffixes: [...found.suffixes].sort() }).toEqual({
      suffixes: [...suffixes].sort(),
      caseless,
      newline,
    });
  });

  it.each([
    '\\.php',
    '^/a\\.php$',
    '^.*\\.php$',
    '.+\\.php$',
    '$',
    '(\\.php)?$',
    '(?<!x)\\.php$',
    '\\.[^/]+$',
    '\\.a$|b',
    '\\.(a|(?i)b)$',
  ])('%s is none', (pattern) => expect(suffixSet(tree(pattern))).toBeNull());
});

describe('requiredLiterals', () => {
  it.each([
    ['^/api/v[0-9]+/x', ['/api/v', '/x']],
    ['(foo)+bar', ['foo', 'bar']],
    ['a|b', []],
    ['(foo)?bar', ['bar']],
    ['*Foo', ['foo']],
    ['a(?i)b', ['a', 'b']],
    ['a(?=c)b', ['ab']],
    ['a(*F)|b', []],
  ])('%s', (pattern, texts) => {
    expect(requiredLiterals(tree(pattern)).map(({ text }) => text)).toEqual(texts);
  });
});

describe('isCatchAll', () => {
  it.each(['', '.*', '^', '$', '^.*', '()', '(?:)', 'a*', '.?', '(?s)^.*$', '(a|)', '^(?i)', 'a|^'])(
    '%s matches everything',
    (pattern) => expect(isCatchAll(tree(pattern))).toBe(true),
  );
  it.each(['/', '^/', '^/.*', '.', '^.', '[^a]', '^/|x', '\\W'])(
    '%s matches everything that starts with /',
    (pattern) => {
      expect(isCatchAll(tree(pattern))).toBe(false);
      expect(isCatchAll(tree(pattern), { prefix: '/' })).toBe(true);
    },
  );
  it.each(['^/.*$', '^.+$', '^/(.*)$'])('%s matches everything on one line', (pattern) => {
    expect(isCatchAll(tree(pattern), { prefix: '/' })).toBe(false);
    expect(isCatchAll(tree(pattern), { prefix: '/', newlines: false })).toBe(true);
  });
  it.each(['a', '^/a', '\\.', '(?=a)', '(?!a)', '\\b', '^/.', '.*(*F)', '(*ACCEPT)', '(?>.*)', '[^/]', '^/$'])(
    '%s is not known to',
    (pattern) => expect(isCatchAll(tree(pattern), { prefix: '/' })).toBe(false),
  );
});
