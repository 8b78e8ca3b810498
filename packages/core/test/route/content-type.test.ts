import { describeValues } from './value-cases.ts';

const TYPES =
  'types { text/html html HTM; text/css css; application/x-y y.z; image/gif gif; } default_type a/b; charset utf-8;';
const LOCATIONS = `
  location /r { return 200 x; }
  location /e { return 404; }
  location /m { return 301 /x; }
  location /t { types { } return 200 $sent_http_content_type; }
  location /i { types { image/gif gif; } default_type ""; return 200 x; }
  location /w { set $early "$sent_http_content_type"; return 200 x; }
  location /n { return 204; }
  location /o { return 418; }
  location /p { error_page 404 /r.css; return 404; }`;
const PATHS = [
  ...[
    'r',
    'r.css',
    'r.Html',
    'r/x.y',
    'r.y.z',
    'r.css/',
    'r/.css',
    'r/a.b.css',
    'r.',
    'r.css?x.html',
    'e',
    'e.css',
    'm',
    'm.css',
  ],
  ...['t', 't.css', 'i.gif', 'i.css', 'w', 'w.css', 'n', 'o', 'p', 'p.html'],
];
const requests = PATHS.map((path) => ({ target: `/${path}` }));

describeValues('types of responses', import.meta.url, {
  $sent_http_content_type: {
    http: TYPES,
    server: `add_header X-V "[$sent_http_content_type]" always; ${LOCATIONS}`,
    header: 'x-v',
    requests,
  },
  'expires by type': {
    http: `${TYPES} map $sent_http_content_type $e { default 1d; ~text/ max; text/css 2h; "" off; }`,
    server: `expires $e; ${LOCATIONS}`,
    header: 'cache-control',
    requests,
  },
  'the types that hold without any': {
    http: '',
    server: `add_header X-V "[$sent_http_content_type][$sent_http_location]" always; location /m { return 302 /x; } location / { return 200 x; }`,
    header: 'x-v',
    requests: ['a.html', 'a.gif', 'a.jpg', 'a.jpeg', 'a', 'm'].map((path) => ({ target: `/${path}` })),
  },
});
