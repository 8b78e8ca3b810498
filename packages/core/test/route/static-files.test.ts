import { describeCases, type RoutingCase } from './observed-cases.ts';

const FILES = [
  ...[
    '/srv/www/f',
    '/srv/www/f.gz',
    '/srv/www/only.gz',
    '/srv/www/d/g',
    '/srv/www/a b/c',
    '/srv/www/é/x',
    '/srv/www/v.flv',
  ],
  ...['/srv/www/v.mp4', '/srv/www/q?x/y', '/srv/www/p%/y', '/srv/www/fd.flv/x', '/srv/www/n.gz/x', '/srv/www/n'],
];

const GZIP = { 'Accept-Encoding': 'deflate, gzip;q=0.5' };

const CASES: readonly RoutingCase[] = [
  {
    id: 'files, folders and what is neither',
    http: 'root /srv/www; location /alias/ { alias /srv/www/; } location /re { rewrite ^/re(.*) $1 break; }',
    files: FILES,
    requests: [
      ...['GET /f', 'HEAD /f', 'POST /f', 'PUT /f', 'DELETE /f', 'OPTIONS /f', 'PROPFIND /f', 'ANY /f', 'GET /f/x'],
      ...[
        'GET /none',
        'POST /none',
        'GET /d',
        'POST /d',
        'HEAD /d?x=1&y',
        'GET /a%20b?q=%20',
        'GET /%c3%a9',
        'GET /q%3fx',
      ],
      ...[
        'GET /p%25',
        'GET /alias/d',
        'GET /alias/d?x',
        'GET /alias/f',
        'GET /alias',
        'GET /re/d',
        'GET /ref',
        'GET /re',
      ],
      ...['PUT /d/', 'GET /d/', `GET /${'n'.repeat(256)}`, 'GET /d/../f', 'GET /d//g'],
    ],
  },
  {
    id: 'precompressed files',
    http: `
      root /srv/www;
      gzip_static on;
      location /alias/ { alias /srv/www/; gzip_static always; }
      location /off/ { alias /srv/www/; gzip_static off; }
      location /old/ { alias /srv/www/; gzip_http_version 1.0; }`,
    files: FILES,
    requests: [
      ...[
        'GET /f',
        'GET /alias/f',
        'GET /alias/only',
        'GET /alias/n',
        'HEAD /alias/only',
        'POST /alias/only',
        'GET /alias/d',
      ],
      { target: '/f', headers: GZIP },
      { target: '/only', headers: GZIP },
      { target: '/only', headers: { 'Accept-Encoding': 'gzip;q=0' } },
      { target: '/only', headers: { 'Accept-Encoding': 'x-gzip, GZIP' } },
      { target: '/only', headers: { 'Accept-Encoding': 'xgzip' } },
      { target: '/only', headers: { 'Accept-Encoding': 'gzip ; q=0.001' } },
      { target: '/only', headers: { 'Accept-Encoding': 'gzip;q=1.1' } },
      { target: '/only', headers: { 'Accept-Encoding': '*' } },
      { target: '/only', version: '1.0', headers: GZIP },
      { target: '/old/only', version: '1.0', headers: GZIP },
      { target: '/old/f', version: '1.0', headers: GZIP },
      { target: '/off/only', headers: GZIP },
      { target: '/d', headers: GZIP },
      { target: '/d/', headers: GZIP },
    ],
  },
];

describeCases('static-files', CASES);
