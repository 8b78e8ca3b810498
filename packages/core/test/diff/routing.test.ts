import { describe, expect, it } from 'vitest';
import { compareRouting, type RoutingComparison } from '../../src/diff/routing.ts';
import { createFacts } from '../../src/facts/lookup.ts';
import { createModel } from '../../src/model/model.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

async function compared(old: string, next: string): Promise<RoutingComparison> {
  const [before, after] = await Promise.all(
    [old, next].map(async (text) => {
      const files = memoryFiles({ '/n.conf': `events {} http { ${text} }` });
      return createModel(await loadTree(fileAt('/n.conf'), { files, facts: createFacts() }));
    }),
  );
  if (before === undefined || after === undefined) throw new Error('two configurations');
  return compareRouting(before, after);
}

const server = (body: string): string => `server { listen 80; server_name a.test; ${body} }`;

type Case = readonly [what: string, old: string, next: string];

const EQUAL: readonly Case[] = [
  [
    'prefixes in another order',
    server('location /a { return 200 a; } location /ab { return 200 b; }'),
    server('location /ab { return 200 b; } location /a { return 200 a; }'),
  ],
  [
    'expressions that never meet',
    server('location ~ \\.a$ { return 200 a; } location ~ \\.b$ { return 200 b; }'),
    server('location ~ \\.b$ { return 200 b; } location ~ \\.a$ { return 200 a; }'),
  ],
  [
    'one expression for two',
    server('location ~ ^/(a|b)/ { return 200 x; }'),
    server('location ~ ^/a/ { return 200 x; } location ~ ^/b/ { return 200 x; }'),
  ],
  [
    'a location that is never reached',
    server('location ~ ^/ { return 200 a; }'),
    server('location ~ ^/ { return 200 a; } location ~ \\.php$ { return 200 b; }'),
  ],
  [
    'a block around settings that are the same',
    server('root /srv; location / { }'),
    server('location / { root /srv; }'),
  ],
  [
    'an exact name that an expression takes anyway',
    server('location = /a { return 200 x; } location / { return 200 x; }'),
    server('location / { return 200 x; }'),
  ],
  [
    'what stands behind a return',
    server('location / { return 200 a; return 200 b; }'),
    server('location / { return 200 a; }'),
  ],
  [
    'names that a wildcard has',
    `${server('return 200 a;')} server { listen 80; server_name *.b.test x.b.test; return 200 b; }`,
    `${server('return 200 a;')} server { listen 80; server_name *.b.test; return 200 b; }`,
  ],
  [
    'a time',
    server('location / { proxy_pass http://127.0.0.1:1; }'),
    server('location / { proxy_read_timeout 5s; proxy_pass http://127.0.0.1:1; }'),
  ],
  [
    'a variable that nobody asks for',
    server('location / { return 200 a; }'),
    `map $uri $x { /a b; } ${server('location / { return 200 a; }')}`,
  ],
  ['the size of a buffer for all', server('return 200;'), `client_header_buffer_size 2k; ${server('return 200;')}`],
  ['the only name of the only server', server('return 200;'), 'server { listen 80; return 200; }'],
  ['a name that no path has', server('location ^/a/ { return 200 a; }'), server('location ^/a/ { return 200 b; }')],
];

