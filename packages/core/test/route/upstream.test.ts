import { gets } from './gets.ts';
import { describeCases, type RoutingCase } from './observed-cases.ts';

const CASES: readonly RoutingCase[] = [
  {
    id: 'the URI that a backend is asked for',
    http: `
      upstream pool {
          server 127.0.0.1:9002;
      }
      upstream three {
          server 127.0.0.1:9001 down;
          server 127.0.0.1:9003;
          server 127.0.0.1:9002 backup;
      }
      upstream spare {
          server 127.0.0.1:9001 down;
          server 127.0.0.1:9002 backup;
      }
      upstream dead {
          server 127.0.0.1:9001 down;
      }
      map $arg_to $to {
          pool pool;
          port 127.0.0.1:9003;
          name nobody.test;
          named nobody.test:8081;
          groupport pool:80;
          caps POOL;
          bad 127.0.0.1:bad;
          six [::1]:9001;
          path pool/x%20y;
          query pool?a=b;
          default $arg_to;
      }
      server {
          listen 8080;
          location /a { proxy_pass http://127.0.0.1:9001/x; }
          location /b/ { proxy_pass http://127.0.0.1:9001?q=1; }
          location /c/ { proxy_pass http://pool; }
          location /d/ { proxy_pass HTTP://POOL/; }
          location /three/ { proxy_pass http://three; }
          location /spare/ { proxy_pass http://spare; }
          location /dead/ {
              error_page 502 /bad;
              proxy_pass http://dead;
          }
          location /bad { return 200 "bad $uri"; }
          location /to/ { proxy_pass http://$to; }
          location /tos { proxy_pass $arg_to; }
          location /uri/ { proxy_pass http://pool$request_uri; }
          location /arg/ {
              set $args "x=$arg_q y";
              proxy_pass http://pool;
          }
          location /brk/ {
              rewrite ^/brk/(.*)$ /other/$1 break;
              proxy_pass http://pool/keep/;
          }
          location /rw/ {
              rewrite ^/rw/(.*)$ "/r w/$1?z=%20" break;
              proxy_pass http://pool;
          }

          location /unixplain/ { proxy_pass http://unix:/srv/run/backend.sock; }
          location /unixvar/ {
              proxy_pass http://pool;
          }
          location = /exact { proxy_pass http://pool/e; }
          location ~ ^/re/(.*)$ { proxy_pass http://pool/$1; }
          location /if/ {
              proxy_pass http://pool/from/;
              if ($arg_k) { set $x 1; }
              if ($arg_p) { proxy_pass http://127.0.0.1:9003; }
          }
          location /lost/ {
              if ($arg_p) { proxy_pass http://127.0.0.1:9003; }
              if ($arg_k) { set $x 1; }
          }
          location /lim/ {
              proxy_pass http://pool/lim2/;
              limit_except GET { proxy_pass http://127.0.0.1:9003; }
          }
          location /named/ { try_files /none @n; }
          location @n { proxy_pass http://pool; }
          location /err/ {
              error_page 404 = /pass/x%20y?q;
              return 404;
          }
          location /kept/ {
              error_page 404 /pass/kept;
              return 404;
          }
          location /pass/ { proxy_pass http://pool/p/; }
          location /deep/ {
              proxy_pass http://pool/deep/;
              location /deep/in/ { }
              location /deep/own/ { proxy_pass http://pool/o/; }
          }
          location /host/ {
              proxy_pass http://127.0.0.1:9001;
              proxy_set_header X-H $proxy_host;

          }
          location /nohost/ { return 200 "[$proxy_host]"; }
          location /method/ { proxy_method $arg_m; proxy_pass http://pool; }
      }`,
    files: ['/srv/www/'],
    requests: [
      ...gets(`/a /ab%20c?d /a/%2e%2e/a/b /b/x /b/x?y /c/%41%20?%41 /c/../c/x#f //c//x /d/x%3fy /d/caf%C3%A9
        /three/ /spare/ /dead/x /to/?to=pool /to/a%20b?to=port /to/?to=name /to/?to=named /to/?to=groupport
        /to/?to=caps /to/?to=bad /to/?to=path /to/?to=query /to/?to= /to/?to=/ /tos?to=http://pool/x
        /tos?to=pool /tos?to=ftp://pool /tos /uri/a%20b?c /arg/z%20z?q=1 /brk/a?b /brk/a%20b /rw/a%20b?b
        /exact /exact?a /re/a%20b?c /if/x /if/x%20y?k=1 /if/x%20y?p=1 /if/x?p=1&k=1 /lost/x?p=1
        /lost/x?p=1&k=1 /lost/x?k=1 /lim/x /named/a%20b?c /err/x /kept/y /deep/in/x /deep/own/x%25 /deep/x
        /host/x /nohost/ /method/?m=PURGE /method/?m=head /method/ http://other.test/c/x?y http://other.test`),
      { method: 'POST', target: '/lim/x', body: 'abc' },
      'HEAD /c/x',
      { method: 'POST', target: '/err/x', body: 'a=b' },
      { method: 'PUT', target: '/named/x', body: 'z' },
      { target: '/c/x', version: '1.0', host: null },
      { target: '/c/x', version: '0.9', host: null },
    ],
  },
  {
    id: 'the headers that a backend gets',
    http: `
      proxy_cache_path cache keys_zone=z:1m;
      proxy_set_header X-Http http;
      upstream pool { server 127.0.0.1:9002; }
      server {
          listen 8080;
          location /inherit/ { proxy_pass http://pool; }
          location /own/ {
              proxy_set_header X-Own $http_user_agent;
              proxy_set_header x-own $host;
              proxy_set_header X-Empty "";
              proxy_set_header X-Void $http_nothing;
              proxy_pass http://pool;
              location /own/deep/ { proxy_pass http://127.0.0.1:9001; }
              location /own/if/ {
                  proxy_pass http://127.0.0.1:9001;
                  if ($arg_a) { set $b c; }
              }
          }
          location /host/ { proxy_set_header Host $host; proxy_pass http://pool; }
          location /hosts/ { proxy_set_header Host one; proxy_set_header HOST two; proxy_pass http://pool; }
          location /nohost/ { proxy_set_header Host ""; proxy_pass http://pool; }
          location /nohost10/ { proxy_http_version 1.0; proxy_set_header Host $arg_h; proxy_pass http://pool; }
          location /nohost11/ { proxy_http_version 1.1; proxy_set_header Host $arg_h; proxy_pass http://pool; }
          location /fwd/ {
              proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
              proxy_set_header X-Forwarded-Proto $scheme;
              proxy_set_header X-Real-IP $remote_addr;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection upgrade;
              proxy_pass http://pool;
          }
          location /none/ { proxy_pass_request_headers off; proxy_pass http://pool; }
          location /ua/ { proxy_set_header User-Agent ""; proxy_set_header Cookie "a=$cookie_a"; proxy_pass http://pool; }
          location /cache/ { proxy_cache z; proxy_cache_key $request_id$uri; proxy_pass http://pool; }
          location /cachehead/ { proxy_cache z; proxy_cache_convert_head off; proxy_cache_key $request_id$uri; proxy_pass http://pool; }
          location /cacheoff/ { proxy_cache $arg_zone; proxy_cache_key $request_id$uri; proxy_pass http://pool; }
          location /loc/ { proxy_pass http://pool; proxy_set_header X-Loc $request_uri; proxy_set_header X-Uri "$uri|$args"; }
          location /set/ { set $proxy_host mine; proxy_set_header X-H $proxy_host; proxy_pass http://pool; }
      }
      server {
          listen 8080;
          server_name under.test;
          underscores_in_headers on;
          location / { proxy_pass http://pool; }
      }
      server {
          listen 8080;
          server_name any.test;
          ignore_invalid_headers off;
          location / { proxy_pass http://pool; }
      }`,
    requests: [
      ...gets(`/fwd/`),
      {
        target: '/inherit/',
        headers: {
          'User-Agent': 'ua/1',
          'X-Two': '2',
          'Accept-Language': 'de',
          TE: 'trailers',
          Upgrade: 'websocket',
          'Keep-Alive': 'x',
          Expect: '',
          Range: 'bytes=0-1',
          'If-None-Match': '"x"',
        },
      },
      { target: '/own/', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/own/deep/', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/own/if/?a=1', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/host/', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/hosts/', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/nohost/', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/nohost10/', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/nohost10/?h=x', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/nohost11/', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/nohost11/?h=x', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/none/', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/ua/', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/loc/a%20b?c', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/set/', headers: { 'User-Agent': 'ua', Cookie: 'a=b' } },
      { target: '/fwd/', headers: { 'X-Forwarded-For': '1.2.3.4', Upgrade: 'websocket', Connection: 'upgrade' } },
      { target: '/inherit/', headers: { x_under: '1', 'X.Dot': '2', 'X-Ok': '3' } },
      { target: '/', host: 'under.test', headers: { x_under: '1', 'X.Dot': '2', 'X-Ok': '3' } },
      { target: '/', host: 'any.test', headers: { x_under: '1', 'X.Dot': '2', 'X-Ok': '3' } },
      {
        target: '/cache/',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        method: 'HEAD',
        target: '/cache/',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        method: 'POST',
        target: '/cache/',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        target: '/cachehead/',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        method: 'HEAD',
        target: '/cachehead/',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        method: 'POST',
        target: '/cachehead/',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        target: '/cacheoff/',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        method: 'HEAD',
        target: '/cacheoff/',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        method: 'POST',
        target: '/cacheoff/',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        target: '/cacheoff/?zone=off',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        method: 'HEAD',
        target: '/cacheoff/?zone=off',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        method: 'POST',
        target: '/cacheoff/?zone=off',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        target: '/cacheoff/?zone=nope',
        headers: { 'X-A': 'b' },
      },
      {
        target: '/cacheoff/?zone=z',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        method: 'HEAD',
        target: '/cacheoff/?zone=z',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
      {
        method: 'POST',
        target: '/cacheoff/?zone=z',
        headers: {
          Range: 'bytes=0-1',
          'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT',
          'If-None-Match': '"x"',
          'X-A': 'b',
        },
      },
    ],
  },
  {
    id: 'parameters of FastCGI',
    http: `
      fastcgi_param X_HTTP http;
      fastcgi_index outer.php;
      server {
          listen 8080;
          root /srv/www;
          location /inherit/ { fastcgi_pass 127.0.0.1:9100; }
          location /own/ {
              fastcgi_param SCRIPT_NAME $fastcgi_script_name;
              fastcgi_param EMPTY "";
              fastcgi_param VOID $arg_none if_not_empty;
              fastcgi_param GIVEN $arg_x if_not_empty;
              fastcgi_param HTTP_X "1";
              fastcgi_param TWICE one;
              fastcgi_param TWICE two;
              fastcgi_pass 127.0.0.1:9100;
          }
          location ~ \\.php(/|$) {
              fastcgi_index index.php;
              fastcgi_split_path_info ^(.+?\\.php)(/.*)?$;
              fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
              fastcgi_param PATH_INFO $fastcgi_path_info;
              fastcgi_param CAP "$1|$2";
              fastcgi_param QUERY_STRING $query_string;
              fastcgi_param REQUEST_METHOD $request_method;
              fastcgi_pass 127.0.0.1:9100;
          }
          location ~ ^/keep/.+\\.inc(/|$) {
              fastcgi_split_path_info ^(.+?\\.inc)(/.*)$;
              set $path_info $fastcgi_path_info;
              try_files $fastcgi_script_name =404;
              fastcgi_param SCRIPT_NAME $fastcgi_script_name;
              fastcgi_param PATH_INFO $path_info;
              fastcgi_param PATH_NOW $fastcgi_path_info;
              fastcgi_pass 127.0.0.1:9100;
          }
          location ~ ^/memo/.+\\.inc(/|$) {
              fastcgi_split_path_info ^(.+?\\.inc)(/.*)$;
              set $path_info $fastcgi_path_info;
              rewrite ^ /memo/new.inc/z break;
              try_files $fastcgi_script_name =410;
              fastcgi_param SCRIPT_NAME $fastcgi_script_name;
              fastcgi_param PATH_INFO $path_info;
              fastcgi_pass 127.0.0.1:9100;
          }
          location ~ ^/memo2/.+\\.inc(/|$) {
              fastcgi_split_path_info ^(.+?\\.inc)(/.*)$;
              set $path_info $fastcgi_path_info;
              rewrite ^ /memo/new.inc/z break;
              return 200 "$fastcgi_script_name|$fastcgi_path_info|$path_info";
          }
          location /var/ {
              set $f 127.0.0.1:9100;
              fastcgi_param S $uri;
              fastcgi_pass $f;
          }
          location /noport/ { set $f 127.0.0.1; fastcgi_pass $f; }
          location /name/ { set $f nobody.test:99; fastcgi_pass $f; }
          location /path/ { set $f 127.0.0.1:9100/x; fastcgi_pass $f; }
          location /say/ { return 200 "$fastcgi_script_name|$fastcgi_path_info"; }
      }`,
    files: ['/srv/www/keep/a.inc', '/srv/www/memo/old.inc', '/srv/www/i.php'],
    requests: [
      ...gets(`/inherit/ /own/ /own/a%20b?x=1 /i.php /i.php/p%20q?z /i.php/ /a/b.php/c.php/d /keep/a.inc/more
        /keep/a.inc /memo/old.inc/x /memo2/old.inc/x /var/x /noport/ /name/ /path/ /say/a/ /say/b`),
      { method: 'POST', target: '/i.php', body: 'a=b' },
      'HEAD /i.php',
    ],
  },
];

describeCases('upstream', CASES);
