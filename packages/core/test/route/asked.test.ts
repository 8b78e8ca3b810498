import { expect, it } from 'vitest';
import { blockAsked } from '../../src/route/asked.ts';
import { modelOf } from '../model/model-of.ts';

async function asked(body: string, path: string): Promise<string | null> {
  const model = await modelOf(`events { } http { server { ${body} } }`);
  const [server] = model.servers;
  if (server === undefined) throw new Error('no server');
  const found = blockAsked(model, server, path);
  return found === null || found === 'server' ? found : found.pattern;
}

it.each([
  ['location /a { } location ~ \\.php$ { }', '/a/b', '/a'],
  ['location /a { } location ~ \\.php$ { }', '/a/b.php', '\\.php$'],
  ['location = /a { }', '/b', 'server'],
  // The server's own program comes first.
  ['return 444; location / { }', '/a', null],
  ['rewrite ^/a$ /b; location /a { } location /b { }', '/a', '/b'],
  ['rewrite ^/a /b redirect; location /a { }', '/a', null],
  ['if ($uri ~ ^/a) { return 403; } location / { }', '/a', null],
  ['if ($uri ~ ^/a) { return 403; } location / { }', '/b', '/'],
  ['if ($uri !~ ^/a) { return 403; } location / { }', '/b', null],
  // Some requests get past these …
  ['if ($host != a.example) { return 444; } location / { }', '/a', '/'],
  ['if ($http_user_agent ~ bot) { return 403; } location / { }', '/a', '/'],
  // … and of these nobody can tell.
  ['if ($remote_addr != 192.0.2.1) { return 403; } location / { }', '/a', null],
  ['set $closed 1; if ($closed) { return 403; } location / { }', '/a', null],
  // It asks for the path with a slash.
  ['location /a/ { proxy_pass http://127.0.0.1:1; }', '/a', null],
  ['location /a/ { proxy_pass http://127.0.0.1:1; } location /a-b { } location /a.c/ { } location / { }', '/a', null],
  ['location /a/b { proxy_pass http://127.0.0.1:1; } location /a-b { } location / { }', '/a', '/'],
  ['location /a/ { } location = /a/ { proxy_pass http://127.0.0.1:1; } location / { }', '/a', null],
  ['location /b { } location = /a { } location /a { } location /a/b { }', '/a', '/a'],
  ['location /a/b { } location /a { } location = /a/bc { } location /a/bd { }', '/a/bcd', '/a/b'],
])('%s: %s gets to %s', async (body, path, location) => {
  expect(await asked(body, path)).toBe(location);
});
