import { describeValues } from './value-cases.ts';

const TRUSTED = 'set_real_ip_from 127.0.0.1; set_real_ip_from 10.0.0.0/8; set_real_ip_from 2001:db8::/32;';
const ANSWER = 'return 200 "[$remote_addr][$realip_remote_addr][$proxy_add_x_forwarded_for][$v]";';
const GEO = 'geo $v { default d; 192.0.2.0/24 doc; 127.0.0.0/8 loop; 10.0.0.0/8 ten; }';

const forwarded = (...lines: readonly string[]) => ({
  target: '/',
  headers: lines.map((line) => ['X-Forwarded-For', line] as const),
});
const FORWARDED = [
  forwarded(),
  forwarded('192.0.2.1'),
  forwarded('192.0.2.1, 10.0.0.1'),
  forwarded('192.0.2.1', '10.0.0.1'),
  forwarded('8.8.8.8', '192.0.2.1, 10.0.0.1', '10.0.0.2,10.0.0.3'),
  forwarded('192.0.2.1:81'),
  forwarded('[2001:db8::1]:81'),
  forwarded('192.0.2.1, 2001:DB8:0:0::1'),
  forwarded('192.0.2.1, junk'),
  forwarded('junk, 10.0.0.1'),
  forwarded('junk', '10.0.0.1'),
  forwarded('192.0.2.1,,'),
  forwarded('unix:'),
  { ...forwarded('192.0.2.1'), client: '127.0.0.2' },
];

describeValues('the real address of the client', import.meta.url, {
  'X-Real-IP': {
    http: GEO,
    server: `${TRUSTED} ${ANSWER}`,
    requests: [
      ...[
        '192.0.2.1',
        '192.0.2.1:80',
        'junk',
        '',
        '2001:db8::1',
        '192.0.2.1, 192.0.2.2',
        '::FFFF:1.2.3.4',
        '::1.2.3.4',
        '::1',
        '::102',
        '::1:2',
        '::1:0',
        '::0201',
        '1::',
        '::',
        '1:0:0:2::',
        '::ffff:0:0',
        '1:2:3:4:5:6:7::',
      ].map((value) => ({
        target: '/',
        headers: [['X-Real-IP', value]] as const,
      })),
      {
        target: '/',
        headers: [
          ['X-Real-IP', '192.0.2.1'],
          ['X-Real-IP', '192.0.2.2'],
        ],
      },
      { target: '/', headers: [['X-Real-IP', '192.0.2.1']], client: '127.0.0.3' },
      { target: '/' },
    ],
  },
  'X-Forwarded-For': { http: GEO, server: `${TRUSTED} real_ip_header X-Forwarded-For; ${ANSWER}`, requests: FORWARDED },
  'X-Forwarded-For, recursive': {
    http: `${GEO} real_ip_recursive on;`,
    server: `${TRUSTED} real_ip_header X-Forwarded-For; ${ANSWER}`,
    requests: FORWARDED,
  },
  'a header of its own': {
    http: `${GEO} real_ip_header X-Client;`,
    server: `${TRUSTED} real_ip_recursive on; ${ANSWER}`,
    requests: [
      { target: '/', headers: [['X-Client', '192.0.2.1, 10.0.0.1']] },
      {
        target: '/',
        headers: [
          ['x-client', '192.0.2.7'],
          ['X-Client', '192.0.2.8'],
        ],
      },
      { target: '/', headers: [['X-Real-IP', '192.0.2.1']] },
    ],
  },
  'without trust': { http: GEO, server: ANSWER, requests: [{ target: '/', headers: [['X-Real-IP', '192.0.2.1']] }] },
  'a location alone comes too late for its own rewriting': {
    http: GEO,
    server: `location / { ${TRUSTED} ${ANSWER} }`,
    requests: [{ target: '/', headers: [['X-Real-IP', '192.0.2.1']] }],
  },
});
