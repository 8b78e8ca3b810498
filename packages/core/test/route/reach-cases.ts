/** Locations of a server, and what can get to each of them. */
export interface ReachCase {
  readonly conf: string;
  /** By the words of the location: a sample, or what was proved. */
  readonly reach: Readonly<Record<string, string>>;
}

const PASS = 'proxy_pass http://127.0.0.1:9;';

export const REACH_CASES: Readonly<Record<string, ReachCase>> = {
  'names beside each other': {
    conf: 'location / {} location /a {} location = /a {} location ^~ /b {}',
    reach: { '/': '/', '/a': '/aa', '= /a': '/a', '^~ /b': '/b' },
  },
  'names that no client can ask for': {
    conf: 'location a {} location /a//b {} location /a/../b {} location = /c/. {} location /d/.. {} location = @x {} location /e/. {}',
    reach: {
      a: 'no-such-path',
      '/a//b': 'no-such-path',
      '/a/../b': 'no-such-path',
      '= /c/.': 'no-such-path',
      '/d/..': '/d/..a',
      '= @x': 'no-such-path',
      '/e/.': '/e/.a',
    },
  },
  'such names where something leads to them': {
    conf: `location a {} location /a//b {} location = c {} location /d {}
      location /x { error_page 404 /a//b/c; rewrite ^/y c last; rewrite ^ http://a/ redirect; }`,
    reach: { a: 'no-such-path', '/a//b': 'only-internal /a//b/c', '= c': 'only-internal c', '/d': '/d', '/x': '/x' },
  },
  'such names where a backend may lead to them': {
    conf: `location a {} location ~ ^[^/] {} location ~ ^a {} location ~ (?!) {} location /x { ${PASS} }`,
    reach: {
      a: 'no-such-path',
      '~ ^[^/]': 'only-internal a',
      '~ ^a': 'no-such-path',
      '~ (?!)': 'unknown: expressions whose matches cannot be told beforehand',
      '/x': '/x',
    },
  },
  'expressions that match no path': {
    conf: 'location ~ ^a {} location ~ b^ {} location ~ // {} location ~ /\\.\\./ {} location ~ ^$ {} location ~ ^/\\.$ {}',
    reach: {
      '~ ^a': 'no-such-path',
      '~ b^': 'no-such-path',
      '~ //': 'no-such-path',
      '~ /\\.\\./': 'no-such-path',
      '~ ^$': 'no-such-path',
      '~ ^/\\.$': '"/.\\n"',
    },
  },
  'an expression behind others': {
    conf: 'location ~ \\.php$ {} location ~ ^/a/.*\\.php$ {} location ~ \\.png$ {} location ~ \\.jpg$ {} location ~ \\.(?:jpg|png)$ {}',
    reach: {
      '~ \\.php$': '/.php',
      '~ ^/a/.*\\.php$': 'taken by ~ \\.php$',
      '~ \\.png$': '/.png',
      '~ \\.jpg$': '/.jpg',
      '~ \\.(?:jpg|png)$': 'taken by ~ \\.jpg$, ~ \\.png$',
    },
  },
  'an expression behind one without the end': {
    conf: 'location ~ ^/a {} location ~ ^/a/b {} location ~* ^/A {} location ~ ^/ {} location ~ x {}',
    reach: { '~ ^/a': '/a', '~ ^/a/b': 'taken by ~ ^/a', '~* ^/A': '/A', '~ ^/': '/', '~ x': 'taken by ~ ^/' },
  },
  'only with a line feed': {
    conf: 'location ~ ^/.*$ {} location ~ ^/a {} location /b {}',
    reach: { '~ ^/.*$': '/', '~ ^/a': '"/a\\na" by ~ ^/.*$', '/b': '"/b\\na" by ~ ^/.*$' },
  },
  'a prefix behind expressions': {
    conf: 'location /a/ {} location ~ ^/a/$ {} location ~ ^/a/. {} location ~ \\n {} location /b/ {} location ~ ^/b {} location ^~ /c {} location ~ c {}',
    reach: {
      '/a/': 'taken by ~ \n, ~ ^/a/$, ~ ^/a/.',
      '~ ^/a/$': '/a/',
      '~ ^/a/.': '/a/a',
      '~ \n': '"/\\n"',
      '/b/': 'taken by ~ ^/b',
      '~ ^/b': '/b',
      '^~ /c': '/c',
      '~ c': '/ac',
    },
  },
  'a prefix that only redirects': {
    conf: `location /a/ { ${PASS} } location ~ ^/a/ {} location = /b/ { ${PASS} } location /b/ { ${PASS} }`,
    reach: { '/a/': 'only-slash /a by ~ ^/a/', '~ ^/a/': '/a/', '= /b/': '/b/', '/b/': '/b/a' },
  },
  'names inside expressions': {
    conf: 'location ~ ^/a { location ^/a {} location ~ b { location b {} location ~ c {} } }',
    reach: {
      '~ ^/a': '/a',
      '^/a': 'inside-expression by ~ ^/a',
      '~ b': '/ab',
      b: 'inside-expression by ~ b',
      '~ c': '/abc',
    },
  },
  'nested levels that hide each other': {
    conf: `location /a/ { location /a/b/ {} location = /a/c {} location /a/d {} }
      location /a/b {} location = /a/c {} location ^~ /a/d {}`,
    reach: {
      '/a/': '/a/',
      '/a/b/': 'taken by /a/b',
      '= /a/c': '/a/c',
      '/a/d': 'taken by ^~ /a/d',
      '/a/b': '/a/b',
      '^~ /a/d': '/a/d',
    },
  },
  'expressions inside before those outside': {
    conf: `location ^~ /a/ { location ~ ^/a/b {} location ^~ /a/c/ {} location ~ . {} }
      location ~ ^/a/ {} location /b/ { location ~ ^/b/x {} location ~ ^/b/xy {} } location ~ ^/b/xy {} location ~ ^/b/xz {} location ~ ^/b/w {}`,
    reach: {
      '^~ /a/': 'taken by ~ .',
      '~ ^/a/b': '/a/b',
      '^~ /a/c/': '/a/c/',
      '~ .': '/a/',
      '~ ^/a/': 'taken by ~ ., ~ ^/a/b',
      '/b/': '/b/',
      '~ ^/b/x': '/b/x',
      '~ ^/b/xy': 'taken by ~ ^/b/x',
      '~ ^/b/xz': 'taken by ~ ^/b/x',
      '~ ^/b/w': '/b/w',
    },
  },
  'expressions under a `^~`': {
    conf: 'location ^~ / {} location ~ \\.php$ {} location /a/ {} location ~ ^/b/ {} location ^~ /a/c/ {} location ~ ^/a/c/ {}',
    reach: {
      '^~ /': '/',
      '~ \\.php$': '/a/.php',
      '/a/': '/a/',
      '~ ^/b/': 'taken by ^~ /',
      '^~ /a/c/': '/a/c/',
      '~ ^/a/c/': 'taken by ^~ /a/c/',
    },
  },
  'look-arounds': {
    conf: 'location ~ ^/a(?!b) {} location ~ ^/a {} location ~ ^/ab {} location ~ ^/(?=x)y {} location ~ ^/(?!x) {}',
    reach: {
      '~ ^/a(?!b)': '/a',
      '~ ^/a': '/ab',
      '~ ^/ab': 'taken by ~ ^/a',
      '~ ^/(?=x)y': 'unknown: expressions whose matches cannot be told beforehand',
      '~ ^/(?!x)': '/',
    },
  },
  'look-arounds before others': {
    conf: 'location ~ ^/a(?!b) {} location ~ ^/a {} location ~ ^/a/ {}',
    reach: { '~ ^/a(?!b)': '/a', '~ ^/a': '/ab', '~ ^/a/': 'taken by ~ ^/a(?!b)' },
  },
  internal: {
    conf: `location /a { internal; location /a/b {} } location = /e { internal; } location = /f { internal; }
      location = /g/index.html { internal; } location /x { error_page 404 /e; auth_request /f; }`,
    reach: {
      '/a': 'internal',
      '/a/b': 'internal',
      '= /e': 'only-internal /e',
      '= /f': 'only-internal /f',
      '= /g/index.html': 'only-internal /g/index.html',
      '/x': '/x',
    },
  },
  'internal, with a backend': {
    conf: `location /a { internal; } location ~ ^/x { internal; } location / { ${PASS} }`,
    reach: { '/a': 'only-internal /a', '~ ^/x': 'only-internal /x', '/': '/' },
  },
  'internal, and what leads somewhere': {
    conf: `location /a { internal; } location /b { internal; } location = /c { internal; } location /d { internal; }
      location ~ ^/x { try_files $uri /b/$uri?$args; rewrite ^/y /a$1x last; rewrite ^/z /c?$1; rewrite ^ /d$1 redirect; }`,
    reach: {
      '/a': 'only-internal /a',
      '/b': 'only-internal /b/',
      '/d': 'internal',
      '= /c': 'only-internal /c',
      '~ ^/x': '/x',
    },
  },
  'named locations': {
    conf: 'location @a {} location @b {} location @c {} location / { try_files $uri @a; error_page 404 = @b; } location @b { }',
    reach: { '@a': '@a', '@b': 'same-name by @b', '@c': 'unnamed', '/': '/' },
  },
  'named locations that a backend may name': {
    conf: `location @a {} location / { ${PASS} }`,
    reach: { '@a': 'unknown: whether a backend names @a', '/': '/' },
  },
  'a return of the server': {
    conf: 'return 301 /x; error_page 403 @a; location / {} location @a {} location @b {}',
    reach: { '/': 'server-answers', '@a': '@a', '@b': 'unnamed' },
  },
  'a redirect of the server for all': {
    conf: 'rewrite ^/(.*) https://example.org/$1; location /a {}',
    reach: { '/a': 'server-answers' },
  },
  'rewrites of the server': {
    conf: `rewrite ^/old/(.*)$ /new/$1 last; rewrite ^/gone /x permanent; rewrite \\.html$ /app.php; rewrite ^/q/ /r/$arg_a;
      location /old/ {} location /new/ {} location /gone {} location /old {} location ~ \\.html$ {} location = /app.php { internal; }
      location = /gone/a {} location /q/a/ {} location ~ ^/(?:old/|q/).*x {} location /old/a {}`,
    reach: {
      '/old/': '"/old/\\na"',
      '/new/': '/new/',
      '/gone': 'rewritten',
      '/old': '/old',
      '~ \\.html$': 'only-internal /new/.html',
      '= /app.php': 'only-internal /app.php',
      '= /gone/a': 'rewritten',
      '/q/a/': 'rewritten',
      '~ ^/(?:old/|q/).*x': '"/old/x\\na"',
      '/old/a': '"/old/a\\na"',
    },
  },
  'a rewrite of the server for all': {
    conf: 'rewrite ^ /index.php last; location = /index.php {} location / {} location ~ \\.php$ {} location ~ ^/i {}',
    reach: { '= /index.php': '/index.php', '/': 'rewritten', '~ \\.php$': 'rewritten', '~ ^/i': 'rewritten' },
  },
  'a rewrite that not all requests meet': {
    conf: 'if ($arg_a) { break; } rewrite ^/a /b; location /a {} location /b {}',
    reach: { '/a': '/a', '/b': '/b' },
  },
  'a return for some': {
    conf: 'if ($arg_a) { return 403; } location / {}',
    reach: { '/': '/' },
  },
};
