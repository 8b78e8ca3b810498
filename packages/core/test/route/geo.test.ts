import { describeValues } from './value-cases.ts';

const addresses = (...all: readonly string[]) => all.map((address) => ({ target: `/?ip=${address}` }));

describeValues('geo', import.meta.url, {
  'by the address of the client': {
    http: 'geo $v { default d; 127.0.0.0/8 loop; 127.0.0.1 one; 127.0.0.0/30 few; }',
    server: 'return 200 "$v";',
    requests: ['127.0.0.1', '127.0.0.2', '127.0.0.4', '127.1.2.3'].map((client) => ({ target: '/', client })),
  },
  networks: {
    http: 'geo $arg_ip $v { default d; 10.0.0.0/8 a; 10.1.0.0/16 b; 10.1.2.3 c; 10.1.2.0/24 gone; delete 10.1.2.0/24; 2001:db8::/32 six; 2001:db8::1 host; 255.255.255.255 none; 192.168.1.1/24 low; 10.9.0.0/16 x; 10.9.0.0/16 y; }',
    server: 'return 200 "$v";',
    requests: addresses(
      ...[
        '10.0.0.1',
        '10.1.0.1',
        '10.1.2.3',
        '10.1.2.4',
        '11.0.0.1',
        '2001:db8::1',
        '2001:db8::2',
        '2001:db9::',
        '::ffff:10.1.2.3',
        '::10.1.2.3',
      ],
      ...['', 'x', '10.1.2', '10.1.2.3:80', '255.255.255.255', '192.168.1.77', '10.9.9.9', '[2001:db8::1]'],
    ),
  },
  'without a default': {
    http: 'geo $arg_ip $v { 10.0.0.0/8 a; }',
    server: 'return 200 "[$v]";',
    requests: addresses('10.2.3.4', '1.2.3.4', '::1', 'x'),
  },
  ranges: {
    http: 'geo $arg_ip $v { ranges; default d; 10.0.0.0-10.0.255.255 a; 10.0.1.0-10.0.1.255 b; 10.0.1.7-10.0.1.7 c; 10.2.0.0-10.5.1.1 wide; 10.0.3.0-10.0.3.9 gone; delete 10.0.3.0-10.0.3.9; }',
    server: 'return 200 "$v";',
    requests: addresses(
      '10.0.0.0',
      '10.0.1.0',
      '10.0.1.7',
      '10.0.1.8',
      '10.0.2.0',
      '10.0.3.4',
      '10.1.0.0',
      '10.3.9.9',
      '10.5.1.1',
      '10.5.1.2',
      '::ffff:10.0.1.7',
      '::1',
      'x',
    ),
  },
  'addresses that proxies forward': {
    http: 'geo $one { default d; proxy 127.0.0.1; proxy 10.0.0.0/8; 10.0.0.0/8 ten; 127.0.0.1 self; 192.0.2.0/24 doc; } geo $all { default d; proxy_recursive; proxy 127.0.0.1; proxy 10.0.0.0/8; 10.0.0.0/8 ten; 127.0.0.1 self; 192.0.2.0/24 doc; }',
    server: 'return 200 "$one $all";',
    requests: [
      [],
      ['192.0.2.1'],
      ['192.0.2.1, 10.0.0.1'],
      ['192.0.2.1', '10.0.0.1'],
      ['192.0.2.1', '10.0.0.1,10.0.0.2'],
      ['10.0.0.1:80'],
      ['192.0.2.1 , '],
      ['x, 10.0.0.1'],
      ['192.0.2.1, x'],
      ['x', '10.0.0.1'],
      [',192.0.2.1'],
      ['192.0.2.1,8.8.8.8,10.0.0.3'],
    ].map((lines) => ({ target: '/', headers: lines.map((line) => ['X-Forwarded-For', line] as const) })),
  },
  'clients that are no proxies': {
    http: 'geo $v { default d; proxy 127.0.0.2; 192.0.2.0/24 doc; 127.0.0.0/8 self; }',
    server: 'return 200 "$v";',
    requests: [
      { target: '/', headers: [['X-Forwarded-For', '192.0.2.1']] },
      { target: '/', client: '127.0.0.2', headers: [['X-Forwarded-For', '192.0.2.1']] },
    ],
  },
});
