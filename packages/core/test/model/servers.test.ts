import { describe, expect, it } from 'vitest';
import type { ListenModel, LocationModel } from '../../src/model/types.ts';
import { blockAtPath, fragmentModel, modelOf } from './model-of.ts';

describe('listen', () => {
  const flags = (listen: ListenModel): string =>
    [
      listen.port ?? '-',
      listen.tls && 'tls',
      listen.quic && 'quic',
      listen.defaultServer && 'default',
      listen.loopback && 'loopback',
      listen.unix && 'unix',
    ]
      .filter(Boolean)
      .join(' ');

  it.each([
    ['80', '80'],
    ['*:8080', '8080'],
    ['127.0.0.1', '80 loopback'],
    ['127.8.9.10:81', '81 loopback'],
    ['128.0.0.1:81', '81'],
    ['localhost:8000 default_server', '8000 default loopback'],
    ['[::]:443 ssl', '443 tls'],
    ['[::1]:443', '443 loopback'],
    ['[0:0:0:0:0:0:0:1]:443', '443 loopback'],
    ['[::11]:443', '443'],
    ['443 quic reuseport', '443 tls quic'],
    ['443 ssl default', '443 tls default'],
    ['unix:/run/a.sock', '- unix'],
    ['unix:/run/a.sock ssl', '- tls unix'],
    ['8000-8010', '8000'],
    ['example.com', '80'],
    ['http://example.com', '-'],
    ['70000', '-'],
  ])('%s', async (args, expected) => {
    const model = await modelOf(`http { server { listen ${args}; } }`);
    expect(model.servers[0]?.listens.map(flags)).toEqual([expected]);
  });

  // [configuration of http, does each server speak TLS?, version]
  const TLS: [string, readonly boolean[], string?][] = [
    ['server { listen 443; } server { listen *:443 ssl; }', [true, true]],
    ['server { listen 443; } server { listen 0.0.0.0:443 ssl; }', [true, true]],
    ['server { listen 443; } server { listen 127.0.0.1:443 ssl; }', [false, true]],
    ['server { listen 443; } server { listen [::]:443 ssl; }', [false, true]],
    ['server { listen 443; } server { listen 443 quic; }', [false, true]],
    ['server { listen unix:/a; } server { listen unix:/a ssl; }', [true, true]],
    ['server { ssl on; listen 443; }', [true], '1.24.0'],
    ['server { ssl ON; }', [true], '1.24.0'],
    ['ssl on; server { listen 443; } server { ssl off; listen 444; }', [true, false], '1.24.0'],
    ['server { ssl on; listen 443; }', [false], '1.25.1'],
    ['server { listen 80 http2; }', [false]],
    ['server { }', [false]],
  ];
  it.each(TLS)('TLS: %s', async (text, expected, version) => {
    const model = await modelOf(`http { ${text} }`, version);
    expect(model.servers.map((server) => server.tls)).toEqual(expected);
  });
});

describe('servers', () => {
  it('are those of http, with all their names', async () => {
    const model = await modelOf(
      'stream { server { listen 1; } } http { upstream u { server a; } server { server_name a b; server_name c; } server { } }',
    );
    expect(model.servers.map(({ names }) => names.map(({ value }) => value))).toEqual([['a', 'b', 'c'], []]);
  });

  it('are found from what stands in them', async () => {
    const model = await modelOf('http { root /; server { location / { if ($a) { return 200; } } } }');
    const inner = blockAtPath(model, 'http > server > location / > if > return');
    expect(model.server(inner)).toBe(model.servers[0]);
    expect(model.location(inner)).toBe(model.servers[0]?.locations[0]);
    expect(model.server(blockAtPath(model, 'http > root'))).toBeNull();
    expect(model.location(blockAtPath(model, 'http > server'))).toBeNull();
  });
});

