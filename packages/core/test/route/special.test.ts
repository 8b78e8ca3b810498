import { gets } from './gets.ts';
import { describeCases, type RoutingCase } from './observed-cases.ts';

const HEADERS = { 'X-C': 'c', 'User-Agent': 'u' };

const CASES: readonly RoutingCase[] = [
  {
    id: 'statuses and their pages',
    http: `
      map $uri $page { ~/cond1 /pages/e.html?v=$status; ~/cond2 @named; ~/cond3 ""; default http://x.test/$uri; }
      server {
          listen 8080;
          server_name one.test;
          root /srv/www;
          error_page 404 /pages/404.html;
          error_page 403 405 =200 /pages/e.html;
          location /plain/ { }
          location /same/ { error_page 404 /pages/e.html?a=b; return 404; }
          location /eq/ { error_page 404 = /pages/e.html; return 404; }
          location /eqret/ { error_page 404 = /ret; return 404; }
          location /code/ { error_page 404 =410 /pages/e.html; return 404; }
          location /ok/ { error_page 404 =200 /ret; return 404; }
          location /kept/ { error_page 404 /ret; return 404; }
          location = /ret { return 201 "ret $status"; }
          location /named/ { error_page 404 @named; return 404; }
          location /namedeq/ { error_page 404 = @named; return 404; }
          location @named { return 203 "named $uri"; }
          location /unknown/ { error_page 404 @nobody; return 404; }
          location /url/ { error_page 404 http://x.test/y; return 404; }
          location /url301/ { error_page 404 =301 http://x.test/y; return 404; }
          location /url200/ { error_page 404 =200 http://x.test/y; return 404; }
          location /rel/ { error_page 404 =302 y/z; return 404; }
          location /var/ { error_page 404 $page; return 404; }
          location /redir/ { error_page 301 302 = /ret; return 301 /elsewhere; }
          location /redirkept/ { error_page 301 /pages/e.html; return 301 /elsewhere; }
          location /redirurl/ { error_page 302 =303 /n/$uri; rewrite ^ /else redirect; }
          location /rec/ {
              error_page 404 /rec2/;
              return 404;
          }
          location /rec2/ { error_page 403 /pages/e.html; return 403; }
          location /recon/ {
              recursive_error_pages on;
              error_page 404 /recon2/;
              return 404;
          }
          location /recon2/ { recursive_error_pages on; error_page 403 @named; return 403; }
          location /used/ {
              error_page 500 /x;
              error_page 404 /used2/;
              return 404;
          }
          location /used2/ { recursive_error_pages on; error_page 403 @named; return 403; }
          location /loop/ { recursive_error_pages on; error_page 404 /loop/; return 404; }
          location /loopnamed/ { recursive_error_pages on; error_page 404 @loop; return 404; }
          location @loop { recursive_error_pages on; error_page 404 @loop; return 404; }
          location /first/ { error_page 404 /ret; error_page 404 @named; return 404; }
          location /text/ { error_page 404 /ret; return 404 "text"; }
          location /c497/ { error_page 497 /ret; return 497; }
          location /c494/ { error_page 494 = /ret; return 494; }
          location /c496/ { return 496; }
          location /c599/ { error_page 599 /ret; return 599; }
          location /c333/ { return 333; }
          location /c204/ { error_page 404 = /empty; return 404; }
          location /empty { return 204; }
          location /if/ {
              error_page 404 /ret;
              if ($arg_a) { error_page 404 @named; }
              if ($arg_b) { return 404; }
              return 404;
          }
          location /deny/ { deny all; }
          location /slash { error_page 404 =200 /pages/; return 404; }
          location /file { try_files /none =404; }
          location /index/ { error_page 403 /ret; }
          location /up/ { proxy_pass http://127.0.0.1:9001; }
          location /toup/ { error_page 404 /up/x; return 404; }
          location /toupeq/ { error_page 404 = /up/x; return 404; }
          location /toupcode/ { error_page 404 =405 /up/x; return 404; }
          location /msie/ { msie_refresh on; return 301 http://x.test/; }
          location /msie2/ { msie_refresh on; error_page 404 http://x.test/; return 404; }
          location /intercept/ { proxy_intercept_errors on; error_page 404 /ret; proxy_pass http://127.0.0.1:9001; }
      }`,
    files: ['/srv/www/pages/404.html', '/srv/www/pages/e.html', '/srv/www/pages/index.html', '/srv/www/index/'],
    requests: [
      ...gets(`/plain/x /same/x?q /eq/ /eqret/ /code/ /ok/ /kept/ /named/x /namedeq/x /unknown/ /url/ /url301/
        /url200/ /rel/ /var/cond1 /var/cond2 /var/cond3 /var/z /redir/ /redirkept/ /redirurl/ /rec/ /recon/
        /used/ /loop/ /loopnamed/ /first/ /text/ /c497/ /c494/ /c496/ /c599/ /c333/ /c204/ /if/ /if/?a=1
        /if/?b=1 /if/?a=1&b=1 /deny/ /slash /file /index/ /toup/ /toupeq/ /toupcode/ /%zz /msie/ /msie2/
        /none?x=y`),
      { method: 'POST', target: '/plain/x', body: 'x' },
      { method: 'POST', target: '/same/x', body: 'x' },
      { method: 'POST', target: '/named/x', body: 'x' },
      { method: 'POST', target: '/kept/', body: 'x' },
      'HEAD /plain/x',
      'HEAD /same/x',
      'HEAD /kept/',
      { target: '/msie/', headers: { 'User-Agent': 'Mozilla/4.0 (compatible; MSIE 6.0; Windows)' } },
      { target: '/msie2/', headers: { 'User-Agent': 'Mozilla/4.0 (compatible; MSIE 6.0; Windows)' } },
      { target: '/plain/', host: null },
      { target: '/kept/', version: '1.0', host: null },
      { target: '/redirurl/', version: '0.9', host: null },
    ],
  },
  {
    id: 'pages that are passed on, and what leads there',
    http: `
      upstream pool { server 127.0.0.1:9002; }
      error_page 400 /e400;
      error_page 405 @m;
      server {
          listen 8080;
          root /srv/www;
          rewrite ^/brk/(.*)$ /pass/$1 break;
          rewrite ^/srvlast/(.*)$ "/pass/a b/$1?n=1" last;
          location /pass/ { proxy_pass http://pool/p/; }
          location /e400 { return 200 "e400 $uri"; }
          location @m { return 200 "m $uri"; }
          location /longname {
              try_files /a =404;
              proxy_pass http://pool/y;
          }
          location /tryq/ {
              try_files /none /pass/zz?a=$arg_a&b;
          }
          location /tryvar/ {
              try_files /none $arg_t;
          }
          location /q/ {
              set $args $args&x=%20;
              proxy_pass http://pool/q/;
          }
          location /ifup/ {
              error_page 404 /pass/404;
              if ($arg_a = 1) {
                  error_page 404 =200 @m;
              }
              if ($arg_b) {
                  return 404;
              }
              if ($arg_c) {
                  fastcgi_pass 127.0.0.1:9100;
              }
              proxy_pass http://127.0.0.1:9001/base/;
          }
          location /lim/ {
              proxy_pass http://pool/lim/;
              limit_except GET {
                  allow 127.0.0.1;
                  deny all;
              }
          }
          location /limdeny/ {
              error_page 403 /pass/403;
              proxy_pass http://pool/lim/;
              limit_except GET {
                  deny all;
              }
          }
          location /auto/ { proxy_pass http://pool; }
          location /auto2/ { fastcgi_pass 127.0.0.1:9100; }
          location = /auto3/ { proxy_pass http://pool; }
          location /auto4/ {
              error_page 301 = /pass/301;
              proxy_pass http://pool;
          }
          location ~ ^/cap/([^/]+)/(.*)$ {
              set $up pool;
              proxy_pass http://$up/$2?k=$1&$args;
          }
          location ~ ^/capu/ {
              set $up pool;
              proxy_pass http://$up;
          }
          location /method/ {
              error_page 404 = /pass/m;
              return 404;
          }
          location /nmethod/ {
              error_page 404 = @up;
              return 404;
          }
          location @up { rewrite ^/nmethod/(.*)$ /x/$1 break; proxy_pass http://pool; }
          location /nup/ { error_page 404 = @up2; return 404; }
          location @up2 { rewrite ^ /pass/back last; }
          location /int/ { internal; proxy_pass http://pool/int/; }
          location /toint/ { rewrite ^/toint/(.*)$ /int/$1 last; }
          location /idx/ { index /pass/index; }
          location /idx2/ { index a.html; }
          location = /idx2/a.html { proxy_pass http://pool; }
          location /ret/ { return 302 /pass/$arg_x; }
          location /ret2/ { error_page 302 /pass/302; return 302 /y; }
          location /inner/ {
              proxy_pass http://pool/i/;
              if ($arg_z) {
                  rewrite ^/inner/(.*)$ /inner/$1/z break;
              }
          }
          location /x5/ {
              proxy_set_header X-A 1;
              proxy_pass http://pool;
              location /x5/y/ {
                  proxy_set_header X-B 2;
                  proxy_pass http://pool/5/;
              }
              location ~ \\.gif$ {
                  proxy_pass http://127.0.0.1:9003;
              }
          }
      }
      server {
          listen 8080;
          server_name noslash.test;
          merge_slashes off;
          error_page 404 500 =200 /ok;
          location / { proxy_pass http://pool/r/; }
          location /raw { proxy_pass http://pool; }
          location /ok { return 200 "ok $request_method"; }
          location /no/ { return 500; }
          location /only/ { internal; }
      }`,
    files: ['/srv/www/a', '/srv/www/idx/', '/srv/www/idx2/a.html'],
    requests: [
      ...gets(`/pass/x /brk/x%20y?q /srvlast/x%20y /srvlast/x?q /tryq/?a=1 /tryvar/?t=/pass/x /tryvar/?t=/pass/x?y
        /tryvar/ /q/x?a /q/%41 /ifup/x /ifup/x?a=1 /ifup/x?b=1 /ifup/x?a=1&b=1 /ifup/x?c=1 /ifup/x?c=1&a=1
        /lim/x /auto /auto?x /auto2 /auto3 /auto4 /auto4?x /cap/a%20b/c%20d?e=%20 /cap/a/b /capu/x%20y?z
        /method/x /nmethod/x%20 /nup/x?y /int/x /toint/x /idx/ /idx2/ /idx2/?q=1 /ret/?x=1 /ret2/ /inner/x
        /inner/x?z=1 /inner/x%20?z=1 /x5/x /x5/y/z /x5/y/z.gif /x5/y /a//b/../pass/x /pass/x? /pass/x#y?z
        http://noslash.test/raw/x`),
      { method: 'POST', target: '/pass/x', body: 'ab' },
      { method: 'DELETE', target: '/pass/x', body: 'ab' },
      { method: 'POST', target: '/lim/x', body: 'ab' },
      { method: 'DELETE', target: '/lim/x', body: 'ab' },
      { method: 'POST', target: '/limdeny/x', body: 'ab' },
      { method: 'DELETE', target: '/limdeny/x', body: 'ab' },
      { method: 'POST', target: '/method/x', body: 'ab' },
      { method: 'DELETE', target: '/method/x', body: 'ab' },
      { method: 'POST', target: '/nmethod/x', body: 'ab' },
      { method: 'DELETE', target: '/nmethod/x', body: 'ab' },
      { method: 'POST', target: '/a', body: 'ab' },
      { method: 'DELETE', target: '/a', body: 'ab' },
      { method: 'POST', target: '/auto', body: 'ab' },
      { method: 'DELETE', target: '/auto', body: 'ab' },
      { method: 'POST', target: '/idx2/', body: 'ab' },
      { method: 'DELETE', target: '/idx2/', body: 'ab' },
      { method: 'POST', target: '/ifup/x?a=1&b=1', body: 'ab' },
      { method: 'DELETE', target: '/ifup/x?a=1&b=1', body: 'ab' },
      { target: '//a//b', host: 'noslash.test' },
      { target: '/raw//x', host: 'noslash.test' },
      { target: '/a/../b', host: 'noslash.test' },
      { target: '/no/', host: 'noslash.test' },
      { target: '/only/x', host: 'noslash.test' },
      { target: '/raw?', host: 'noslash.test' },
      { target: '/raw?#x', host: 'noslash.test' },
      { target: '/%2F/x', host: 'noslash.test' },
      { method: 'HEAD', target: '/no/', host: 'noslash.test' },
      { method: 'POST', target: '/no/', host: 'noslash.test', body: 'x' },
    ],
  },
  {
    id: 'headers that nginx does not come to',
    http: `
      server {
          listen 8080;
          error_page 400 = /up;
          location /up {
              proxy_set_header X-A $http_x_c;
              proxy_set_header X-H $http_host;
              proxy_set_header X-Host $host;
              proxy_pass http://127.0.0.1:9001;
          }
          location /say { return 200 "$http_host|$host|$http_x_c"; }
          location /say2 { error_page 404 = /say?; return 404; }
      }`,
    requests: [
      { target: '/%zz', headers: HEADERS },
      { target: '/../x', headers: HEADERS },
      { target: '/a', host: 'a..b', headers: HEADERS },
      { target: '/a', host: '', headers: HEADERS },
      { target: '/a', host: '.', headers: HEADERS },
      { target: '/a', host: 'a/b', headers: HEADERS },
      { target: '/a', host: null, headers: HEADERS },
      { target: 'http://x.test/../y', headers: HEADERS },
      { target: '/say2', headers: HEADERS },
      { target: '/say', version: '1.0', host: null, headers: HEADERS },
      { target: 'http://abs.test/say', headers: HEADERS },
      { target: 'http://abs.test/a', host: 'a..b', headers: HEADERS },
    ],
  },
];

describeCases('special', CASES);
