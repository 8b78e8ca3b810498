import { describeCases, type RoutingCase } from './observed-cases.ts';

const TAGS = ['*', '"x"'];
const DATE = 'Mon, 28 Sep 1970 06:00:00 GMT';

const CASES: readonly RoutingCase[] = [
  {
    id: 'headers whose answer does not depend on a file',
    http: `
      root /srv/www;
      location /text { return 200 text; }
      location /made { return 201 text; }
      location /page { return 200 text; error_page 412 /text; }
      location /plain/ { alias /srv/www/; etag off; if_modified_since off; max_ranges 0; }
      location /list/ { alias /srv/www/; autoindex on; }`,
    files: ['/srv/www/f'],
    requests: [
      ...['/text', '/made', '/page', '/list/'].flatMap((target) => [
        ...TAGS.flatMap((tag) => [
          { target, headers: { 'If-Match': tag } },
          { target, headers: { 'If-None-Match': tag } },
        ]),
        { target, headers: { 'If-Modified-Since': DATE } },
        { target, headers: { 'If-Unmodified-Since': DATE } },
        { target, headers: { Range: 'bytes=0-1' } },
      ]),
      { target: '/f', headers: { 'If-Match': '*' } },
      { target: '/f', headers: { 'If-None-Match': '*' } },
      { method: 'HEAD', target: '/f', headers: { 'If-None-Match': '*' } },
      { target: '/f', headers: { Range: 'bytes=x' } },
      { target: '/f', headers: { Range: 'bytes=' } },
      { target: '/f', headers: { Range: 'lines=1-2' } },
      { target: '/f', headers: { 'If-None-Match': '*', Range: 'bytes=0-1' } },
      { target: '/none', headers: { 'If-None-Match': '*', Range: 'bytes=0-1' } },
      { target: '/plain/f', headers: { 'If-None-Match': '"x"' } },
      { target: '/plain/f', headers: { 'If-Match': '"x"' } },
      { target: '/plain/f', headers: { 'If-None-Match': '*', 'If-Modified-Since': DATE } },
      { target: '/plain/f', headers: { Range: 'bytes=0-1' } },
    ],
  },
];

describeCases('conditional', CASES);
