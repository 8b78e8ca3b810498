import { gets } from './gets.ts';
import { describeCases, type RoutingCase } from './observed-cases.ts';

const CASES: readonly RoutingCase[] = [
  {
    id: 'the Location header',
    http: `
      server {
          listen 8080;
          listen 127.0.0.2:8082;
          listen [::1]:8080;
          listen unix:/srv/run/s.sock;
          server_name First.Test second.test;
          root /srv/www;
          location /abs/ { return 301 /x; }
          location /empty/ { return 301 ""; }
          location /rel/ { return 302 x/y; }
          location /full/ { return 307 http://o.test/z; }
          location /var/ { return 308 $arg_to; }
          location /two/ { return 303 //evil.test; }
          location /noabs/ { absolute_redirect off; return 301 /x; }
          location /noport/ { port_in_redirect off; return 301 /x; }
          location /name/ { server_name_in_redirect on; return 301 /x; }
          location /code/ { return 301; }
          location /slash/ { proxy_pass http://127.0.0.1:9001; }
          location /sl%20ash/ { proxy_pass http://127.0.0.1:9001; }
          location /dir { }
          location /rw/ { rewrite ^/rw/(.*)$ /new/$1 permanent; }
          location /none/ { return 200 ok; }
      }
      server {
          listen 8080;
          server_name ~^(?<who>\\w+)\\.re$;
          server_name_in_redirect on;
          location / { return 301 /x; }
      }
      server {
          listen 8080;
          server_name .dot.test;
          server_name_in_redirect on;
          location / { return 301 /x; }
      }
      server {
          listen 127.0.0.3:8083;
          server_name_in_redirect on;
          location / { return 301 /x; }
      }`,
    files: ['/srv/www/dir/', '/srv/www/d r/x'],
    requests: [
      ...gets(`/abs/ /empty/ /rel/ /full/ /var/?to=/a/b /var/?to=b /var/ /two/ /noabs/ /noport/ /name/ /code/
        /slash /slash?a=b /sl%20ash /sl%2520ash?%20 /dir /dir?x /d%20r /rw/a%20b?c /rw/x /none/
        http://abs.test:77/abs/`),
      { target: '/abs/', host: 'Host.Test:1234' },
      { target: '/abs/', host: '[::1]:99' },
      { target: '/abs/', host: 'h.test.' },
      { target: '/abs/', version: '1.0', host: null },
      { target: '/abs/', version: '0.9', host: null },
      { target: '/abs/', connect: '127.0.0.2:8082' },
      { target: '/abs/', version: '1.0', host: null, connect: '127.0.0.2:8082' },
      { target: '/abs/', version: '1.0', host: null, connect: '[::1]:8080', client: '::1' },
      { target: '/abs/', connect: '[::1]:8080', client: '::1' },
      { target: '/', host: 'x.re' },
      { target: '/', host: 'a.dot.test' },
      { target: '/', connect: '127.0.0.3:8083' },
    ],
  },
];

describeCases('location-header', CASES);
