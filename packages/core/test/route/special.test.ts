import { gets } from './gets.ts';
import { describeCases, type RoutingCase } from './observed-cases.ts';

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
];

describeCases('special', CASES);
