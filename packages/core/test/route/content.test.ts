import { describeCases, type RoutingCase } from './observed-cases.ts';

const FILES = [
  '/srv/www/f',
  '/srv/www/v.flv',
  '/srv/www/d/',
  '/srv/www/d.flv/',
  '/srv/www/w/f',
  '/srv/www/w/d/g',
  '/srv/www/w/e/',
];

const CASES: readonly RoutingCase[] = [
  {
    id: 'handlers with an answer of their own',
    http: `
      root /srv/www;
      location /gif { empty_gif; }
      location /status { stub_status; root /none; }
      location ~ flv { flv; }
      location /mp4/ { mp4; alias /srv/www/; }
      location /both { empty_gif; stub_status; }
      location /nest/ { empty_gif; location /nest/in/ { } if ($arg_i) { set $x 1; } }`,
    files: FILES,
    requests: [
      ...[
        'GET /gif',
        'HEAD /gif',
        'POST /gif',
        'DELETE /gif',
        'GET /gif/x?y',
        'HEAD /status',
        'POST /status',
        'PUT /status',
      ],
      ...['HEAD /v.flv', 'POST /v.flv', 'GET /none.flv', 'GET /d.flv', 'GET /d.flv/', 'PUT /d.flv/', 'GET /v.flv/x'],
      ...['HEAD /mp4/f', 'GET /mp4/none', 'GET /mp4/d', 'GET /mp4/', 'POST /mp4/f', 'GET /nest/'],
      ...['GET /nest/in/', 'GET /nest/?i=1'],
    ],
  },
  {
    id: 'limit_except has handlers of its own',
    http: `
      root /srv/www;
      location /f { limit_except get { deny all; } }
      location /gif { empty_gif; limit_except POST { allow all; } }
      location /w/ { limit_except GET POST { allow 192.0.2.1; deny all; } error_page 403 /f; }`,
    files: FILES,
    requests: [
      'GET /f',
      'HEAD /f',
      'POST /f',
      'PUT /f',
      'ANY /f',
      'GET /gif',
      'POST /gif',
      'PUT /w/f',
      'POST /w/f',
      'HEAD /w/f',
    ],
  },
  {
    id: 'reading methods of dav, and what it refuses',
    http: `
      root /srv/www;
      location /w/ { dav_methods PUT DELETE MKCOL COPY MOVE; min_delete_depth 2; }
      location /off/ { dav_methods off; }
      location /some/ { dav_methods put; dav_methods MKCOL; alias /srv/www/w/; }`,
    files: FILES,
    requests: [
      ...[
        'GET /w/f',
        'POST /w/f',
        'OPTIONS /w/f',
        'DELETE /w/',
        'DELETE /w/d',
        'DELETE /w/none',
        'DELETE /w/f/',
        'DELETE /w/f/x',
      ],
      ...[
        'MKCOL /w/x',
        'MKCOL /w/d/',
        'MKCOL /w/none/x/',
        'MKCOL /w/f/x/',
        'MKCOL /w/f/',
        'COPY /w/f',
        'MOVE /w/f',
        'PUT /off/f',
      ],
      ...['DELETE /some/f', 'COPY /some/f', 'GET /w/d'],
      { method: 'PUT', target: '/w/', body: 'x' },
      { method: 'PUT', target: '/w/d', body: 'x' },
      { method: 'PUT', target: '/w/none/x', body: 'x' },
      { method: 'PUT', target: '/w/f/x', body: 'x' },
      { method: 'PUT', target: '/w/f', headers: { 'Content-Range': 'bytes 0-1/2' }, body: 'x' },
      { method: 'DELETE', target: '/w/f', body: 'x' },
      { method: 'MKCOL', target: '/w/n/', body: 'x' },
      { method: 'DELETE', target: '/w/d/', headers: { Depth: '1' } },
      { method: 'DELETE', target: '/w/f', headers: { Depth: '1' } },
      { method: 'COPY', target: '/w/f', body: 'x', headers: { Destination: '/w/c' } },
      { method: 'COPY', target: '/w/f', headers: { Destination: 'http://other/w/c' } },
      { method: 'COPY', target: '/w/f', headers: { Destination: 'http://localhost' } },
      { method: 'COPY', target: '/w/f', headers: { Destination: '/w/../c' } },
      { method: 'COPY', target: '/w/f', headers: { Destination: '/w/c/' } },
      { method: 'COPY', target: '/w/f', headers: { Destination: '/w/d' } },
      { method: 'COPY', target: '/w/f', headers: { Destination: '/w/e/', Overwrite: 'F' } },
      { method: 'COPY', target: '/w/f', headers: { Destination: '/w/c', Overwrite: 'no' } },
      { method: 'COPY', target: '/w/f', headers: { Destination: '/w/c', Depth: '1' } },
      { method: 'MOVE', target: '/w/f', headers: { Destination: '/w/c', Depth: '0' } },
      { method: 'MOVE', target: '/w/d', headers: { Destination: '/w/c' } },
      { method: 'MOVE', target: '/w/none', headers: { Destination: '/w/c' } },
      { method: 'MOVE', target: '/w/none', headers: { Destination: '/w/f/c' } },
      { method: 'MOVE', target: '/w/f', headers: { Destination: '/w/d', Overwrite: 'F' } },
      { method: 'COPY', target: '/w/d/', headers: { Destination: '/w/none/c/' } },
      { method: 'COPY', target: '/w/f', headers: { Destination: '/w/none/c' } },
    ],
  },
  ...(
    [
      ['PUT of a new file', { method: 'PUT', target: '/w/n%20w', body: 'x' }],
      ['PUT over a file', { method: 'PUT', target: '/w/f', body: 'x' }],
      ['PUT into a new folder', { method: 'PUT', target: '/full/x/y', body: 'x' }],
      ['DELETE of a file', { method: 'DELETE', target: '/w/f' }],
      ['DELETE of a folder', { method: 'DELETE', target: '/w/d/', headers: { Depth: 'infinity' } }],
      ['MKCOL', { method: 'MKCOL', target: '/w/n%20w/' }],
      [
        'COPY of a file',
        { method: 'COPY', target: '/w/f', headers: { Destination: 'http://localhost/w/c', Depth: '0' } },
      ],
      ['COPY of a folder', { method: 'COPY', target: '/w/d/', headers: { Destination: '/w/c%20d/' } }],
      ['COPY over a folder', { method: 'COPY', target: '/w/d/', headers: { Destination: '/w/e/' } }],
      ['MOVE of a file', { method: 'MOVE', target: '/w/f', headers: { Destination: '/w/n/c', Overwrite: 'f' } }],
      ['MOVE of a folder', { method: 'MOVE', target: '/w/d/', headers: { Destination: '/w/c/' } }],
    ] as const
  ).map(([id, request]) => ({
    id,
    http: `
      root /srv/www; dav_methods PUT DELETE MKCOL COPY MOVE;
      location /full/ { create_full_put_path on; }`,
    files: FILES,
    requests: [request],
  })),
];

describeCases('content', CASES);
