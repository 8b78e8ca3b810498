/** A request line and its Host; `off` asks a server with `merge_slashes off`. */
export interface LineCase {
  readonly method?: string;
  /** One character for each byte. */
  readonly target: string;
  readonly version?: '0.9' | '1.0' | '1.1';
  /** Null: none. */
  readonly host?: string | null;
  readonly off?: boolean;
}

const TARGETS = [
  ...[
    '/',
    '',
    '*',
    'foo',
    '?x',
    '#x',
    '/?',
    '/#',
    '/a?b?c',
    '/a?b#c?d',
    '/a#b?c',
    '/a?#',
    '/a%3fb',
    '/a%23b?c',
    '/a%25b',
  ],
  ...['/%2541', '/%41%42', '/%4', '/%', '/%%41', '/%g1', '/%1g', '/a%00', '/a%01b', '/a%0a', '/a?%00%zz', '/a#%zz'],
  ...[
    '/a/./b',
    '/a/.',
    '/./',
    '/.',
    '/..',
    '/../',
    '/a/..',
    '/a/../',
    '/a/../..',
    '/a/b/../../',
    '/a/%2e%2e/b',
    '/%2e',
  ],
  ...[
    '/...',
    '/..a',
    '/a..',
    '/a../b',
    '/.a/.b',
    '/a/...',
    '/a/.%2e/b',
    '/a/%2e./b',
    '/a%2f..%2fb',
    '/a%2F%2fb',
    '/.?x',
    '/..?x',
  ],
  ...[
    '/a/..?x',
    '/a/.#x',
    '/a/..#x',
    '//',
    '///',
    '//a',
    '/a//',
    '/a//b///c',
    '//..',
    '/a//..',
    '/a//../b',
    '/.//',
    '/././/a',
  ],
  ...[
    '/a///../..',
    '/+',
    '/a+b?c+d',
    '/%2B',
    '/%2b',
    '/a?+',
    '/+/../a',
    '/a\\b',
    '/a\\..\\b',
    '/\x80\xff',
    '/\xc3\xa9/..',
    '/%c3%a9',
  ],
  ...[
    '/a\x01b',
    '/a\x7fb',
    '/a\tb',
    '/a\x00b',
    '/?\x01',
    '/?a\x7f',
    '/a b',
    '/a b c',
    '/a H',
    '/a HTTP',
    '/a  ',
    '/?a b',
    '/a ?b',
    '/:',
    '/a:b@c',
  ],
  ...[
    'http://h.test/',
    'http://h.test',
    'http://h.test?x',
    'http://h.test?',
    'http://h.test?x#y',
    'http://h.test#y',
    'HTTP://H.TEST/a',
  ],
  ...[
    'http://h.test:81/',
    'http://h.test:81',
    'http://h.test:81?x',
    'http://h.test:/',
    'http://h.test:',
    'http://h.test:x/',
    'http://h.test:70000/',
  ],
  ...[
    'http://h.test./a',
    'http://h..test/a',
    'http:///a',
    'http://:80/a',
    'http://[::1]/a',
    'http://[::1]:81/a',
    'http://[::1',
    'http://[x]y/',
  ],
  ...[
    'http://[]/',
    'http://[a%25b]/',
    'http://a_b/',
    'http://a@b/',
    'http:/a',
    'http:a',
    'http',
    'a1+-.x://h.test/b',
    '1http://h.test/',
    'http://h.test/a/../b//c?d',
  ],
  ...[
    'http://h.test/../a',
    'http://h.test //',
    'http://h.test/ x',
    'http://second.test/?q',
    'ftp://second.test',
    'http://.',
    'http://-.-/',
  ],
];

