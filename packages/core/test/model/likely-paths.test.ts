import { createMatcher, parseRegex } from '@nginx-lint/regex';
import { expect, it } from 'vitest';
import { likelyPath } from '../../src/model/likely-paths.ts';
import { isNormalised } from '../../src/route/normalised-paths.ts';

const tree = (text: string, caseless = false) => parseRegex(text, { caseless, encoding: 'utf-8' }).tree;

it.each([
  '\\.php$',
  '\\.(?:css|js|png|jpe?g)$',
  '/index\\.html$',
  '/\\.ht$|\\.bak$',
  '^/api/',
  '^/a/.*$',
  '^/[ab]/',
  '^/a\\.b/(.*)',
  '^/',
  '',
  'a',
  '//$',
  '/\\.\\./$',
  '%20$',
  'x\\?y$',
  '^a',
  '^//a',
  '^/a$',
  '(?!b)\\.php$',
  '^/(\\d+)/',
])('%s matches the path that comes to mind', (text) => {
  for (const caseless of [false, true]) {
    const path = likelyPath(tree(text, caseless));
    if (path === null) continue;
    expect(createMatcher(tree(text, caseless)).match(path)).toMatchObject({ groups: expect.anything() });
    expect(isNormalised(path, true)).toBe(true);
  }
});

it.each([
  ['\\.(?:css|js)$', '/x.css'],
  ['^/api/', '/api/'],
  ['/\\.\\./$', null],
  ['^a', null],
  ['(', null],
])('%s: %s', (text, path) => {
  expect(likelyPath(tree(text))).toBe(path);
});
