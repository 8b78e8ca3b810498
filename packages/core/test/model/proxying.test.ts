import { describe, expect, it } from 'vitest';
import { contentHandler } from '../../src/model/handlers.ts';
import { headerNamed, headersAt } from '../../src/model/headers.ts';
import { type ProxyTarget, passAt, proxyTarget } from '../../src/model/proxying.ts';
import { blockAtPath, modelOf } from './model-of.ts';

// A dollar before a brace in plain quotes looks like a mistake to the linter.
const BRACED = '{uri}x';

describe('upstream', () => {
  it('has servers with parameters', async () => {
    const model = await modelOf(
      'http { upstream Web { server a:80 weight=2 max_fails=0 down; server unix:/s backup; server b resolve service=x weight=1 weight=3; } }',
    );
    const [web] = model.upstreams;
    const rows = web?.servers.map(({ address, down, backup, parameters }) => [
      address.value,
      down,
      backup,
      parameters.words().map((word) => word.value),
      parameters.get('weight')?.value,
    ]);
    expect(rows).toEqual([
      ['a:80', true, false, ['weight=2', 'max_fails=0', 'down'], '2'],
      ['unix:/s', false, true, ['backup'], undefined],
      ['b', false, false, ['resolve', 'service=x', 'weight=3'], '3'],
    ]);
    const last = web?.servers[2]?.parameters;
    expect(last?.get('resolve')).toMatchObject({ value: null, word: { value: 'resolve' } });
    expect(last?.get('service')).toMatchObject({ value: 'x', word: { value: 'service=x' } });
    expect([last?.has('resolve'), last?.has('res'), last?.has('b')]).toEqual([true, false, false]);
  });

  it('knows what nginx reads in the addresses of its servers', async () => {
    const model = await modelOf('http { upstream a { server x; server 10.0.0.1:81; server a:0; server unix:/s; } }');
    const urls = model.upstreams[0]?.servers.map(({ url }) => url && [url.family, url.host, url.port]);
    expect(urls).toEqual([['inet', 'x', 80], ['inet', '10.0.0.1', 81], null, ['unix', '/s', 0]]);
  });

  it('is found by its name in any case, in its own scope', async () => {
    const model = await modelOf('http { upstream a { server x; } } stream { upstream a { server y; } }');
    expect(model.upstreams.map(({ scope }) => scope)).toEqual(['http', 'stream']);
    expect(model.upstream('A', 'http')).toBe(model.upstreams[0]);
    expect(model.upstream('a', 'stream')).toBe(model.upstreams[1]);
    expect(model.upstream('b', 'http')).toBeNull();
  });
});

describe('target', () => {
  const show = (target: ProxyTarget | null): string =>
    target === null
      ? 'refused'
      : [
          `${target.scheme} ${target.host} ${target.port}${target.explicitPort ? '!' : ''} ${target.uri}`,
          target.upstream && 'upstream',
          target.variable && 'variable',
          target.unix && 'unix',
        ]
          .filter(Boolean)
          .join(' ');

  it.each([
    ['proxy_pass http://web', 'http web 80 null upstream'],
    ['proxy_pass http://WEB/', 'http WEB 80 / upstream'],
    ['proxy_pass HTTPS://web/a?b', 'https web 443 /a?b upstream'],
    ['proxy_pass http://example.com:8080', 'http example.com 8080! null'],
    ['proxy_pass http://example.com?a=/b', 'http example.com 80 ?a=/b'],
    ['proxy_pass http://127.0.0.1:80/a:b', 'http 127.0.0.1 80! /a:b'],
    ['proxy_pass http://[::1]:81/a', 'http [::1] 81! /a'],
    ['proxy_pass http://[::1]', 'http [::1] 80 null'],
    ['proxy_pass http://unix:/run/a.sock', 'http /run/a.sock null null unix'],
    ['proxy_pass http://unix:/run/a.sock:/uri', 'http /run/a.sock null /uri unix'],
    ['proxy_pass http://$backend', 'http null null null variable'],
    ['proxy_pass http://$backend:81/a', 'http null 81! /a variable'],
    ['proxy_pass $backend', 'null null null null variable'],
    ['proxy_pass http://web$request_uri', 'http web 80 $request_uri upstream variable'],
    [`proxy_pass http://web$${BRACED}`, `http web 80 $${BRACED} upstream variable`],
    ['proxy_pass http://web$urix', 'http null null null variable'],
    ['proxy_pass http://web/$1', 'http web 80 /$1 upstream variable'],
    ['proxy_pass http://web:80/$1', 'http web 80! /$1 variable'],
    ['proxy_pass http://web$is_args$args', 'http web 80 $is_args$args upstream variable'],
    ['proxy_pass http://unix:/a.sock:/$1', 'http /a.sock null /$1 variable unix'],
    ['proxy_pass web', 'refused'],
    ['proxy_pass http://', 'refused'],
    ['proxy_pass http://a:0', 'refused'],
    ['fastcgi_pass unix:/run/php.sock', 'null /run/php.sock null null unix'],
    ['fastcgi_pass web', 'null web null null upstream'],
    ['fastcgi_pass 127.0.0.1:9000', 'null 127.0.0.1 9000! null'],
    ['fastcgi_pass http://web', 'refused'],
    ['fastcgi_pass $a', 'null null null null variable'],
    ['grpc_pass grpcs://web', 'grpcs web null null upstream'],
    ['grpc_pass web', 'null web null null upstream'],
    ['uwsgi_pass suwsgi://a:3031', 'suwsgi a 3031! null'],
    ['scgi_pass a:1', 'null a 1! null'],
    ['memcached_pass a:11211', 'null a 11211! null'],
  ])('%s', async (line, expected) => {
    const model = await modelOf(
      `http { upstream Web { server a; } server { location / { "${line.split(' ')[0]}" "${line.split(' ')[1]}"; } } }`,
    );
    const [pass] = blockAtPath(model, 'http > server > location /').children;
    expect(show(pass === undefined ? null : proxyTarget(model, pass))).toBe(expected);
  });

  it('of stream is found in its groups', async () => {
    const model = await modelOf(
      'http { upstream a { server x; } } stream { upstream a { server y; } server { proxy_pass A; } }',
    );
    const [pass] = model.named('proxy_pass');
    expect(pass && proxyTarget(model, pass)?.upstream).toBe(model.upstreams[1]);
  });
});