const HOSTS = [
  ...[
    'h.test',
    'H.Test',
    'second.test',
    'second.test.',
    'second.test:80',
    'second.test:',
    'second.test:x',
    'second.test:70000',
    'second.test:65535',
  ],
  ...[
    'second.test:65536',
    'second.test:000080',
    'second.test.:80',
    'second.test..',
    'second..test',
    '.second.test',
    '.',
    '',
    ':',
    ':80',
    '..',
    'a/b',
    'a b',
    'a\tb',
  ],
  ...[
    'a_b',
    'a~b',
    "!$&'()*+,;=%",
    'a%2e',
    'a"b',
    'a<b',
    'a@b',
    'a\\b',
    'a#b',
    'a?b',
    'a[b',
    'a]b',
    '\xe9',
    'a\x7f',
    'a\x01',
    'a^b',
    'a|b',
    'a{b}',
    'a`b',
  ],
  ...[
    '[::1]',
    '[::1]:80',
    '[::1]:x',
    '[::1]x',
    '[::1',
    '[]',
    '[]:1',
    '[a.b]',
    '[a..b]',
    '[a%b]',
    '[a.]',
    '[::1].',
    '::1',
    'second.test:80.5',
    'second.test.:a.b',
    'second.test:8:0',
  ],
  ...['x[y', '[[a]]', '[a]b]', '-', 'second.test:99999999999999999999', ' second.test', 'second.test '],
];

const LINES: readonly LineCase[] = [
  ...['get', 'Get', 'G1', 'GE_T', '-', '_', 'FOO', 'G.T', 'PROPFIND', 'G\xe9'].map((method) => ({
    method,
    target: '/',
  })),
  ...[
    '/',
    'h.test:80',
    'h.test',
    'h.test:',
    'h.test:80/',
    'h.test:80 ',
    '  h.test:80',
    '[::1]:80',
    '[::1]',
    'h.test:x',
    ':80',
    'http://h.test/',
    'http://h.test:80',
    'second.test:70000',
  ].map((target) => ({ method: 'CONNECT', target })),
  { method: 'CONNECT', target: 'h.test:80', version: '1.0' },
  { method: 'TRACE', target: '/' },
  { target: '/', host: null },
  { target: '/a', host: null, version: '1.0' },
  { target: '/a', version: '1.0' },
  { target: '/a', host: null, version: '0.9' },
  { target: '/a?b', host: null, version: '0.9' },
  { target: 'http://h.test/a', host: null, version: '0.9' },
  { target: 'http://second.test/a', host: null, version: '0.9' },
  { target: 'http://second.test', host: null, version: '0.9' },
  { target: 'http://second.test ', host: null, version: '0.9' },
  { target: 'http://second.test?a', host: null, version: '0.9' },
  { method: 'POST', target: '/a', host: null, version: '0.9' },
  { target: 'http://h.test/', host: null },
  { target: 'http://second.test/', host: 'h.test' },
  { target: 'http://h.test/', host: 'second.test' },
  { target: 'http://h.test/', host: 'a/b' },
  { target: 'http://h.test/', host: null, version: '1.0' },
];

/** A small generator of numbers, the same everywhere (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const PIECES = [
  '/',
  '/',
  '.',
  '..',
  '/./',
  '/../',
  '%2e',
  '%2F',
  '%25',
  '%3F',
  '%23',
  '+',
  'a',
  'b.c',
  '?',
  '#',
  '%',
  '%0',
  '\xe9',
  '//',
];

function randomTargets(count: number): string[] {
  const next = numbers(4711);
  return Array.from({ length: count }, () => {
    const length = 1 + next(9);
    return `/${Array.from({ length }, () => PIECES[next(PIECES.length)]).join('')}`;
  });
}

export const LINE_CASES: readonly LineCase[] = [
  ...TARGETS.map((target) => ({ target })),
  ...TARGETS.filter((target) => target.includes('//')).map((target) => ({ target, off: true })),
  ...HOSTS.map((host) => ({ target: '/', host })),
  ...HOSTS.slice(0, 12).map((host) => ({ target: '/', host, version: '1.0' as const })),
  ...LINES,
  ...randomTargets(150).map((target, index) => ({ target, off: index % 2 === 1 })),
];

/** The `server_name` directives of servers that share an address, and names that clients ask for. */
export interface NameCase {
  /** What stands in each server; the second is the default server where there are several. */
  readonly servers: readonly string[];
  readonly hosts: readonly string[];
}

