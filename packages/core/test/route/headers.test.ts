import { gets } from './gets.ts';
import { describeCases, type RoutingCase } from './observed-cases.ts';

const CASES: readonly RoutingCase[] = [
  {
    id: 'headers that are added',
    http: `
      add_header X-Http "$host";
      expires 1h;
      server {
          listen 8080;
          root /srv/www;
          location /in/ { return 200 ok; }
          location /own/ { add_header X-Own 1; add_header X-Own 2; add_header X-Empty ""; add_header X-Void $arg_v; return 200 ok; }

          location /s404/ { add_header X-A a always; add_header X-B b; return 404; }
          location /s500/ { add_header X-A a always; add_header X-B b; return 500 x; }
          location /s202/ { add_header X-A a always; add_header X-B b; return 202 x; }
          location /s206/ { add_header X-A a always; add_header X-B b; return 206 x; }
          location /s301/ { add_header X-A a always; add_header X-B b; return 301 /x; }
          location /s204/ { add_header X-B b; return 204; }
          location /s304/ { add_header X-B b; return 304; }
          location /s421/ { add_header X-B b; return 421; }
          location /page/ { add_header X-B b; error_page 404 /target/; return 404; }
          location /pageok/ { add_header X-B b; error_page 404 =200 /target/; return 404; }
          location /target/ { add_header X-T "$status"; add_header X-Ta t always; return 200 target; }
          location /if/ {
              add_header X-L l;
              if ($arg_a) { add_header X-I i; }
              if ($arg_b) { set $x 1; }
              return 200 ok;
          }
          location /epoch/ { expires epoch; return 200 ok; }
          location /max/ { expires max; return 200 ok; }
          location /off/ { expires off; return 200 ok; }
          location /neg/ { expires -1; return 200 ok; }
          location /zero/ { expires 0; return 200 ok; }
          location /days/ { expires 7d12h; return 200 ok; }
          location /plus/ { expires +1y; return 200 ok; }
          location /mod/ { expires modified +1h; return 200 ok; }
          location /modneg/ { expires modified -1h; return 200 ok; }
          location /var/ { expires $arg_e; return 200 ok; }
          location /varmod/ { expires modified $arg_e; return 200 ok; }
          location /both/ { expires 1h; add_header Cache-Control public; return 200 ok; }
          location /err/ { expires 1h; return 404; }
          location /deep/ {
              add_header X-D d;
              location /deep/in/ { return 200 in; }
              location /deep/own/ { add_header X-E e; return 200 own; }
          }
          location /basic/ { auth_basic "the $host"; auth_basic_user_file /etc/hostname; }
          location /basicpage/ { auth_basic closed; auth_basic_user_file /etc/hostname; error_page 401 /target/; }
          location /basicret/ { return 401; }
          location /up/ { add_header X-U u; proxy_pass http://127.0.0.1:9001; }
          location /toup/ { error_page 404 /up/; return 404; }
          location /file/ { expires 30s; }
      }`,
    files: ['/srv/www/file/a.txt'],
    requests: [
      ...gets(`/in/ /own/ /own/?v=1 /s404/ /s500/ /s202/ /s206/ /s301/ /s204/ /s304/ /s421/ /page/ /pageok/ /if/
        /if/?a=1 /if/?b=1 /if/?a=1&b=1 /epoch/ /max/ /off/ /neg/ /zero/ /days/ /plus/ /mod/ /modneg/ /var/
        /var/?e=1d /var/?e=off /var/?e=max /var/?e=junk /var/?e=-5 /varmod/?e=10 /varmod/?e=-10
        /varmod/?e=epoch /both/ /err/ /deep/x /deep/in/ /deep/own/ /basic/ /basicpage/ /basicret/ /up/
        /toup/ /file/a.txt /file/none`),
      'HEAD /in/',
      { target: '/in/', version: '0.9', host: null },
    ],
  },
];

describeCases('headers', CASES);
