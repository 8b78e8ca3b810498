import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { route } from '../../src/route/simulate.ts';
import { requestOfRecord } from '../../src/route/url-request.ts';
import { setVariable, variableValue } from '../../src/route/variables.ts';
import { modelOf } from '../model/model-of.ts';
import { describeValues, exchangeFor } from './value-cases.ts';

const hash = (text: string): string => createHash('md5').update(text).digest('base64url');
const hex = (text: string): string => createHash('md5').update(text).digest('hex');
const answer = (...names: readonly string[]): string => `return 200 "${names.map((name) => `[$${name}]`).join('')}";`;

describeValues('variables', import.meta.url, {
  'the request line': {
    http: '',
    server: answer(
      'uri',
      'document_uri',
      'request_uri',
      'args',
      'query_string',
      'is_args',
      'request',
      'request_method',
      'server_protocol',
    ),
    requests: [
      { target: '/' },
      { target: '/a%20b//c/../d?x=%20&y#f' },
      { target: '/a?' },
      { target: 'http://Abs.Example:8080/p?q' },
      { target: '/head', method: 'OPTIONS', version: '1.0' },
      { target: '/\xc3\xa9?\xe9' },
      { target: '/old', version: '0.9' },
    ],
  },
  names: {
    http: '',
    server: `server_name .Example.ORG second; ${answer('host', 'http_host', 'server_name', 'server_port', 'server_addr', 'scheme', 'https', 'remote_addr')}`,
    requests: [
      { target: '/', host: 'WWW.Example.org.:1234' },
      { target: '/', host: null, version: '1.0' },
      { target: 'http://Other.example/', host: 'one.example' },
      { target: '/', host: '[::1]:80', client: '127.0.0.9' },
    ],
  },
  'the name of a server with an expression': {
    http: '',
    server: `server_name ~^(?<Sub>[A-Z]+)\\.x$ b; ${answer('server_name', 'host')}`,
    requests: [{ target: '/', host: null, version: '1.0' }],
  },
  'no name': {
    http: '',
    server: answer('server_name', 'host'),
    requests: [{ target: '/', host: null, version: '1.0' }],
  },
  headers: {
    http: '',
    server: answer(
      'http_x_a',
      'http_x-a',
      'http_user_agent',
      'http_referer',
      'http_via',
      'http_x_forwarded_for',
      'http_accept',
      'content_type',
      'content_length',
    ).replace('[$http_x-a]', '[$http_x]'),
    requests: [
      { target: '/' },
      {
        target: '/',
        headers: [
          ['X-A', 'one'],
          ['x-a', 'two'],
          ['X_A', 'three'],
        ],
      },
      {
        target: '/',
        headers: [
          ['User-Agent', 'u1'],
          ['User-Agent', 'u2'],
          ['Referer', 'r1'],
          ['Referer', 'r2'],
        ],
      },
      {
        target: '/',
        headers: [
          ['X-Forwarded-For', '1.1.1.1'],
          ['X-Forwarded-For', '2.2.2.2, 3.3.3.3'],
        ],
      },
      {
        target: '/',
        headers: [
          ['Via', 'a'],
          ['Via', 'b'],
          ['Accept', 'a'],
          ['Accept', 'b'],
          ['Content-Type', 'x/y'],
        ],
      },
      {
        target: '/',
        headers: [
          ['X-A', ''],
          ['X', 'with, comma'],
          ['Content-Length', '0'],
        ],
      },
    ],
  },
  'headers with underscores': {
    http: 'underscores_in_headers on;',
    server: answer('http_x_a', 'http_x_a_b'),
    requests: [
      {
        target: '/',
        headers: [
          ['X_A', 'one'],
          ['X-A', 'two'],
          ['x.b', 'no'],
          ['X_A-B', 'mixed'],
        ],
      },
    ],
  },
  'headers that are not valid': {
    http: 'ignore_invalid_headers off;',
    server: answer('http_x_a', 'http_x'),
    requests: [
      {
        target: '/',
        headers: [
          ['X_A', 'one'],
          ['X', 'two'],
          ['x.b', 'no'],
        ],
      },
    ],
  },
  cookies: {
    http: '',
    server: answer('http_cookie', 'cookie_a', 'cookie_B', 'cookie_long_name', 'cookie_'),
    requests: [
      { target: '/', headers: [['Cookie', 'a=1; b=2']] },
      { target: '/', headers: [['Cookie', 'x=a=3;A = 4 ;b=']] },
      { target: '/', headers: [['Cookie', 'a;b=5; a=6']] },
      { target: '/', headers: [['Cookie', 'a=1,b=2; long_name=x']] },
      { target: '/', headers: [['Cookie', 'c=1,b=2,a=7']] },
      {
        target: '/',
        headers: [
          ['Cookie', 'b=1'],
          ['cookie', 'a=8; b=9'],
        ],
      },
      { target: '/', headers: [['Cookie', 'aa=1; a =  9; =e']] },
    ],
  },
  arguments: {
    http: '',
    server: answer('arg_a', 'arg_B', 'arg_long_name', 'arg_'),
    requests: [
      { target: '/?a=1&b=2' },
      { target: '/?xa=1&A=2&a=3' },
      { target: '/?a&b=&a=%20x' },
      { target: '/?a=b=c&=d' },
      { target: '/?long-name=1&long_name=2' },
      { target: '/?aa=1&b' },
      { target: '/?&&a=1?b=2' },
    ],
  },
  'basic authentication': {
    http: '',
    server: answer('remote_user'),
    requests: [
      'Basic dTpw',
      'basic   dTpw',
      'Basic dTpw=x',
      'Basic dQ==',
      'Basic OnA=',
      'Bearer dTpw',
      'Basic d!pw',
      'Basic ',
      'Basic dTpwOg',
    ].map((value) => ({ target: '/', headers: [['Authorization', value]] as const })),
  },
  'nothing before an upstream was asked': {
    http: '',
    server: answer(
      'upstream_addr',
      'upstream_http_x',
      'upstream_status',
      'proxy_host',
      'limit_rate',
      'http2',
      'request_body',
      'uid_got',
      'ssl_protocol',
      'secure_link',
      'realip_remote_addr',
      'nginx_version',
      'proxy_protocol_addr',
      'limit_req_status',
    ),
    requests: [{ target: '/' }],
  },
  files: {
    http: '',
    server: `root /srv/www/; location / { ${answer('document_root', 'request_filename', 'fastcgi_script_name', 'fastcgi_path_info')} }`,
    requests: [{ target: '/a/b.php?x' }, { target: '/' }],
  },
  'an alias': {
    http: '',
    server: `location /a/ { alias /srv/$arg_d/; ${answer('document_root', 'request_filename')} }`,
    requests: [{ target: '/a/b?d=x' }],
  },
  fastcgi: {
    http: '',
    server: `location / { fastcgi_index i.php; fastcgi_split_path_info ^(.+\\.php)(/.*)$; ${answer('fastcgi_script_name', 'fastcgi_path_info')} }`,
    requests: [{ target: '/a.php/b/c' }, { target: '/d/' }, { target: '/x' }],
  },
  set: {
    http: '',
    server: `set $a "$arg_x"; set $B "<$a$b>"; set $a new; set $args "n=1&x=2"; ${answer('a', 'b', 'args', 'arg_x', 'arg_n', 'is_args', 'request_uri')}`,
    requests: [{ target: '/?x=1' }, { target: '/' }],
  },
  'set before and after': {
    http: '',
    server: `set $r "$later$http_x$arg_y"; set $later 1; set $http_x 2; set $arg_y 3; return 200 "$r-$later$http_x$arg_y";`,
    requests: [{ target: '/?y=y', headers: [['X', 'x']] }],
  },
  'set limit_rate': {
    http: '',
    server: `set $limit_rate $arg_r; ${answer('limit_rate')}`,
    requests: [
      { target: '/?r=4k' },
      { target: '/?r=1M' },
      { target: '/?r=0070000' },
      { target: '/?r=x' },
      { target: '/?r=1g' },
      { target: '/' },
    ],
  },
  'named groups are kept': {
    http: '',
    server: `location / { if ($arg_a ~ "^(?<First>.)(?<rest>.*)$") { set $x 1; } if ($arg_b ~ "(?<rest>z)") { set $x 2; } ${answer('first', 'rest', 'x', '1')} }`,
    requests: [{ target: '/?a=abc' }, { target: '/?a=abc&b=z' }, { target: '/?b=z' }, { target: '/' }],
  },
  'values that are kept for the request': {
    http: 'map $args $kept { default $args; } map $args $fresh { volatile; default $args; }',
    server: 'set $x "$kept$fresh"; set $args new; return 200 "$x-$kept-$fresh-$args";',
    requests: [{ target: '/?old' }],
  },
  'what a map and set say': {
    http: 'map $arg_m $v { default "m$arg_m"; }',
    server: 'set $a $v; set $v s; return 200 "$a$v";',
    requests: [{ target: '/?m=1' }],
  },
  browsers: {
    http: '',
    server: `ancient_browser Lynx Links; ancient_browser netscape4; modern_browser msie 5.5; modern_browser gecko 1.0.0; modern_browser safari 413; modern_browser unlisted; ancient_browser_value old; ${answer('modern_browser', 'ancient_browser', 'msie')}`,
    requests: [
      'Mozilla/4.0 (compatible; MSIE 5.5; Windows NT 5.1)',
      'Mozilla/4.0 (compatible; MSIE 5.0; Windows NT 5.1)',
      'Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1) Opera 8.0',
      'Mozilla/5.0 (X11; U; Linux; rv:1.5) Gecko/20031006',
      'Mozilla/5.0 (X11; U; Linux; rv:0.9.9) Gecko/20031006',
      'Mozilla/5.0 (Macintosh) AppleWebKit/418 Safari/417.9.3',
      'Mozilla/4.72 [en] (X11; U)',
      'Lynx/2.8',
      'curl/8',
      'Mozilla/5.0 (x MSIE 7',
    ].map((agent) => ({ target: '/', headers: [['User-Agent', agent]] as const })),
  },
  'browsers that nobody listed': {
    http: 'ancient_browser A;',
    server: `modern_browser opera 9.5; ${answer('modern_browser', 'ancient_browser')}`,
    requests: [
      { target: '/' },
      { target: '/', headers: [['User-Agent', 'Opera/9.60']] },
      { target: '/', headers: [['User-Agent', 'Opera/9.5']] },
      { target: '/', headers: [['User-Agent', 'x']] },
    ],
  },
  referers: {
    http: '',
    server: `server_name own.example *.own.example; valid_referers none blocked server_names a.example b.example/path *.c.example .d.example e.* ~\\.f\\.example/x; ${answer('invalid_referer')}`,
    requests: [
      ...[
        'http://own.example/',
        'http://x.own.example',
        'https://A.example:80/y',
        'http://b.example/',
        'http://b.example/path/z',
        'http://b.example:8/path',
      ],
      ...[
        'http://c.example',
        'http://x.c.example',
        'http://d.example',
        'http://x.d.example',
        'http://e.org/',
        'http://e/',
        'http://q.F.example/x',
        'http://q.f.example/',
      ],
      ...[
        '-',
        'xxxxxxxxxxxxxxxxxxxxx',
        'HTTP://a.example',
        'http://i.r',
        'ftp://a.example/',
        `http://${'a'.repeat(257)}`,
      ],
    ].map((referer) => ({ target: '/', headers: referer === '-' ? [] : ([['Referer', referer]] as const) })),
  },
  'referers that a location adds to': {
    http: '',
    server: `valid_referers none x.example ~outer; location / { valid_referers a.example; ${answer('invalid_referer')} }`,
    requests: [
      { target: '/' },
      { target: '/', headers: [['Referer', 'http://outer.example/']] },
      { target: '/', headers: [['Referer', 'http://a.example/']] },
      { target: '/', headers: [['Referer', 'http://other.example/']] },
    ],
  },
  'forwarded for': {
    http: '',
    server: answer('proxy_add_x_forwarded_for'),
    requests: [
      { target: '/' },
      { target: '/', headers: [['X-Forwarded-For', '1.2.3.4']] },
      {
        target: '/',
        headers: [
          ['X-Forwarded-For', 'a'],
          ['X-Forwarded-For', 'b'],
        ],
      },
    ],
  },
  'links that are signed': {
    http: '',
    server: `secure_link $arg_h,$arg_e; secure_link_md5 "$arg_e$uri secret"; location / { ${answer('secure_link', 'secure_link_expires')} }`,
    requests: [
      { target: '/a' },
      { target: '/a?h=x&e=99' },
      { target: `/a?h=${hash('99/a secret')}&e=0` },
      { target: `/a?h=${hash('/a secret')}` },
      { target: `/b?h=${hash('9999/a secret')}&e=9999` },
    ],
  },
  'links that are signed and do not expire': {
    http: '',
    server: `secure_link $arg_h; secure_link_md5 "$uri secret"; location / { ${answer('secure_link', 'secure_link_expires')} }`,
    requests: [
      { target: '/a' },
      ...['/a secret', '/b secret'].map((text) => ({ target: `/a?h=${hash(text)}` })),
      { target: `/${'long'.repeat(40)}?h=${hash(`/${'long'.repeat(40)} secret`)}` },
      { target: `/a?h=${hash('/a secret')}==` },
    ],
  },
  'links with a secret': {
    http: 'secure_link_secret s;',
    server: `${answer('secure_link')}`,
    requests: [
      `/p/${hex('a/bs')}/a/b`,
      `/p/${hex('a/bs').toUpperCase()}/a/b`,
      `/p/${hex('a/b')}/a/b`,
      `/${hex('as')}/a`,
      '/p/q/r',
      `/p/${hex('s')}/`,
      `/p/${hex('a%20b?cs')}/a%20b?c`,
    ].map((target) => ({ target })),
  },
  slices: {
    needs: '--with-http_slice_module',
    http: '',
    server: `slice 1k; ${answer('slice_range')}`,
    requests: [
      [],
      ['Range', 'bytes=0-1'],
      ['Range', 'bytes=1024-'],
      ['Range', 'Bytes=  5000-6000'],
      ['Range', 'bytes=5000-,1-2'],
      ['Range', 'bytes=-5'],
      ['Range', 'x=5000-'],
    ].map(([name, value]) => ({
      target: '/',
      headers: name === undefined || value === undefined ? [] : ([[name, value]] as const),
    })),
  },
  'what is early': {
    http: '',
    server: `${answer('request_completion', 'gzip_ratio')}`,
    requests: [{ target: '/' }],
  },
});

