import { describe, expect, it } from 'vitest';
import { blockAtPath, modelOf } from './model-of.ts';

// [what it is about, configuration, block, directive, first words of the arguments that hold, block that sets them, version]
type Row = [string, string, string, string, readonly string[], string | null, string?];

const LOCATION = 'http > server > location /';
const HEADERS = (http: string, location: string): string =>
  `http { add_header A a; add_header B b; ${http} server { location / { ${location} } } }`;

const ROWS: readonly Row[] = [
  [
    'the log of the main level holds in http',
    'error_log /m; http { server { } }',
    'http > server',
    'error_log',
    ['/m'],
    null,
  ],
  [
    'a log of http replaces that of the main level',
    'error_log /m; http { error_log /h; server { } }',
    'http > server',
    'error_log',
    ['/h'],
    'http',
  ],
  ['several logs at one level add up', 'error_log /m; error_log /n; http { }', 'http', 'error_log', ['/m', '/n'], null],
  [
    'access_log off drops what is inherited',
    'http { access_log /h; server { access_log off; location / { } } }',
    LOCATION,
    'access_log',
    ['off'],
    'server',
  ],
  [
    'off counts before the logs of its level',
    'http { access_log off; access_log /h; }',
    'http',
    'access_log',
    ['off'],
    'http',
  ],
  [
    'TLS of http holds in a server',
    'http { ssl_protocols TLSv1.2; server { } }',
    'http > server',
    'ssl_protocols',
    ['TLSv1.2'],
    'http',
  ],
  [
    'TLS of the server is answered in its locations',
    'http { server { ssl_certificate a; ssl_certificate b; location / { } } }',
    LOCATION,
    'ssl_certificate',
    ['a', 'b'],
    'server',
  ],
  [
    'words of a bit mask add up at one level',
    'http { ssl_protocols TLSv1.2; ssl_protocols TLSv1.3; }',
    'http',
    'ssl_protocols',
    ['TLSv1.2', 'TLSv1.3'],
    'http',
  ],
  [
    'the last of several counts where nginx lets it',
    'http { ssl_session_cache none; ssl_session_cache builtin; }',
    'http',
    'ssl_session_cache',
    ['builtin'],
    'http',
  ],
  ['nginx refuses a second one: the first holds', 'http { etag on; etag off; }', 'http', 'etag', ['on'], 'http'],
  [
    'an if in a server takes what the server has',
    'http { server { root /s; if ($a) { set $b 1; } } }',
    'http > server > if',
    'root',
    ['/s'],
    'server',
  ],
  [
    'an alias drops the root',
    'http { root /h; server { location / { alias /a; location /b { } } } }',
    `${LOCATION} > location /b`,
    'root',
    [],
    null,
  ],
  [
    'an alias is inherited',
    'http { root /h; server { location / { alias /a; location /b { } } } }',
    `${LOCATION} > location /b`,
    'alias',
    ['/a'],
    'location',
  ],
  ['a deny drops inherited allows', 'http { allow 1.1.1.1; server { deny all; } }', 'http > server', 'allow', [], null],
  [
    'and is the list itself',
    'http { allow 1.1.1.1; server { deny all; } }',
    'http > server',
    'deny',
    ['all'],
    'server',
  ],
  ['rewriting is not inherited', 'http { server { return 444; location / { } } }', LOCATION, 'return', [], null],
  [
    'the resolver of http serves a group',
    'http { resolver 1.1.1.1; upstream u { server a; } }',
    'http > upstream u',
    'resolver',
    ['1.1.1.1'],
    'http',
  ],
  [
    'a group has its own keepalive_timeout',
    'http { keepalive_timeout 5; upstream u { server a; } }',
    'http > upstream u',
    'keepalive_timeout',
    [],
    null,
  ],
  [
    'server_name is known further in',
    'http { server { server_name a; location / { } } }',
    LOCATION,
    'server_name',
    ['a'],
    'server',
  ],
  [
    'a store drops an inherited cache',
    'http { proxy_cache z; server { location / { proxy_store on; } } }',
    LOCATION,
    'proxy_cache',
    [],
    null,
  ],
  [
    'a store that is off does not',
    'http { proxy_cache z; server { location / { proxy_store off; } } }',
    LOCATION,
    'proxy_cache',
    ['z'],
    'http',
  ],
  [
    'a cache drops an inherited store',
    'http { proxy_store on; server { location / { proxy_cache z; } } }',
    LOCATION,
    'proxy_store',
    [],
    null,
  ],
  [
    'stream',
    'stream { proxy_timeout 1s; server { proxy_pass a:1; } }',
    'stream > server',
    'proxy_timeout',
    ['1s'],
    'stream',
  ],
  [
    'a name that nobody knows is taken for a scalar',
    'http { frob 1; server { } }',
    'http > server',
    'frob',
    ['1'],
    'http',
  ],
  ['nothing sets it', 'http { server { } }', 'http > server', 'root', [], null],
  ['headers: inherited', HEADERS('', ''), LOCATION, 'add_header', ['A', 'B'], 'http'],
  ['headers: replaced', HEADERS('', 'add_header C c;'), LOCATION, 'add_header', ['C'], 'location'],
  [
    'headers: merged, the own ones first',
    HEADERS('', 'add_header_inherit merge; add_header C c;'),
    LOCATION,
    'add_header',
    ['C', 'A', 'B'],
    'location',
  ],
  [
    'headers: merge is inherited itself',
    HEADERS('add_header_inherit merge;', 'add_header C c;'),
    LOCATION,
    'add_header',
    ['C', 'A', 'B'],
    'location',
  ],
  [
    'headers: merge in any case',
    HEADERS('', 'add_header_inherit MERGE; add_header C c;'),
    LOCATION,
    'add_header',
    ['C', 'A', 'B'],
    'location',
  ],
  [
    'headers: merge without own ones',
    HEADERS('', 'add_header_inherit merge;'),
    LOCATION,
    'add_header',
    ['A', 'B'],
    'http',
  ],
  ['headers: off', HEADERS('', 'add_header_inherit off;'), LOCATION, 'add_header', [], null],
  [
    'headers: on replaces',
    HEADERS('add_header_inherit merge;', 'add_header_inherit on; add_header C c;'),
    LOCATION,
    'add_header',
    ['C'],
    'location',
  ],
  [
    'headers: an old nginx does not know the switch',
    HEADERS('', 'add_header_inherit merge; add_header C c;'),
    LOCATION,
    'add_header',
    ['C'],
    'location',
    '1.29.2',
  ],
  [
    'headers: trailers have a switch of their own',
    'http { add_trailer A a; server { add_header_inherit off; add_trailer_inherit merge; add_trailer B b; } }',
    'http > server',
    'add_trailer',
    ['B', 'A'],
    'server',
  ],
];

describe('what of a directive holds in a block', () => {
  it.each(ROWS)('%s', async (_, text, path, directive, values, setIn, version) => {
    const model = await modelOf(text, version);
    const effective = model.effective(blockAtPath(model, path), directive);
    expect(effective.values.map(({ node }) => node.args[0]?.value)).toEqual(values);
    expect(effective.setIn?.node.name.value ?? null).toBe(setIn);
  });

  it('answers a second question with the same object', async () => {
    const model = await modelOf('http { root /a; server { location / { index a; } } }');
    const location = blockAtPath(model, 'http > server > location /');
    expect(model.effective(location, 'root')).toBe(model.effective(location, 'root'));
  });

  it('holds as deep as the tree goes', async () => {
    const depth = 990;
    const model = await modelOf(`http { root /a; server { ${'location / {'.repeat(depth)} ${'}'.repeat(depth)} } }`);
    const innermost = model.servers[0]?.allLocations.at(-1);
    expect(model.servers[0]?.allLocations).toHaveLength(depth);
    expect(innermost && model.effective(innermost.at, 'root').setIn?.node.name.value).toBe('http');
  });
});
