import { describeCases, type RoutingCase } from './observed-cases.ts';

const FILES = [
  ...['/srv/www/f', '/srv/www/f.html', '/srv/www/d/index.html', '/srv/www/d.html', '/srv/www/e/', '/srv/www/app.php'],
  ...['/srv/www/s/f', '/srv/alt/f', '/srv/alt/d/index.html', '/srv/alt/s/f', '/srv/alts/f', '/srv/www/a b/c'],
];

const CASES: readonly RoutingCase[] = [
  {
    id: 'files, folders and the last parameter',
    http: `
      root /srv/www;
      location / { try_files $uri $uri.html $uri/ /app.php?q=$uri&$args; }
      location /only/ { try_files $uri/ /none =410; }
      location /literal/ { try_files /f /d =404; }
      location /folder/ { try_files /d/ =404; }
      location /slash/ { try_files /d =404; }
      location /code/ { try_files $uri =204; }
      location /zero/ { try_files $uri =0; }
      location /empty/ { try_files "" =404; }
      location /name/ { try_files $uri @app; }
      location /var/ { try_files $uri $arg_to; }
      location /none/ { try_files $uri @none; }
      location @app { return 200 "app $uri $args"; }
      location ~ php$ { return 200 "php $uri $args"; }`,
    files: FILES,
    requests: [
      ...[
        'GET /f',
        'GET /f/',
        'GET /d',
        'GET /d/',
        'GET /e',
        'GET /e/',
        'GET /a%20b/c?x=1',
        'GET /a%20b',
        'GET /x?y=1',
      ],
      ...['GET /only/x', 'GET /literal/x?a', 'GET /folder/x', 'GET /folder/x?a=1', 'GET /slash/x', 'GET /code/x'],
      ...['GET /zero/x', 'GET /empty/x', 'GET /name/x?y', 'GET /var/x?to=/f', 'GET /var/x?to=@app', 'GET /none/x'],
      ...['POST /f', 'PUT /f', 'HEAD /x', 'GET /var/x?to=/f?z=2', 'GET /f.html/x'],
    ],
  },
  {
    id: 'alias takes its prefix out of values with variables',
    http: `
      location /s/ { alias /srv/alt/; try_files $uri $uri/ /s/f =404; }
      location /l/ { alias /srv/alt/; try_files f /l/f =404; }
      location /u/ { alias /srv/alt/; try_files $uri /u/none$args; }
      location /w/ { alias /srv/alt/; try_files $uri /other; }
      location /n { alias /srv/alt; try_files $uri $uri/ =404; }
      location /q/ { alias /srv/alt/; try_files $arg_f =404; }
      location /other { return 200 "other $uri"; }
      location / { return 200 "rest $uri"; }`,
    files: FILES,
    requests: [
      ...[
        'GET /s/f',
        'GET /s/d',
        'GET /s/d/',
        'GET /s/x',
        'GET /s/s/f',
        'GET /l/x',
        'GET /l/f',
        'GET /u/x',
        'GET /u/f',
      ],
      ...['GET /w/x', 'GET /n/f', 'GET /nf', 'GET /n', 'GET /n/', 'GET /q/x?f=f', 'GET /q/x?f=/q/f', 'GET /q/x?f=/f'],
      ...['GET /q/x?f=/q/d/index.html', 'GET /u/x?1'],
    ],
  },
  {
    id: 'alias of an expression',
    http: `
      location ~ ^/r/(.*)$ { alias /srv/alt; try_files /$1 /$1/ =404; }
      location ~ ^/v/ { alias /srv/alt; try_files /s$arg_x/f /f =404; }
      location ~ ^/w/(.*)$ { alias /srv/alt/$1; try_files "" =404; }`,
    files: FILES,
    requests: [
      'GET /r/f',
      'GET /r/d',
      'GET /r/d/',
      'GET /r/none',
      'GET /v/x',
      'GET /v/x?x=s',
      'GET /w/f',
      'GET /w/none',
    ],
  },
  {
    id: 'only the block that it is written in',
    http: `
      root /srv/www; try_files $uri /f;
      location /s/ { try_files $uri.none =410; location ~ x$ { } if ($arg_i) { set $a 1; } }
      location /t/ { try_files $uri.none =411; limit_except GET { allow all; } }
      location = /d { }`,
    files: FILES,
    requests: [
      ...['GET /nope', 'GET /e', 'GET /f', 'GET /s/f', 'GET /s/f?i=1', 'GET /s/x', 'GET /t/f', 'POST /t/f', 'GET /d'],
    ],
  },
  {
    id: 'what is found stays in the location, and the tests follow a rewrite',
    http: `
      root /srv/www;
      location / { rewrite ^/old/(.*) /$1 break; try_files $uri $1 =404; }
      location /cap/ { try_files /none /$1f =404; }
      location ~ ^/(s)/ { try_files $uri /$1/f =404; }
      location = /app.php { return 200 php; }
      location /in/ { try_files /app.php =404; }`,
    files: FILES,
    requests: ['GET /old/f', 'GET /old/none', 'GET /cap/', 'GET /s/none', 'GET /in/', 'GET /in/f?x'],
  },
];

describeCases('try-files', CASES);