describe('every variable of nginx', () => {
  it.each(['1.31.5', '1.22.1', '1.18.0'])('has a value or is named as unknown, %s', async (version) => {
    const model = await modelOf('events { } http { server { listen 80; } }', version);
    const exchange = exchangeFor(model, { target: '/a?b=c' });
    if (exchange === null) throw new Error('refused');
    const names = [...model.facts.variableNames('http')];
    expect(names.length).toBeGreaterThan(90);
    const families = [
      'arg_b',
      'http_x',
      'cookie_x',
      'sent_http_x',
      'sent_trailer_x',
      'upstream_http_x',
      'upstream_cookie_x',
    ];
    for (const name of [...names, ...families]) {
      const value = variableValue(exchange, name);
      if (typeof value !== 'string') expect(value.unknown, name).toMatch(new RegExp(`\\$${name}$|address$`));
    }
    expect(variableValue(exchange, 'arg_b')).toBe('c');
  });

  it('that nobody defines is unknown', async () => {
    const model = await modelOf('events { } http { server { listen 80; } }');
    const exchange = exchangeFor(model, { target: '/' });
    expect(exchange && variableValue(exchange, 'Nobody')).toEqual({ unknown: 'the value of $nobody' });
  });

  it('that only a running nginx knows is unknown, and so is what depends on it', async () => {
    const model = await modelOf(
      'events { } http { map $request_id $m { default x; } server { listen 80; set $s 1; } }',
    );
    const exchange = exchangeFor(model, { target: '/?a=1' });
    if (exchange === null) throw new Error('refused');
    expect(variableValue(exchange, 'm')).toEqual({ unknown: 'the value of $request_id' });
    setVariable(exchange, 'ARGS', { unknown: 'the value of $request_id' });
    for (const name of ['args', 'query_string', 'is_args', 'arg_a'])
      expect(variableValue(exchange, name), name).toEqual({ unknown: 'the value of $request_id' });
    setVariable(exchange, 'args', 'a=2');
    expect(variableValue(exchange, 'arg_a')).toBe('2');
  });

  it('that leads to itself is unknown', async () => {
    const model = await modelOf(
      'events { } http { map $b $a { volatile; default $b$b; } map $a $b { volatile; default x$a; } server { listen 80; } }',
    );
    const exchange = exchangeFor(model, { target: '/' });
    expect(exchange && variableValue(exchange, 'a')).toMatchObject({
      unknown: expect.stringContaining('leads to itself'),
    });
  });
});

