import { describe, expect, it } from 'vitest';
import { completions } from '../src/features/completion.ts';
import { labelsOf, offered, taken } from './support/complete.ts';

const APP = 'upstream app { server 10.0.0.1:8080; }';
const ZONES = 'limit_req_zone $binary_remote_addr zone=perip:10m rate=1r/s; limit_conn_zone $host zone=perhost:1m;';
const CACHE = 'proxy_cache_path /var/cache keys_zone=pages:10m;';

/** `http { … }` with a server and a location around. */
const at = (text: string, http = '', server = ''): string =>
  `http { ${http} server { ${server} location / {\n ${text}\n } } }`;

const line = (text: string): string => text.split('\n')[1]?.trim() ?? '';

describe('arguments', () => {
  it.each([
    // Groups and addresses.
    ['proxy_pass <|>;', APP, 'http://app', 'proxy_pass http://app;'],
    ['proxy_pass http://<|>;', APP, 'app', 'proxy_pass http://app;'],
    ['proxy_pass http://a<|>/v1/;', APP, 'app', 'proxy_pass http://app/v1/;'],
    ['proxy_pass http://10.<|>;', APP, '10.0.0.1:8080', 'proxy_pass http://10.0.0.1:8080;'],
    ['proxy_pass ht<|>', APP, 'https://', 'proxy_pass https://'],
    ['fastcgi_pass <|>;', APP, 'app', 'fastcgi_pass app;'],
    ['grpc_pass grpc://<|>;', APP, 'app', 'grpc_pass grpc://app;'],
    // Zones, caches, formats.
    ['limit_req <|>;', ZONES, 'zone=perip', 'limit_req zone=perip;'],
    ['limit_req zone=<|>;', ZONES, 'perip', 'limit_req zone=perip;'],
    ['limit_req zone=perip b<|>;', ZONES, 'burst=', 'limit_req zone=perip burst=;'],
    ['limit_conn <|> 1;', ZONES, 'perhost', 'limit_conn perhost 1;'],
    ['proxy_cache p<|>;', CACHE, 'pages', 'proxy_cache pages;'],
    ['proxy_cache o<|>;', CACHE, 'off', 'proxy_cache off;'],
    ['access_log /a.log <|>;', 'log_format main "$host";', 'main', 'access_log /a.log main;'],
    ['access_log /a.log c<|>;', '', 'combined', 'access_log /a.log combined;'],
    ['access_log o<|>;', '', 'off', 'access_log off;'],
    ['access_log /a.log combined bu<|>', '', 'buffer=', 'access_log /a.log combined buffer='],
    // Words.
    ['gzip <|>;', '', 'on', 'gzip on;'],
    ['gzip o<|>ff;', '', 'on', 'gzip on;'],
    ['auth_basic <|>;', '', 'off', 'auth_basic off;'],
    ['satisfy a<|>;', '', 'any', 'satisfy any;'],
    ['expires m<|>;', '', 'max', 'expires max;'],
    ['expires 30<|>;', '', '30d', 'expires 30d;'],
    ['client_max_body_size 10<|>;', '', '10m', 'client_max_body_size 10m;'],
    ['proxy_read_timeout 5<|>;', '', '5m', 'proxy_read_timeout 5m;'],
    ['rewrite ^/a /b l<|>;', '', 'last', 'rewrite ^/a /b last;'],
    ['return 30<|>;', '', '301', 'return 301;'],
    ['error_page 50<|> /x;', '', '502', 'error_page 502 /x;'],
    ['charset u<|>;', '', 'utf-8', 'charset utf-8;'],
    ['default_type text/p<|>;', '', 'text/plain', 'default_type text/plain;'],
    ['gzip_types text/css a<|>;', '', 'application/json', 'gzip_types text/css application/json;'],
    ['limit_except G<|> { }', '', 'GET', 'limit_except GET { }'],
    ['allow 10<|>;', '', '10.0.0.0/8', 'allow 10.0.0.0/8;'],
    ['deny a<|>;', '', 'all', 'deny all;'],
    ['proxy_next_upstream error <|>;', '', 'timeout', 'proxy_next_upstream error timeout;'],
    ['proxy_http_version 1<|>;', '', '1.1', 'proxy_http_version 1.1;'],
    ['aio thr<|>;', '', 'threads', 'aio threads;'],
    // Headers.
    ['proxy_set_header X-Re<|>', '', 'X-Real-IP', 'proxy_set_header X-Real-IP $remote_addr;'],
    ['proxy_set_header Ho<|>;', '', 'Host', 'proxy_set_header Host $host;'],
    ['proxy_set_header Ho<|> $host;', '', 'Host', 'proxy_set_header Host $host;'],
    ['proxy_set_header Host <|>;', '', '$http_host', 'proxy_set_header Host $http_host;'],
    ['proxy_set_header Connection <|>;', '', '""', 'proxy_set_header Connection "";'],
    [
      'add_header X-Content-Type-Options n<|> always;',
      '',
      'nosniff',
      'add_header X-Content-Type-Options nosniff always;',
    ],
    ['add_header X-A b <|>;', '', 'always', 'add_header X-A b always;'],
    ['proxy_hide_header X-P<|>;', '', 'X-Powered-By', 'proxy_hide_header X-Powered-By;'],
    // Variables.
    ['return 200 $ho<|>;', '', '$host', 'return 200 $host;'],
    ['return 200 "a $ho<|> b";', '', '$host', 'return 200 "a $host b";'],
    ['return 200 "a ${ho<|>";', '', '$host', 'return 200 "a ${host}";'],
    ['return 200 "a ${ho<|>}";', '', '$host', 'return 200 "a ${host}";'],
    ['return 200 $ho<|>stname;', '', '$host', 'return 200 $host;'],
    ['return 200 $mi<|>;', 'map $a $mine { default 1; }', '$mine', 'return 200 $mine;'],
    ['set $x $arg_<|>;', '', '$arg_', 'set $x $arg_;'],
    ['set $x $http_x_<|>;', '', '$http_x_forwarded_for', 'set $x $http_x_forwarded_for;'],
    ['return $sc<|>;', '', '$scheme', 'return $scheme;'],
    ['return 200 $ar<|>', '', '$args', 'return 200 $args'],
    ['proxy_set_header Host $<|>', '', '$host', 'proxy_set_header Host $host'],
    // An unclosed quote ends on its line.
    ['add_header X-A "$ho<|>\n add_header X-B "b";', '', '$host', 'add_header X-A "$host'],
    // Tests.
    ['if (<|>) { }', '', '$host', 'if ($host) { }'],
    ['if ($request_method <|>) { }', '', '!=', 'if ($request_method !=) { }'],
    ['if ($request_method = P<|>) { }', '', 'POST', 'if ($request_method = POST) { }'],
    ['if (-f <|>) { }', '', '$request_filename', 'if (-f $request_filename) { }'],
  ])('%s', async (text, http, label, expected) => {
    expect(line(await taken(at(text, http), label))).toBe(expected);
  });

  it.each([
    ['try_files <|>;', '', '$uri'],
    ['try_files $uri <|>;', '', '$uri/'],
    ['try_files $uri =<|>;', '', '=404'],
    ['try_files $uri @<|>;', 'location @app { return 200; }', '@app'],
    ['error_page 404 @<|>;', 'location @app { return 200; }', '@app'],
    ['error_page 404 =<|> /x;', '', '='],
    ['auth_request /<|>;', 'location = /auth { internal; }', '/auth'],
  ])('destinations: %s', async (text, server, label) => {
    expect(labelsOf(await offered(at(text, '', server)))).toContain(label);
  });

  it.each([
    ['http { server { listen <|>; } }', ['80', '443 ssl']],
    ['http { server { listen 80 <|>; } }', ['ssl', 'default_server']],
    ['http { server { listen 80 ipv6only=<|>; } }', ['on', 'off']],
    ['http { server { ssl_protocols <|>; } }', ['TLSv1.2', 'TLSv1.3']],
    ['http { upstream a { server 10.0.0.1 <|>; } }', ['weight=', 'max_fails=']],
    ['http { upstream a { server b:1; } upstream c { server <|>; } }', ['b:1']],
    ['http { server { location <|> { } } }', ['/']],
    ['http { server { location / { try_files $uri @x; } location <|> { } } }', ['/', '@x']],
    ['http { ssl_session_cache s<|>; }', ['shared:SSL:10m']],
    ['http { ssl_session_cache shared:TLS:1m; server { ssl_session_cache s<|>; } }', ['shared:TLS:1m']],
    ['http { ssl_session_cache shared:TLS:1m; server { ssl_session_cache shared:<|>; } }', ['TLS:1m']],
    ['events { use e<|>; }', ['epoll', 'eventport']],
    ['error_log /a.log w<|>;', ['warn']],
    ['worker_processes <|>;', ['auto']],
    ['user <|>;', ['nginx', 'www-data']],
    ['http { limit_req_zone $binary_remote_addr zone=a:<|> rate=1r/s; }', ['a:10m']],
    ['stream { upstream a { server b:1; } server { proxy_pass <|>; } }', ['a', 'b:1']],
    ['stream { server { listen 1 <|>; } }', ['ssl', 'default_server']],
    ['stream { log_format x "$protocol"; access_log /a <|>; }', ['x']],
    ['thread_pool big threads=4;\nhttp { aio threads=<|>; }', ['big']],
    ['http { upstream a { sticky <|>; } }', ['cookie', 'route', 'learn']],
  ])('in their order: %s', async (text, expected) => {
    expect(labelsOf(await offered(text)).slice(0, expected.length)).toEqual(expected);
  });

  it('leaves out what is given, and marks what is old', async () => {
    const protocols = await offered('http { ssl_protocols TLSv1.2 <|>; }');
    expect(labelsOf(protocols)).not.toContain('TLSv1.2');
    expect(protocols.items.find(({ label }) => label === 'TLSv1')?.deprecated).toBe(true);
    expect(labelsOf(await offered('http { server { listen 80 ssl <|>; } }'))).not.toContain('ssl');
    expect(labelsOf(await offered('http { upstream a { sticky cookie a <|>; } }'))).not.toContain('create=');
    expect(labelsOf(await offered('http { upstream a { sticky cookie a <|>; } }'))).toContain('domain=');
  });

  it('knows which variables there are', async () => {
    const http = labelsOf(await offered(at('return 200 $<|>;')));
    expect(http).toEqual(expect.arrayContaining(['$host', '$arg_', '$cookie_', '$http_', '$upstream_http_']));
    expect(http).not.toContain('$ssl_preread_server_name');
    const stream = labelsOf(await offered('stream { server { return $<|>; } }'));
    expect(stream).toContain('$ssl_preread_server_name');
    expect(stream).not.toContain('$request_uri');
    const server = 'server_name ~^(?<tenant>.+)$; set $own 1; ';
    const own = labelsOf(await offered(at('return 200 $<|>;', 'geo $g { } split_clients $a $s { }', server)));
    expect(own).toEqual(expect.arrayContaining(['$tenant', '$own', '$g', '$s']));
    expect(labelsOf(await offered(at('return 200 $<|>;', 'js_set $j a.b;')))).toContain('$j');
    expect(labelsOf(await offered(at('rewrite ^/a$<|> /b;')))).toEqual([]);
    expect(labelsOf(await offered('http { server { listen $<|>; } }'))).toEqual([]);
    expect(labelsOf(await offered(at('return 200 $request_i<|>;'), { version: '1.11.0' }))).toEqual(['$request_id']);
  });

  it('knows the groups that numbers stand for', async () => {
    const inside = 'http { server { location ~ ^/(a)/(b) { return 200 $<|>; } } }';
    expect(labelsOf(await offered(inside)).slice(0, 2)).toEqual(['$1', '$2']);
    expect(labelsOf(await offered(at('rewrite ^/(a) /$<|>;'))).slice(0, 2)).toEqual(['$1', '$host']);
    expect(labelsOf(await offered(at('if ($uri ~ "(a)") { return 200 $<|>; }')))[0]).toBe('$1');
    expect(labelsOf(await offered(at('return 200 $<|>;')))).not.toContain('$1');
  });

  it('begins with the variables of the same server', async () => {
    const other = 'server { set $theirs 1; location ~ (?<group>a) { } }';
    const all = labelsOf(await offered(at('return 200 $<|>;', `map $uri $mapped { } ${other}`, 'set $own 1;')));
    expect(all.slice(0, 3)).toEqual(['$mapped', '$own', '$host']);
    expect(all.slice(-2)).toEqual(['$group', '$theirs']);
  });

  it('offers to set what may be set', async () => {
    const own = labelsOf(await offered(at('set $mine 1; set $<|>;')));
    expect(own).toEqual(expect.arrayContaining(['$mine', '$args', '$limit_rate']));
    expect(own).not.toContain('$host');
  });

  it('is asked again where digits decide', async () => {
    const { snapshot, file, offset } = await offered(at('client_max_body_size <|>;'));
    expect(completions(snapshot, file, offset).incomplete).toBe(true);
    const other = await offered(at('gzip <|>;'));
    expect(completions(other.snapshot, other.file, other.offset).incomplete).toBe(false);
  });

  it('asks for a named location of the same server alone', async () => {
    const text = 'http { server { location @a { } } server { location @b { } location / { try_files $uri @<|>; } } }';
    expect(labelsOf(await offered(text))).toEqual(['@b']);
  });

  it('reads no further than the line where the semicolon is missing', async () => {
    const text = at('proxy_pass http://<|>\n proxy_set_header Host $host;', APP);
    expect(line(await taken(text, 'app'))).toBe('proxy_pass http://app');
    expect(labelsOf(await offered(at('root /a\n gzip <|>;'))).slice(0, 2)).toEqual(['on', 'off']);
  });

  it('goes on with arguments that are indented on the next line', async () => {
    const text = 'http {\n  log_format main "$host"\n    "$req<|>";\n}';
    expect(labelsOf(await offered(text))).toContain('$request_uri');
  });
});

describe('usual values', () => {
  it.each([
    ['index <|>;', 'index.html', 'index index.html;'],
    ['index index.html <|>;', 'index.php', 'index index.html index.php;'],
    [
      'fastcgi_param SCRIPT_F<|>',
      'SCRIPT_FILENAME',
      'fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;',
    ],
    ['fastcgi_param HTTPS <|>;', '$https', 'fastcgi_param HTTPS $https;'],
    ['fastcgi_param REM<|>OTE $x;', 'REMOTE_ADDR', 'fastcgi_param REMOTE_ADDR $x;'],
    ['fastcgi_pass un<|>;', 'unix:/run/php/php-fpm.sock', 'fastcgi_pass unix:/run/php/php-fpm.sock;'],
    ['keepalive_timeout <|>;', '65', 'keepalive_timeout 65;'],
  ])('%s', async (text, label, expected) => {
    expect(line(await taken(at(text), label))).toBe(expected);
  });
});