const DIFFERENT: readonly (readonly [...Case, target: RegExp])[] = [
  [
    'a nested location',
    server('location /a { return 200 a; }'),
    server('location /a { location /a/b { return 200 b; } return 200 a; }'),
    /^\/a\/b/,
  ],
  [
    'an expression inside a prefix',
    server('location /a { return 200 a; location ~ x$ { return 200 x; } } location ~ y { return 200 y; }'),
    server('location /a { return 200 a; } location ~ y { return 200 y; }'),
    /^\/a.*x$/,
  ],
  [
    'groups of another expression',
    server('location ~ ^/(.*)a$ { return 200 $1; }'),
    server('location ~ ^/(.*?)a$ { return 200 $1-; }'),
    /a$/,
  ],
  [
    'a chain of maps',
    `map $http_x $a { 1 yes; } map $a $b { yes B; } ${server('return 200 "$b";')}`,
    `map $http_x $a { 1 yes; } map $a $b { yes C; } ${server('return 200 "$b";')}`,
    /^\//,
  ],
  [
    'a named location',
    server('location / { try_files $uri @x; } location @x { return 200 a; }'),
    server('location / { try_files $uri @x; } location @x { return 200 b; }'),
    /^\//,
  ],
  [
    'servers of a group',
    `upstream u { server 127.0.0.1:1; server 127.0.0.1:2; } ${server('location / { proxy_pass http://u; }')}`,
    `upstream u { server 127.0.0.1:1; server 127.0.0.1:3; } ${server('location / { proxy_pass http://u; }')}`,
    /^\//,
  ],
  [
    'a client',
    server('location / { allow 10.0.0.0/8; deny all; return 200 a; } location /x { allow 10.0.0.0/8; deny all; }'),
    server('location / { allow 10.0.0.0/8; deny all; return 200 a; } location /x { deny all; }'),
    /^\/x/,
  ],
  ['a cookie', server('if ($cookie_beta = 1) { return 200 beta; } return 200 a;'), server('return 200 a;'), /^\//],
  [
    'an address that is gone',
    `server { listen 80; listen 81; return 200; }`,
    `server { listen 80; return 200; }`,
    /^\//,
  ],
  [
    'a slash',
    server('location /a/ { proxy_pass http://127.0.0.1:1; }'),
    server('location /a { proxy_pass http://127.0.0.1:1; }'),
    /^\/a$/,
  ],
  [
    'a limit of the body',
    server('location / { client_max_body_size 1m; proxy_pass http://127.0.0.1:1; }'),
    server('location / { client_max_body_size 2m; proxy_pass http://127.0.0.1:1; }'),
    /^\//,
  ],
  [
    'merged slashes',
    server('location / { return 200 "$uri"; }'),
    server('merge_slashes off; location / { return 200 "$uri"; }'),
    /\/\//,
  ],
  [
    'what a proxy says of its connection',
    server('location / { proxy_pass http://127.0.0.1:1; proxy_set_header Connection ""; }'),
    server('location / { proxy_pass http://127.0.0.1:1; proxy_set_header Connection upgrade; }'),
    /^\//,
  ],
  [
    'an argument that is only shown',
    server('location / { add_header X-Rate $arg_rate; return 200; }'),
    server('location / { return 200; }'),
    /rate=/,
  ],
];

const UNKNOWN: readonly Case[] = [
  ['look-arounds', server('location ~ ^/(?!a)b { return 200 x; }'), server('location ~ ^/(?!a)bc?d { return 200 x; }')],
  [
    'what Lua does',
    server('location / { content_by_lua_block { ngx.say(1) } }'),
    server('location / { content_by_lua_block { ngx.say(2) } }'),
  ],
  [
    'HTTP/3',
    'server { listen 443 ssl; ssl_certificate a; ssl_certificate_key a; return 200; }',
    'server { listen 443 ssl; listen 443 quic; ssl_certificate a; ssl_certificate_key a; return 200; }',
  ],
];

describe('requests', () => {
  it.each(EQUAL)('are proved to fare alike: %s', async (_, old, next) => {
    expect(await compared(old, next)).toMatchObject({ verdict: 'equal', witnesses: [], doubts: [] });
    expect((await compared(next, old)).verdict).toBe('equal');
  });

  it.each(DIFFERENT)('fare otherwise: %s', async (_, old, next, target) => {
    const { verdict, witnesses } = await compared(old, next);
    expect(verdict).toBe('different');
    expect(witnesses.map(({ request }) => request.target)).toContainEqual(expect.stringMatching(target));
    expect((await compared(next, old)).verdict).toBe('different');
  });

  it.each(UNKNOWN)('nobody knows: %s', async (_, old, next) => {
    const { verdict, doubts } = await compared(old, next);
    expect(verdict).not.toBe('equal');
    expect(verdict === 'different' || doubts.length > 0).toBe(true);
  });
});
