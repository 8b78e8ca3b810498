import { describeCases, type RoutingCase } from './observed-cases.ts';

const FILES = [
  ...['/srv/www/f', '/srv/www/d/g', '/srv/www/a/f', '/srv/alt/f', '/srv/alt/d/g', '/srv/alt/i/g', '/srv/altf'],
  ...[
    '/srv/alt/index.html',
    '/srv/alt/d/index.html',
    '/srv/fixed',
    'html/f',
    'rel/f',
    'rel/a/f',
    'f',
    'rel.localhost/f',
  ],
];

const CASES: readonly RoutingCase[] = [
  {
    id: 'no root: the folder html below the prefix',
    http: 'location /x { }',
    files: FILES,
    requests: ['GET /f', 'GET /'],
  },
  {
    id: 'root with and without a slash, relative, empty, and of everything',
    http: `
      location / { root /srv/www/; }
      location /d/ { root /srv/www//; }
      location /a/ { root rel; }
      location = /f { root ""; }
      location /srv/ { root /; }`,
    files: FILES,
    requests: ['GET /nope', 'GET /d/g', 'GET /a/f', 'GET /f', 'GET /srv/www/f', 'GET /srv/www'],
  },
  {
    id: 'root with variables',
    http: `
      set $rel rel; set $none "";
      location / { root rel.$host; }
      location /b { root $rel; }
      location /c { root $rel/; rewrite ^ /a/f break; }
      location /e { root /srv/$arg_d/; rewrite ^ /f break; }
      location ~ ^/(alt|www)/ { root /srv/$1; }`,
    files: FILES,
    requests: ['GET /f', 'GET /b', 'GET /c', 'GET /e?d=alt', 'GET /e?d=alt/', 'GET /alt/f', 'GET /www/f'],
  },
  {
    id: 'alias is arithmetic of bytes',
    http: `
      location /s/ { alias /srv/alt/; }
      location /n { alias /srv/alt; }
      location /m/ { alias /srv/alt; }
      location /t { alias /srv/alt/; }
      location = /e { alias /srv/fixed; }
      location = /r { alias rel/f; }`,
    files: FILES,
    requests: [
      ...['GET /s/f', 'GET /s/d', 'GET /s/../s/d/', 'GET /s/', 'GET /nf', 'GET /n', 'GET /n/f', 'GET /n/../srv/f'],
      ...['GET /m/f', 'GET /m/', 'GET /m//f', 'GET /tf', 'GET /t', 'GET /t../alt/f', 'GET /t/f', 'GET /e', 'GET /r'],
    ],
  },
  {
    id: 'alias of an expression is the whole path',
    http: `
      location ~ ^/r/(.*)$ { alias /srv/alt/$1; }
      location ~ ^/fixed { alias /srv/fixed; }
      location ~ ^/dir { alias /srv/alt/; }
      location ~ ^/bare { alias /srv/alt; }
      location ~ ^/rel/(?<name>.*) { alias $name; }`,
    files: FILES,
    requests: [
      ...['GET /r/f', 'GET /r/d', 'GET /r/d/', 'GET /r/', 'GET /r/none', 'GET /fixed/x', 'GET /fixed', 'GET /dirx'],
      ...['GET /dir/', 'GET /dir/?a=1', 'GET /bare', 'GET /bare/', 'GET /rel/f', 'GET /rel/none', 'GET /rel/f/x'],
    ],
  },
  {
    id: 'alias goes to nested locations, if and limit_except with its own length',
    http: `
      location /s/ {
        alias /srv/alt/;
        location /s/d/ { }
        location ~ g$ { }
        location = /s/f { if ($arg_i) { set $x 1; } limit_except GET { allow all; } }
        location /s/i/ { root /srv/www; location /s/i/i/ { } if ($arg_i) { root /srv/alt; } }
      }`,
    files: FILES,
    requests: [
      ...['GET /s/d/g', 'GET /s/d/none', 'GET /s/i/g', 'GET /s/f', 'GET /s/f?i=1', 'POST /s/f', 'PUT /s/f'],
      ...['GET /s/i/x', 'GET /s/i/i/', 'GET /s/i/x?i=1', 'GET /s/x/g'],
    ],
  },
  {
    id: 'an alias of an empty name takes no byte away, and keeps its slash',
    http: 'location "" { alias /srv/alt/; }',
    files: FILES,
    requests: ['GET /f', 'GET /d', 'GET /d/', 'GET /'],
  },
  {
    id: 'a rewritten URI does not fit an alias',
    http: `
      location /s/ { alias /srv/alt/; rewrite ^/s/x /s/f break; location /s/n/ { rewrite n f break; } }
      location /o/ { alias /srv/alt/; rewrite ^/o/x /s/f last; error_page 500 /srv.html; }
      location ~ ^/r/(.*) { alias /srv/alt/$1; rewrite ^/r/x /r/f break; }
      location /t/ { alias /srv/alt/; try_files $uri =404; rewrite ^/t/x /t/f break; }`,
    files: FILES,
    requests: ['GET /s/x', 'GET /s/f', 'GET /s/n/', 'GET /o/x', 'GET /r/x', 'GET /r/f', 'GET /t/x', 'GET /t/f'],
  },
];

describeCases('mapping', CASES);
