import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/route/types.ts';
import { upstreamStep } from '../../src/route/upstream/upstream.ts';
import { type ExchangeOptions, exchangeOf } from './exchange-of.ts';

const DIRECTIVE = /^(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached|tunnel)_pass$/;

/** What the passing directive of `location /l/` does. */
async function passed(location: string, options: Partial<ExchangeOptions> & { readonly http?: string } = {}) {
  const { http = '', ...rest } = options;
  const text = `events { }\nhttp {\nserver {\nlocation /l/ {\n${location}\n}\n}\n${http}\n}\n`;
  const made = await exchangeOf(text, { block: 'http > server > location /l/', target: '/l/x', ...rest });
  const pass = made.exchange.block.children.find(({ node }) => DIRECTIVE.test(node.name.value));
  if (pass === undefined) throw new Error('nothing passes');
  return { ...made, step: upstreamStep(made.exchange, pass) };
}

const requestOf = (step: Step) => (step.kind === 'upstream' ? step.upstream : step);

describe('where a request goes to', () => {
  it.each([
    ['http://unix:/run/a.sock', '', { backend: 'unix:/run/a.sock', uri: '/l/x', headers: [['Host', 'localhost']] }],
    ['http://unix:/run/a.sock:/u/', '', { backend: 'unix:/run/a.sock', uri: '/u/x' }],
    ['http://127.0.0.1', '', { backend: '127.0.0.1:80', group: '127.0.0.1:80', headers: [['Host', '127.0.0.1']] }],
    ['http://127.0.0.1:080', '', { backend: '127.0.0.1:80', headers: [['Host', '127.0.0.1']] }],
    ['http://127.0.0.1:08080', '', { backend: '127.0.0.1:8080', headers: [['Host', '127.0.0.1:08080']] }],
    ['https://[2001:DB8::1]/', '', { backend: '[2001:db8::1]:443', protocol: 'https', uri: '/x' }],
    ['http://name.test:81', '', { backend: null, group: 'name.test:81', headers: [['Host', 'name.test:81']] }],
    ['http://u', 'upstream u { server 127.0.0.1:1; server 127.0.0.1:2; }', { backend: null, group: 'u' }],
    ['http://u', 'upstream u { server 127.0.0.1; server 127.0.0.2 down; }', { backend: '127.0.0.1:80', group: 'u' }],
    ['http://u', 'upstream u { server name.test; }', { backend: null, group: 'u' }],
    ['http://u', 'upstream u { server unix:/s; server 127.0.0.1 backup; }', { backend: 'unix:/s' }],
    ['http://u', 'upstream u { server 127.0.0.1:1 weight=2; server 127.0.0.1:2 backup; }', { backend: '127.0.0.1:1' }],
    ['http://u', 'upstream u { server 127.0.0.1:1 down; }', { kind: 'status', status: 502 }],
    ['http://u$arg_none', 'upstream U { server 127.0.0.1:1; }', { backend: '127.0.0.1:1', group: 'U' }],
    ['http://unix:/run/$arg_none:/u', '', { backend: 'unix:/run/', uri: '/u' }],
    ['$scheme://name.test', '', { kind: 'status', status: 502 }],
    ['$scheme://name.test', 'resolver 127.0.0.1;', { backend: null, group: 'name.test' }],
    ['$arg_none', '', { kind: 'status', status: 500 }],
    ['http://$hostname', '', { kind: 'unknown' }],
  ])('proxy_pass %s; %s', async (value, http, expected) => {
    expect(requestOf((await passed(`proxy_pass ${value};`, { http })).step)).toMatchObject(expected);
  });

  it('finds a host that another directive names as it finds a group', async () => {
    const http = 'server { location / { proxy_pass http://Name.test:81; } }';
    const step = (port: string) =>
      passed(`set $p ${port}; proxy_pass http://name.test:$arg_p;`, { http, target: `/l/x?p=${port}` });
    expect(requestOf((await step('81')).step)).toMatchObject({ group: 'name.test:81' });
    expect((await step('82')).step).toEqual({ kind: 'status', status: 502 });
  });

  it.each([
    [
      'uwsgi_param A $uri; uwsgi_pass suwsgi://127.0.0.1:1;',
      { protocol: 'uwsgi', backend: '127.0.0.1:1', params: { A: '/l/x' } },
    ],
    ['scgi_param A $uri; scgi_pass unix:/s;', { protocol: 'scgi', params: { CONTENT_LENGTH: '0', A: '/l/x' } }],
    ['grpc_pass grpcs://127.0.0.1:1;', { protocol: 'grpc', uri: '/l/x', headers: [[':authority', '127.0.0.1:1']] }],
    [
      'grpc_set_header Host h; grpc_set_header X-A $uri; grpc_pass 127.0.0.1:1;',
      {
        headers: [
          [':authority', 'h'],
          ['x-a', '/l/x'],
        ],
      },
    ],
    ['set $memcached_key "a b"; memcached_pass 127.0.0.1:1;', { kind: 'status', status: 500 }],
    ['tunnel_pass 127.0.0.1:1;', { kind: 'status', status: 405 }],
    ['fastcgi_pass $arg_none;', { kind: 'status', status: 500 }],
  ])('%s', async (location, expected) => {
    expect(requestOf((await passed(location)).step)).toMatchObject(expected);
  });

  it('memcached is asked for an escaped key, and only to read', async () => {
    const { exchange } = await passed('memcached_pass 127.0.0.1:1;');
    exchange.variables.set('memcached_key', 'a b%');
    const pass = exchange.block.children[0];
    if (pass === undefined) throw new Error('no directive');
    expect(requestOf(upstreamStep(exchange, pass))).toEqual({
      ...{ backend: '127.0.0.1:1', group: '127.0.0.1:1', protocol: 'memcached', uri: 'a%20b%25' },
    });
    expect((await passed('memcached_pass 127.0.0.1:1;', { method: 'POST' })).step).toEqual({
      kind: 'status',
      status: 405,
    });
  });

  it('a tunnel goes where the client asks for unless told', async () => {
    const { step } = await passed('tunnel_pass 127.0.0.1:$arg_p;', { method: 'CONNECT', target: '/l/x?p=1' });
    expect(requestOf(step)).toEqual({ backend: '127.0.0.1:1', group: '127.0.0.1:1', protocol: 'tunnel' });
  });
});

