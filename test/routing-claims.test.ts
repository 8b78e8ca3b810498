import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fileAt, parse, type Rule, rules, type SourceFile, walk } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { nginxVersion } from './support/nginx.ts';
import { withNginx } from './support/running-nginx.ts';
import { scenarioOf } from './support/scenario.ts';

/** What the pages of the routing rules claim, asked of a real nginx. */

const FIXTURES = fileURLToPath(new URL('../fixtures/rules/', import.meta.url));
/** No location answers, and the server has no files of its own. */
const NONE = 404;

/** By path: the words of the location that answers, or the status where none does. */
type Expected = Readonly<Record<string, string | number>>;

const EXAMPLES: Readonly<Record<string, { readonly bad: Expected; readonly good: Expected }>> = {
  'location-can-never-match': {
    bad: { '/api/v1': NONE, '/a%20b': NONE, '/search?q=1': NONE, '/%61%2520b': '/a%20b' },
    good: { '/api/v1': '/api/v1', '/a%20b': '/a b', '/search?q=1': '/search' },
  },
  'location-regex-shadowed': {
    bad: { '/api/v2/users': '~ ^/api/', '/api/x': '~ ^/api/' },
    good: { '/api/v2/users': '~ ^/api/v2/users$', '/api/x': '~ ^/api/' },
  },
  'location-regex-hidden-by-prefix': {
    bad: { '/files/a.php': '^~ /files/', '/files/a': '^~ /files/' },
    good: { '/files/a.php': '~ \\.php$', '/files/a': '^~ /files/' },
  },
  'location-prefix-shadowed-by-regex': {
    bad: { '/static/': '~ ^/', '/static/a/b.css': '~ ^/' },
    good: { '/static/': '^~ /static/', '/static/a/b.css': '^~ /static/', '/other': '~ ^/' },
  },
  'location-after-server-return': {
    bad: { '/.well-known/acme-challenge/token': 301, '/x': 301 },
    good: { '/.well-known/acme-challenge/token': '^~ /.well-known/acme-challenge/', '/x': '/' },
  },
};

/** Fixtures with one server: what the marks in them say of certain paths. */
const CASES: Readonly<Record<string, Expected>> = {
  'location-can-never-match/names': {
    '/api/v1': NONE,
    '/a%20b': NONE,
    '/search?q=1': NONE,
    '/img//raw/x': NONE,
    '/a/../b': NONE,
    '/a/%2E%2E/b': NONE,
    '/@fallback': NONE,
  },
  'location-can-never-match/expressions': {
    '/api/': NONE,
    '/x?page=1': NONE,
    '/my%20files/': NONE,
    '/': NONE,
  },
  'location-modifier-mistake/expression': { '/css/a.css': NONE, '/a.php': NONE, '/a.html': NONE },
  'location-can-never-match/inside-regex': {
    '/docs/api': '~ /docs',
    '/docs/api/v1': '~ /docs',
    '/docs/index': '~ /docs',
    '/docs/a.png': '~ \\.png$',
  },
  'location-can-never-match/silent-empty-prefix': { '/any/path': '' },
  'location-can-never-match/silent-ordinary': {
    '/.git': '/.',
    '/..x': '/..',
    '/100%25': '/100%',
    '/what%3F': '/what?',
    '/a%20b': '/a b',
  },
  'location-regex-shadowed/suffixes': {
    '/a.css': '~* \\.(jpe?g|png|gif|css|js)$',
    '/blog/a.php': '~ \\.php$',
  },
  'location-regex-shadowed/silent-prefixes': { '/exact': '= /exact', '/final/x': '^~ /final/', '/x': '~ ^/' },
  'location-regex-shadowed/together': { '/a/1': '~ ^/a/[0-4]', '/a/7': '~ ^/a/[5-9]' },
  'location-regex-shadowed/silent-not-together': {
    '/a/5': '~ ^/a/[0-9]',
    '/a.jpg': '~ \\.jpg$',
    '/a.jpeg': '~ \\.(?:png|jpe?g)$',
  },
  'location-prefix-shadowed-by-regex/together': {
    '/a/': '~ ^/a/$',
    '/a/b': '~ ^/a/.',
    '/b/c/': '~ ^/b/c/[^.]*$',
    '/b/c/d.e': '~ ^/b/c/.*\\.',
  },
  'location-prefix-shadowed-by-regex/silent-not-together': { '/a/.b': '/a/', '/b/a.b': '/b/' },
  'location-can-never-match/proved': {
    '/a/../b': 404,
    '/a//b': '~ ^/a/+b',
    '/..': 400,
    '/..a': '~ ^/\\.\\.?[a-z]',
  },
  'location-regex-hidden-by-prefix/several': { '/a/x.png': '~ \\.png$', '/a/x': '^~ /a/', '/b/x': '^~ /b/' },
  'location-regex-hidden-by-prefix/nested': { '/a/b/c': '^~ /a/b/', '/a/x': '/a/' },
  'location-regex-hidden-by-prefix/silent-longer': { '/files/open/a.php': '~ ^/files/.*\\.php$' },
  'location-regex-hidden-by-prefix/silent-part': {
    '/files': '~ ^/files',
    '/files/x': '^~ /files/',
    '/images/': '~ ^/(?:files|images)/',
  },
  'location-prefix-shadowed-by-regex/access': {
    '/admin/': '~* ^/ADMIN',
    '/admin/deep/x': '~* ^/ADMIN',
    '/adm': '/adm',
  },
  'location-prefix-shadowed-by-regex/silent-inside': {
    '/a/x.php': '~ \\.php$',
    '/a/x': '~ ^/[abc]/',
    '/b/x': '= /b/x',
    '/c/d/e': '~ ^/c/d/e',
  },
  'location-prefix-shadowed-by-regex/silent-outer-final': { '/a/b/x': '/a/b/', '/a/x': '^~ /a/' },
  'location-after-server-return/error-page': { '/x': 503, '/maintenance.html': 503 },
};

