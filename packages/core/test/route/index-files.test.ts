import { describeCases, type RoutingCase } from './observed-cases.ts';

const FILES = [
  ...['/srv/www/index.html', '/srv/www/d/index.php', '/srv/www/e/', '/srv/www/g/index.html/x', '/srv/www/f'],
  ...['/srv/www/d/en.html', '/srv/alt/index.html', '/srv/altindex.html', '/srv/folder/', '/srv/www/s/index.html'],
];

const CASES: readonly RoutingCase[] = [
  {
    id: 'the default',
    http: 'root /srv/www; location /l/ { root /srv; autoindex on; }',
    files: FILES,
    requests: [
      ...['GET /', 'GET /?a=1', 'POST /', 'HEAD /', 'PUT /', 'GET /d/', 'GET /e/', 'GET /g/', 'GET /none/', 'GET /f/'],
      ...['GET /none/none/', 'GET /l/'],
    ],
  },
  {
    id: 'candidates: variables, folders, absolute ones',
    http: `
      root /srv/www;
      index none.html $arg_l.html index.php /fallback?x=1;
      location /e/ { index index.html; autoindex on; }
      location /s/ { index $arg_i index.html; }
      location /a/ { index /abs.html index.html; }
      location /h/ { index $arg_p.html $arg_q; }
      location /fallback { return 200 "fallback $uri $args"; }
      location /abs.html { return 200 "abs $args"; }`,
    files: FILES,
    requests: [
      ...[
        'GET /',
        'GET /d/',
        'GET /d/?l=en',
        'GET /none/',
        'GET /e/',
        'POST /e/',
        'DELETE /e/',
        'GET /s/',
        'GET /s/?i=f',
      ],
      ...['GET /s/?i=/abs.html', 'GET /a/?z', 'GET /h/?q=/abs.html', 'GET /g/', 'GET /f/'],
    ],
  },
  {
    id: 'with alias',
    http: `
      location /s/ { alias /srv/alt/; }
      location /b/ { alias /srv/alt; }
      location /m/ { alias /srv/none; }
      location /x/ { alias /srv/www/f; }
      location /v/ { alias /srv/folder; autoindex on; }
      location ~ ^/r/ { alias /srv/alt/; }
      location ~ ^/q/ { alias /srv/folder/; autoindex on; }
      location ~ ^/p/ { alias /srv/folder; autoindex on; }`,
    files: FILES,
    requests: [
      ...['GET /s/', 'GET /b/', 'GET /m/', 'GET /x/', 'GET /v/', 'GET /v/folder/', 'GET /r/', 'GET /r/x/', 'GET /q/'],
      ...['GET /p/', 'GET /q/x'],
    ],
  },
  {
    id: 'listings',
    http: `
      root /srv/www; index none;
      autoindex on;
      location /d/ { autoindex_format jsonp; }
      location /e/ { autoindex off; }
      location /g/ { autoindex_format json; }`,
    files: FILES,
    requests: [
      ...[
        'GET /',
        'HEAD /',
        'POST /',
        'GET /none/',
        'GET /f/',
        'GET /d/',
        'GET /d/?callback=a.b_1',
        'GET /d/?callback=a-b',
      ],
      ...['GET /d/?callback=', `GET /d/?callback=${'a'.repeat(129)}`, 'GET /d/?x=1&CALLBACK=%20', 'GET /e/', 'GET /g/'],
    ],
  },
  {
    id: 'the index searches for a location again',
    http: `
      root /srv/www;
      location / { index index.php index.html; }
      location ~ php$ { return 200 "php $uri $args"; }
      location = /index.html { internal; return 200 "internal $uri"; }
      location /loop/ { index $arg_n/; root /srv; }`,
    files: [...FILES, '/srv/loop/'],
    requests: ['GET /', 'GET /d/?x=1', 'GET /index.html', 'GET /loop/', `GET /${'n'.repeat(256)}/`],
  },
];

describeCases('index-files', CASES);
