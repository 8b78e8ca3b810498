import { expect, it } from 'vitest';
import { foreignOrigin } from '../../src/model/foreign-origin.ts';

it.each([
  ['example.com', 'https://example.com.evil.example'],
  ['^https://example\\.com', 'https://example.com.evil.example'],
  ['example\\.com$', 'https://evilexample.com'],
  ['^https://.*example\\.com$', 'https://evilexample.com'],
  ['^https://www.example\\.com$', 'https://wwwxexample.com'],
  ['^https://www.example\\.co\\.uk$', 'https://wwwxexample.co.uk'],
  ['^http://localhost', 'http://localhost.evil.example'],
  ['(^https://a\\.example$)|(^https://b\\.test)', 'https://b.test.evil.example'],
])('%s lets %s in', (pattern, origin) => {
  expect(foreignOrigin(pattern, false, 'utf-8', false)).toBe(origin);
});

it.each([
  '^https://example\\.com$',
  '^https://example.com$',
  '^https://([a-z0-9-]+\\.)*example\\.com(:[0-9]+)?$',
  '^https?://(.*\\.)?example\\.com$',
  '^https://.*\\.example\\.com$',
  // These let everybody in and are no check.
  '.',
  '^https://',
  // These are not for origins, or no expressions at all.
  '^ftp://',
  '^/path',
  '(',
  '~*.${DOMAIN}$',
])('of %s nothing is said', (pattern) => {
  expect(foreignOrigin(pattern, false, 'utf-8', false)).toBeNull();
});

it('knows that a Referer has a path', () => {
  const ask = (pattern: string): string | null => foreignOrigin(pattern, true, 'utf-8', true);
  expect(ask('https://example\\.com/')).toBe('https://evil.example/?https://example.com/');
  expect(ask('^https://example\\.com')).toBe('https://example.com.evil.example/');
  expect(ask('^https://example\\.com/')).toBeNull();
});