describe('location', () => {
  const shape = (location: LocationModel): string =>
    `${location.match}${location.caseless ? ' caseless' : ''} ${location.pattern} (${location.word.value})`;

  it.each([
    ['/a', 'prefix /a (/a)'],
    ['= /a', 'exact /a (/a)'],
    ['=/a', 'exact /a (=/a)'],
    ['^~ /a', 'prefix-final /a (/a)'],
    ['^~/a', 'prefix-final /a (^~/a)'],
    ['~ \\.php$', 'regex \\.php$ (\\.php$)'],
    ['~\\.php$', 'regex \\.php$ (~\\.php$)'],
    ['~* \\.PHP$', 'regex caseless \\.PHP$ (\\.PHP$)'],
    ['~*\\.PHP$', 'regex caseless \\.PHP$ (~*\\.PHP$)'],
    ['"~ a"', 'regex  a (~ a)'],
    ['~ "a b"', 'regex a b (a b)'],
    ['@named', 'named @named (@named)'],
    ['= @named', 'exact @named (@named)'],
    ['^/a', 'prefix ^/a (^/a)'],
    ['=', 'exact  (=)'],
    ['a', 'prefix a (a)'],
  ])('%s', async (args, expected) => {
    const model = await modelOf(`http { server { location ${args} { } } }`);
    expect(model.servers[0]?.locations.map(shape)).toEqual([expected]);
  });

  it('nests, in reading order', async () => {
    const model = await modelOf(
      'http { server { location /a { location /a/b { location /a/b/c { } } location /a/d { } } location /e { } } }',
    );
    const [server] = model.servers;
    const patterns = (locations: readonly LocationModel[] = []): string[] => locations.map(({ pattern }) => pattern);
    expect(patterns(server?.locations)).toEqual(['/a', '/e']);
    expect(patterns(server?.allLocations)).toEqual(['/a', '/a/b', '/a/b/c', '/a/d', '/e']);
    expect(patterns(server?.locations[0]?.children)).toEqual(['/a/b', '/a/d']);
    expect(server?.allLocations[2]?.parent?.parent).toBe(server?.locations[0]);
    expect(server?.allLocations.every((location) => location.server === server)).toBe(true);
  });
});

describe('names and nodes', () => {
  it('leave out the lines of a map', async () => {
    const model = await modelOf('http { map $a $b { root x; default y; } root /; server { root /s; } }');
    expect(model.named('root').map(({ node }) => node.args[0]?.value)).toEqual(['/', '/s']);
    expect(model.named('default')).toEqual([]);
  });

  it('lead from a node to its occurrences', async () => {
    const model = await modelOf('http { root /; }');
    const [root] = model.named('root');
    expect(root && model.occurrencesOf(root.node)).toEqual([root]);
    expect(root && model.source(root.file).text).toBe('http { root /; }');
  });
});

describe('files', () => {
  it('that are included twice have an occurrence for each place, and their locations are just there', async () => {
    const text = 'http { server { include part; } server { include part; root /b; } }';
    const model = await modelOf(text, undefined, { '/etc/nginx/part': 'location /in { index x; }' });
    expect(model.servers.map(({ locations }) => locations.map(({ pattern }) => pattern))).toEqual([['/in'], ['/in']]);
    const [first, second] = model.servers.flatMap(({ locations }) => locations);
    expect(first?.at.node).toBe(second?.at.node);
    expect(first && model.occurrencesOf(first.at.node)).toEqual([first?.at, second?.at]);
    expect(model.named('index')).toHaveLength(2);
    expect(first && model.effective(first.at, 'root').values).toEqual([]);
    expect(second && model.effective(second.at, 'root').setIn).toBe(model.servers[1]?.at);
  });

  it('that are fragments stand in blocks made up around them', async () => {
    const model = await fragmentModel('root /a; location / { }', ['http', 'server']);
    const [server] = model.servers;
    expect(server?.at.implied).toBe(true);
    expect(server?.locations.map(({ pattern }) => pattern)).toEqual(['/']);
    const [location] = server?.locations ?? [];
    expect(location && model.effective(location.at, 'root').setIn).toBe(server?.at);
    expect(model.named('server')).toEqual([]);
  });
});
