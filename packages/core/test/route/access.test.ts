import { describeCases, type RoutingCase } from './observed-cases.ts';

const FILES = ['/srv/www/f', '/srv/www/403.html', 'users'];
const HERE = '127.0.0.1';

const CASES: readonly RoutingCase[] = [
  {
    id: 'the first rule that fits, of the innermost level that has any',
    http: `
      server {
        listen 127.0.0.1:8080; listen [::1]:8081; listen unix:/srv/run/nginx.sock;
        root /srv/www;
        deny 127.0.0.2; allow 127.0.0.0/29; deny 127.0.0.0/8; deny ::1; deny unix:;
        location /all/ { deny all; location /all/in/ { allow 127.0.0.3; } }
        location /six/ { deny ::/0; alias /srv/www/; }
        location /four/ { deny 0.0.0.0/0; alias /srv/www/; }
        location /open/ { allow all; deny all; alias /srv/www/; }
        location /sock/ { allow unix:; deny all; alias /srv/www/; }
        location /other/ { satisfy any; alias /srv/www/; }
        location /ret/ { deny all; return 200 early; }
        location /page/ { deny all; error_page 403 /403.html; }
        location /shut/ { deny all; error_page 403 /shut/403.html; }
        location /back/ { try_files /none /all/x; }
      }`,
    files: FILES,
    requests: [
      ...[HERE, '127.0.0.2', '127.0.0.7', '127.0.0.9'].map((client) => ({ target: '/f', client })),
      ...[
        '/all/x',
        '/all/in/x',
        '/six/f',
        '/four/f',
        '/open/f',
        '/sock/f',
        '/other/f',
        '/ret/',
        '/page/x',
        '/shut/x',
        '/back/x',
      ].flatMap((target) => [{ target }, { target, client: '127.0.0.3' }]),
      ...['/f', '/six/f', '/four/f', '/open/f', '/sock/f', '/all/in/x'].flatMap((target) => [
        { target, connect: '[::1]:8081', client: '::1' },
        { target, connect: 'unix:/srv/run/nginx.sock', client: 'unix:' },
      ]),
    ],
  },
  {
    id: 'passwords that nobody sent',
    http: `
      root /srv/www;
      auth_basic "the \\"realm\\""; auth_basic_user_file users;
      location /off/ { auth_basic off; alias /srv/www/; }
      location /var/ { auth_basic $arg_r; alias /srv/www/; }
      location /page/ { error_page 401 /off/f; }
      location /nofile/ { auth_basic x; }
      location /deny/ { deny all; }`,
    files: FILES,
    requests: [
      ...['GET /f', 'GET /none', 'GET /off/f', 'GET /var/f', 'GET /var/f?r=off', 'GET /var/f?r=offx', 'GET /page/x'],
      ...['GET /nofile/f', 'GET /deny/f'],
      { target: '/f', headers: { Authorization: 'Bearer x' } },
      { target: '/f', headers: { Authorization: 'Basic ' } },
      { target: '/f', headers: { Authorization: 'Basic ####' } },
      { target: '/f', headers: { Authorization: 'Basic Onh4' } },
      { target: '/f', headers: { Authorization: 'Basic eHh4' } },
    ],
  },
  {
    id: 'one of several is enough',
    http: `
      root /srv/www;
      satisfy any;
      auth_basic any; auth_basic_user_file users;
      allow 127.0.0.3; deny all;
      location /all/ { satisfy all; alias /srv/www/; }
      location /none/ { auth_basic off; alias /srv/www/; }
      location /page/ { error_page 401 =200 /403.html; }`,
    files: FILES,
    requests: ['/f', '/all/f', '/none/f', '/page/x'].flatMap((target) => [{ target }, { target, client: '127.0.0.3' }]),
  },
  {
    id: 'limits do not refuse a request that comes alone',
    http: `
      limit_req_zone $uri zone=a:1m rate=1r/m; limit_conn_zone $uri zone=b:1m;
      server {
        listen 127.0.0.1:8080; root /srv/www;
        limit_req zone=a; limit_conn b 1;
      }`,
    files: FILES,
    requests: ['GET /f'],
  },
  {
    id: 'the address that a proxy tells',
    http: `
      root /srv/www;
      set_real_ip_from 127.0.0.1;
      deny 192.0.2.1;
      location /in/ { real_ip_header X-Client; alias /srv/www/; }`,
    files: FILES,
    requests: [
      { target: '/f', headers: { 'X-Real-IP': '192.0.2.1' } },
      { target: '/f', headers: { 'X-Real-IP': '192.0.2.2' } },
      { target: '/f', client: '127.0.0.2', headers: { 'X-Real-IP': '192.0.2.1' } },
      { target: '/in/f', headers: { 'X-Client': '192.0.2.1' } },
      { target: '/in/f', headers: { 'X-Real-IP': '192.0.2.2', 'X-Client': '192.0.2.1' } },
    ],
  },
];

describeCases('access', CASES);