export const NAME_CASES: readonly NameCase[] = [
  {
    servers: [
      'server_name a.test;',
      'server_name default.test;',
      'server_name *.a.test;',
      'server_name .b.test;',
      'server_name www.*;',
    ],
    hosts: [
      'a.test',
      'x.a.test',
      'x.y.a.test',
      '.a.test',
      'b.test',
      'x.b.test',
      '.b.test',
      'www.x',
      'www',
      'www.b.test',
      'www.x.y.z',
      'WWW.A.TEST',
      'x.www.a',
      'none',
      'a.test.',
    ],
  },
  {
    servers: [
      'server_name *.test;',
      'server_name x;',
      'server_name *.a.test;',
      'server_name *.x.b.test;',
      'server_name .c.test;',
      'server_name *.y.c.test;',
    ],
    hosts: [
      'a.test',
      'z.a.test',
      'b.test',
      'x.b.test',
      'q.x.b.test',
      'y.b.test',
      'c.test',
      'y.c.test',
      'w.y.c.test',
      'z.c.test',
      'test',
      '.test',
    ],
  },
  {
    servers: [
      'server_name mail.*;',
      'server_name x;',
      'server_name mail.co.*;',
      'server_name mail.co.uk.*;',
      'server_name a.b.*;',
    ],
    hosts: [
      'mail',
      'mail.x',
      'mail.co',
      'mail.co.x',
      'mail.co.uk',
      'mail.co.uk.x',
      'mail.com',
      'a.b',
      'a.b.c',
      'a.c',
      'a',
      'mailx.y',
    ],
  },
  {
    servers: ['server_name *.n.test;', 'server_name x;', 'server_name .n.test;', 'server_name n.test;'],
    hosts: ['n.test', 'a.n.test'],
  },
  {
    servers: ['server_name n.test;', 'server_name x;', 'server_name .n.test;', 'server_name *.n.test;'],
    hosts: ['n.test', 'a.n.test'],
  },
  {
    servers: ['server_name .n.test;', 'server_name x;', 'server_name n.test;', 'server_name *.n.test;'],
    hosts: ['n.test', 'a.n.test'],
  },
  {
    servers: ['server_name a.test a.test;', 'server_name A.TEST b.test;', 'server_name b.test a.*;'],
    hosts: ['a.test', 'b.test', 'a.x'],
  },
  { servers: ['server_name "";', 'server_name x;', 'server_name _;', ''], hosts: ['', '_', '__', 'q'] },
  { servers: ['', 'server_name x;', 'server_name "";'], hosts: ['', 'x', 'q'] },
  {
    servers: ['server_name a.test.;', 'server_name x;', 'server_name a.test:80;', 'server_name q.test;'],
    hosts: ['a.test', 'a.test.', 'a.test:80'],
  },
  {
    servers: [
      'server_name ~^a;',
      'server_name x;',
      'server_name ~^ab ~^b;',
      'server_name ab.test *.ac.test;',
      'server_name ~^(?<n>c)D?$;',
      'server_name "~^d.*\\.test$";',
    ],
    hosts: ['a', 'ab', 'ab.test', 'q.ac.test', 'b', 'c', 'cd', 'C', 'd.test', 'D.TEST', 'd.test.', 'x', '', 'e'],
  },
  { servers: ['server_name ~^\\S+$;', 'server_name ~^(?P<x>a);', 'server_name ~^A~;'], hosts: ['q', 'a', 'A~', ''] },
  { servers: ['server_name one.test;'], hosts: ['one.test', 'two.test', ''] },
  { servers: ['server_name ~^(o)ne;'], hosts: ['one.test', 'two.test', ''] },
  { servers: ['server_name ~^(o)ne; server_name ~^two;'], hosts: ['one.test', 'two.test'] },
  { servers: ['server_name one.test ~^(t)wo ~^(o)(n);'], hosts: ['one.test', 'two.test', 'one', 'none'] },
  { servers: ['server_name ~^(t)wo *.test two.*;'], hosts: ['one.test', 'two.test', 'two', 'two.x'] },
  {
    servers: [
      'server_name \xc3\xa9.test;',
      'server_name x;',
      'server_name ~^\xc3\xa9$;',
      'server_name [::1] 127.0.0.1;',
    ],
    hosts: ['\xc3\xa9.test', '\xc3\xa9', '[::1]', '[::1]:80', '127.0.0.1', '127.0.0.1:8080'],
  },
  {
    servers: ['server_name a-b.test a_b.test;', 'server_name x;', 'server_name *.b-c *.b;', 'server_name *.b.b;'],
    hosts: ['a-b.test', 'a_b.test', 'x.b-c', 'x.b', 'b.b', 'x.b.b', 'b-c'],
  },
];
