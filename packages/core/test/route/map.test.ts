import { describeValues } from './value-cases.ts';

const targets = (...keys: readonly string[]) => keys.map((key) => ({ target: `/?k=${key}` }));

describeValues('map', import.meta.url, {
  'literal keys': {
    http: String.raw`map $arg_k $v { default d; a 1; "B" 2; \default 3; \hostnames 4; \~x 5; "" empty; é e; *.x w; "a b" 6; }`,
    server: 'return 200 "$v";',
    requests: targets(
      'a',
      'A',
      'b',
      'default',
      'hostnames',
      '~x',
      '',
      'z',
      '*.x',
      'y.x',
      '\xc3\xa9',
      '\xc3\x89',
      'a%20b',
    ),
  },
  'without a default': {
    http: 'map $arg_k $v { a 1; }',
    server: 'return 200 "[$v]";',
    requests: targets('a', 'b', ''),
  },
  hostnames: {
    http: 'map $arg_k $v { hostnames; default d; example.com 1; *.example.com 2; .example.org 3; mail.* 4; *.a.example.com 5; mail.b.* 6; *.com 7; ~^w 8; }',
    server: 'return 200 "$v";',
    requests: targets(
      ...[
        'example.com',
        'EXAMPLE.com',
        'x.example.com',
        'y.x.example.com',
        '.example.com',
        'example.org',
        'x.example.org',
      ],
      ...[
        'mail',
        'mail.',
        'mail..',
        'mail.x',
        'mail.b',
        'mail.b.c',
        'a.example.com',
        'x.a.example.com',
        'com',
        'x.com',
        'w',
        'w.com',
        '',
        '.',
      ],
    ),
  },
  'hostnames counts for what follows': {
    http: 'map $arg_k $v { *.a 1; hostnames; *.b 2; }',
    server: 'return 200 "[$v]";',
    requests: targets('*.a', 'x.a', 'x.b', '*.a.'),
  },
  expressions: {
    http: 'map $arg_k $v { default d; ~^a 1; ~*^B 2; ~^(?<Name>c)(x)? "$name-$1-$2"; "~d{2}" 3; ~ any; ab exact; }',
    server: 'return 200 "$v[$1]";',
    requests: targets('a', 'ab', 'AB', 'A', 'bx', 'c', 'cx', 'dd', 'zz', ''),
  },
  'values with variables': {
    http: 'map "$arg_k-$arg_l" $v { default "<$arg_l>"; ~^(.*)- "$1$w"; } map $arg_l $w { x y; }',
    server: 'return 200 "$v";',
    requests: [{ target: '/?k=a&l=x' }, { target: '/?l=x' }, { target: '/' }],
  },
  'captures of a map stay': {
    http: 'map $arg_k $v { ~(a)(b) m; default d; }',
    server: 'location / { if ($uri ~ "(x)(y)?(z)") { return 200 "$1$2$3-$v-$1$2$3"; } return 200 "$v$1$2"; }',
    requests: [{ target: '/xz?k=ab' }, { target: '/xz?k=q' }, { target: '/q?k=ab' }],
  },
});