/** The first server of a file, in the place of its own. */
const SERVERS: Readonly<Record<string, Expected>> = {
  'location-regex-shadowed/nested': {
    '/img/a.png': '~ ^/img/',
    '/files/12': '~ [0-9]',
  },
  'location-prefix-shadowed-by-regex/nested': {
    '/a/b/c': '~ ^/a/b',
    '/a/final/x': '^~ /a/final/',
    '/a/b/x.php': '~ \\.php$',
    '/a/final/x.php': '^~ /a/final/',
  },
  'location-after-server-return/silent-named': { '/x': '@maintenance' },
  'location-after-server-return/silent-break': { '/.well-known/x': '/.well-known/', '/x': 301 },
  'location-after-server-return/order': { '/': 404, '/api': 404 },
};

describe.skipIf(nginxVersion() === null)(
  'what the pages of the routing rules say happens in nginx (skipped without it)',
  () => {
    describe.each(Object.entries(EXAMPLES))('%s', (id, expected) => {
      const { docs } = rules.find((rule) => rule.id === id) as Rule;
      it.each(['bad', 'good'] as const)('the %s example', async (which) => {
        const server = docs.context === 'http' ? docs[which] : `server {\nlisten 80;\n${docs[which]}\n}`;
        expect(await observe(server, Object.keys(expected[which]))).toEqual(expected[which]);
      });
    });

    it.each(Object.entries(CASES))('fixture %s', async (name, expected) => {
      const text = fixture(name);
      const server = /^server/m.test(text) ? text : `server {\nlisten 80;\n${text}\n}`;
      expect(await observe(server, Object.keys(expected))).toEqual(expected);
    });

    it.each(Object.entries(SERVERS))('first server of fixture %s', async (name, expected) => {
      const source = parse(fileAt('/first'), fixture(name));
      const first = source.items[0];
      expect(await observe(source.text.slice(first?.start, first?.end), Object.keys(expected))).toEqual(expected);
    });
  },
);

function fixture(name: string): string {
  const { files, entry } = scenarioOf(readFileSync(`${FIXTURES}${name}.conf`, 'utf8'));
  return files[entry] ?? '';
}

/** The location that answers each path: every location is made to say in a header which one it is. */
async function observe(server: string, paths: readonly string[]): Promise<Record<string, string | number>> {
  const source = parse(fileAt('/claims'), server);
  const seen: Record<string, string | number> = {};
  await withNginx(
    (port) => labelled(source, port),
    async (ask) => {
      for (const path of paths) {
        const { status, headers } = await ask(path);
        const label = headers['x-location'];
        seen[path] = typeof label === 'string' ? decodeURIComponent(label.slice(0, -1)) : status;
      }
    },
  );
  return seen;
}

function labelled({ text, items }: SourceFile, port: number): string {
  let result = '';
  let at = 0;
  for (const { kind, directive } of walk(items)) {
    if (kind === 'leave') continue;
    const { name, args, body } = directive;
    if (name.value === 'listen') {
      result += text.slice(at, directive.start);
      result += `listen 127.0.0.1:${port};`;
      at = directive.end;
    } else if (name.value === 'location' && body !== null) {
      const words = encodeURIComponent(args.map(({ value }) => value).join(' '));
      // The dot is for the empty name: nginx sends no header without a value.
      result += `${text.slice(at, body.start + 1)} add_header X-Location "${words}." always;`;
      at = body.start + 1;
    }
  }
  return result + text.slice(at);
}