describe('arguments that are not known', () => {
  const UNKNOWN = { unknown: 'the value of $request_id' };
  const TARGET = 'http://localhost:8080/x?o=1';

  async function outcomeOf(location: string) {
    const text = `events { } http { server { listen 8080; location / { set $args "id=$request_id"; ${location} } } }`;
    const request = requestOfRecord({ url: TARGET });
    if ('problem' in request) throw new Error(request.problem);
    return route(await modelOf(text), request);
  }

  it.each([
    ['proxy_pass http://127.0.0.1:9;', UNKNOWN],
    ['proxy_pass http://127.0.0.1:9/y/;', UNKNOWN],
    ['grpc_pass 127.0.0.1:9;', UNKNOWN],
    ['rewrite ^ /y?n=1 break; proxy_pass http://127.0.0.1:9;', UNKNOWN],
    ['rewrite ^ /y?n=1? break; proxy_pass http://127.0.0.1:9;', '/y?n=1'],
    ['set $args b=2; proxy_pass http://127.0.0.1:9;', '/x?b=2'],
    ['proxy_pass http://127.0.0.1:9$uri;', '/x'],
  ])('%s', async (location, uri) => {
    expect((await outcomeOf(location)).upstream?.uri).toEqual(uri);
  });

  it('make a redirect uncertain that carries them', async () => {
    const { status, locationHeader, uncertain } = await outcomeOf('rewrite ^ /y redirect;');
    expect([status, locationHeader, uncertain]).toEqual([302, null, ['the value of $request_id']]);
  });
});