describe('what answers', () => {
  const LOCATION = 'http > server > location /';
  // [configuration of the server, block, kind, directive]
  it.each([
    ['location / { }', LOCATION, 'static', 'location'],
    ['location / { proxy_pass http://a; if ($a) { set $b 1; } }', `${LOCATION} > if`, 'proxy', 'proxy_pass'],
    ['location / { proxy_pass http://a; if ($a) { fastcgi_pass b; } }', `${LOCATION} > if`, 'fastcgi', 'fastcgi_pass'],
    ['location / { proxy_pass http://a; fastcgi_pass b; }', LOCATION, 'fastcgi', 'fastcgi_pass'],
    [
      'location / { fastcgi_pass b; proxy_pass http://a; limit_except GET { } }',
      `${LOCATION} > limit_except`,
      'proxy',
      'proxy_pass',
    ],
    ['location / { empty_gif; if ($a) { } }', `${LOCATION} > if`, 'empty_gif', 'empty_gif'],
    ['location / { stub_status; limit_except GET { } }', `${LOCATION} > limit_except`, 'static', 'limit_except'],
    ['location / { proxy_pass http://a; location /b { } }', `${LOCATION} > location /b`, 'static', 'location'],
    ['location / { proxy_pass http://a; return 200; }', LOCATION, 'return', 'return'],
    ['location / { return 200; limit_except GET { } }', `${LOCATION} > limit_except`, 'static', 'limit_except'],
    ['location / { if ($a) { set $b 1; } return 200; }', `${LOCATION} > if`, 'return', 'return'],
    ['location / { if ($a) { break; } return 200; }', `${LOCATION} > if`, 'static', 'if'],
    ['location / { break; return 200; }', LOCATION, 'static', 'location'],
    ['location / { return 201; if ($a) { return 202; } }', `${LOCATION} > if`, 'return', 'return'],
    ['location / { break; if ($a) { return 202; } }', `${LOCATION} > if`, 'static', 'if'],
    ['break; return 301 /; location / { proxy_pass http://a; }', LOCATION, 'proxy', 'proxy_pass'],
    ['return 301 /; location / { proxy_pass http://a; }', LOCATION, 'return', 'return'],
    ['return 404; location @a { proxy_pass http://a; }', 'http > server > location @a', 'proxy', 'proxy_pass'],
    ['location / { redis2_pass a; }', LOCATION, 'module', 'redis2_pass'],
    ['location / { }', 'http > server', 'static', 'server'],
  ])('%s: %s', async (server, path, kind, directive) => {
    const model = await modelOf(`http { server { ${server} } }`);
    const handler = contentHandler(model, blockAtPath(model, path));
    expect([handler?.kind, handler?.at.node.name.value]).toEqual([kind, directive]);
  });

  it('is nothing outside servers', async () => {
    const model = await modelOf('http { }');
    expect(contentHandler(model, blockAtPath(model, 'http'))).toBeNull();
  });

  it('reaches the blocks in a location, not the nested ones', async () => {
    const model = await modelOf(
      'http { server { location / { proxy_pass http://a; if ($a) { } limit_except GET { } location /b { } } } }',
    );
    const [pass] = model.named('proxy_pass');
    const at = (block: string) => passAt(model, blockAtPath(model, `${LOCATION} > ${block}`), 'proxy_pass');
    expect([at('if'), at('limit_except'), at('location /b')]).toEqual([pass, pass, null]);
  });
});

describe('headers', () => {
  it('come with values and flags, and are found in any case', async () => {
    const model = await modelOf(
      'http { add_header X-A 1 always; add_header x-a ""; server { proxy_set_header Host $host; } }',
    );
    const server = blockAtPath(model, 'http > server');
    const added = headersAt(model, server, 'add_header');
    expect(added.map(({ name, value, always }) => [name, value, always])).toEqual([
      ['X-A', '1', true],
      ['x-a', '', false],
    ]);
    expect(headerNamed(added, 'x-A')).toHaveLength(2);
    expect(headersAt(model, server, 'proxy_set_header').map(({ name, value }) => [name, value])).toEqual([
      ['Host', '$host'],
    ]);
  });
});