it.each([
  ['1.22.1', 'unknown'],
  ['1.29.4', 'upstream'],
])('nginx %s and a URI that is shorter than the name of its location', async (version, kind) => {
  const { exchange } = await passed('proxy_pass http://b/u;', { version });
  exchange.uri = '/a';
  const [pass] = exchange.block.children;
  if (pass === undefined) throw new Error('no directive');
  const step = upstreamStep(exchange, pass);
  expect(step.kind).toBe(kind);
  if (step.kind === 'upstream') expect(step.upstream.uri).toBe('/u');
});

describe('Host', () => {
  const cases = [
    ['', 'b'],
    ['proxy_set_header Host "";', { '1.22.1': null, '1.29.8': null, '1.31.4': 'b' }],
    ['proxy_set_header Host ""; proxy_http_version 1.0;', { '1.22.1': null, '1.29.8': null, '1.31.4': null }],
    [
      'proxy_set_header Host one; proxy_set_header host two;',
      { '1.22.1': 'one two', '1.29.8': 'one two', '1.31.4': 'two' },
    ],
  ] as const;
  it.each(cases.flatMap(([set, all]) => ['1.22.1', '1.29.8', '1.31.4'].map((version) => [version, set, all] as const)))(
    'of nginx %s with %s',
    async (version, set, all) => {
      const step = requestOf((await passed(`${set} proxy_pass http://b;`, { version })).step);
      if (!('headers' in step)) throw new Error('no headers');
      const hosts = step.headers?.filter(([name]) => name.toLowerCase() === 'host').map(([, value]) => value) ?? [];
      const expected = typeof all === 'string' ? all : all[version as keyof typeof all];
      expect(hosts.join(' ')).toBe(expected ?? '');
    },
  );
});

describe('the answer of a backend', () => {
  const INTERCEPT =
    'proxy_intercept_errors on; error_page 404 502 /e; error_page 500 @e; proxy_pass http://127.0.0.1:1;';

  it('is passed on where nothing is made of it', async () => {
    const { step, asked, steps } = await passed('error_page 404 502 /e; proxy_pass http://127.0.0.1:1;');
    expect(step.kind).toBe('upstream');
    expect(asked).toEqual([]);
    expect(steps.at(-1)?.text).toBe('where 127.0.0.1:1 cannot be reached, error_page takes over (502)');
  });

  it('is asked for where error_page takes over what a backend answers', async () => {
    const { step, asked } = await passed(INTERCEPT);
    expect(step.kind).toBe('upstream');
    expect(asked).toEqual(['127.0.0.1:1 does not answer with 404 or 502', '127.0.0.1:1 does not answer with 500']);
    expect((await passed(INTERCEPT, { no: ['500'] })).step).toEqual({ kind: 'status', status: 500 });
  });

  it('memcached does not know every key', async () => {
    const options = { no: ['404'], http: 'map $uri $memcached_key { default a; }' };
    const { step } = await passed('error_page 404 502 = @f; memcached_pass 127.0.0.1:1;', options);
    expect(step).toEqual({ kind: 'status', status: 404 });
  });

  it.each([
    ['location /files/ { internal; alias /srv/; }', true],
    ['location /files/ { internal; alias /srv/; } error_page 404 /files/404.html;', false],
    ['location /files/ { internal; alias /srv/; } location /r/ { rewrite ^/r/(.*) /$1; }', false],
    ['location /files/ { alias /srv/; }', false],
    ['location /files/ { internal; alias /srv/; } proxy_ignore_headers X-Accel-Redirect;', false],
  ])('may lead to a location that nothing else leads to: %s', async (server, may) => {
    const text = `events { } http { server { ${server} location /l/ { proxy_pass http://127.0.0.1:1; } } }`;
    const { exchange, asked } = await exchangeOf(text, { block: 'http > server > location /l/', target: '/l/' });
    const pass = exchange.block.children[0];
    if (pass === undefined) throw new Error('no directive');
    upstreamStep(exchange, pass);
    expect(asked).toEqual(may ? ['127.0.0.1:1 answers without X-Accel-Redirect'] : []);
  });
});
