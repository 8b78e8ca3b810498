import { describe, expect, it } from 'vitest';
import { hovered, inServer } from './support/hovered.ts';

describe('hover of names', () => {
  it('a variable of nginx', async () => {
    expect(await hovered(`http { map $ho<|>st $a { } }`)).toMatchInlineSnapshot(`
      "$host

      \`\`\`nginx
      $host
      \`\`\`

      The requested host in lower case, without port; the server's first name if the request names none

      - Since: 0.1.29
      - Module: \`ngx_http_core_module\`: HTTP itself: servers, locations, files, connections, bodies

      [nginx.org](https://nginx.org/en/docs/http/ngx_http_core_module.html#var_host)"
    `);
  });

  it('a variable of a family', async () => {
    expect(await hovered(`http { server { return 200 $http_x<|>_a; } }`)).toMatchInlineSnapshot(`
      "$http_x_a

      \`\`\`nginx
      $http_NAME
      \`\`\`

      The request header of that name, in lower case with _ for -; several are joined by commas

      - Since: 0.1.29
      - Module: \`ngx_http_core_module\`: HTTP itself: servers, locations, files, connections, bodies
      - May be set: yes

      [nginx.org](https://nginx.org/en/docs/http/ngx_http_core_module.html#var_http_)"
    `);
  });

  it('a variable of a map', async () => {
    expect(
      await hovered(`http {
 map $host $class {
 default 0;
 a 1;
 }
 server { return 200 $cl<|>ass; }
}`),
    ).toMatchInlineSnapshot(`
      "$class

      \`\`\`nginx
      $class
      \`\`\`

      \`\`\`nginx
      map $host $class {
          default 0;
          a 1;
      }
      \`\`\`

      - Set by \`map $host $class\` ([line 2])"
    `);
  });

  it('a long map', async () => {
    expect(
      await hovered(`http {
 map $host $class { a 1; b 2; c 3; d 4; e 5; f 6; g 7; h 8; i 9; j 10; }
 server { return 200 $cl<|>ass; }
}`),
    ).toMatchInlineSnapshot(`
      "$class

      \`\`\`nginx
      $class
      \`\`\`

      \`\`\`nginx
      map $host $class {
          a 1;
          b 2;
          c 3;
          d 4;
          e 5;
          f 6;
          g 7;
          h 8;
          # 2 more
      }
      \`\`\`

      - Set by \`map $host $class\` ([line 2])"
    `);
  });

  it('a variable that several directives set', async () => {
    expect(
      await hovered(`http { server {
 set $a 1;
 if ($arg_x) { set $a 2; }
 return 200 \${<|>a};
} }`),
    ).toMatchInlineSnapshot(`
      "\${a}

      \`\`\`nginx
      $a
      \`\`\`

      - Set by \`set $a 1;\` ([line 2])
      - Set by \`set $a 2;\` ([line 3])"
    `);
  });

  it('a variable that is set in another file', async () => {
    expect(
      await hovered(`http { include a.conf; server { return 200 $clas<|>s; } }
# file: a.conf
geo $class { default 0; }
`),
    ).toMatchInlineSnapshot(`
      "$class

      \`\`\`nginx
      $class
      \`\`\`

      \`\`\`nginx
      geo $class {
          default 0;
      }
      \`\`\`

      - Set by \`geo $class\` ([a.conf:1])"
    `);
  });

  it('a variable that is set to nothing', async () => {
    expect(await hovered(`http { server { return 200 $nobody_<|>knows; } }`)).toMatchInlineSnapshot(`
      "$nobody_knows

      \`\`\`nginx
      $nobody_knows
      \`\`\`

      Nothing here sets it"
    `);
  });

  it("one of nginx's own that is set", async () => {
    expect(
      await hovered(`http { server {
 set $limit_rate 10k;
 return 200 $limit<|>_rate;
} }`),
    ).toMatchInlineSnapshot(`
      "$limit_rate

      \`\`\`nginx
      $limit_rate
      \`\`\`

      The limit of the response's rate in bytes per second, 0 for none; set changes it

      - Since: 0.3.40
      - Module: \`ngx_http_core_module\`: HTTP itself: servers, locations, files, connections, bodies
      - May be set: yes

      [nginx.org](https://nginx.org/en/docs/http/ngx_http_core_module.html#var_limit_rate)

      - Set by \`set $limit_rate 10k;\` ([line 2])"
    `);
  });

  it('a named group', async () => {
    expect(
      await hovered(`http { server { location ~ ^/u/(?<user>[a-z]+)$ { return 200 $us<|>er; } } }`),
    ).toMatchInlineSnapshot(`
      "$user

      \`\`\`nginx
      $user
      \`\`\`

      - A group of \`location ~ ^/u/(?<user>[a-z]+)$\` ([line 1]): what \`[a-z]+\` matches"
    `);
  });

  it('a numbered group', async () => {
    expect(await hovered(`http { server { location ~ ^/u/([a-z]+)$ { return 200 $<|>1; } } }`)).toMatchInlineSnapshot(`
      "$1

      \`\`\`nginx
      $1
      \`\`\`

      What \`[a-z]+\` matches: group 1 of \`^/u/([a-z]+)$\` ([line 1])"
    `);
  });

  it('a group that is not there', async () => {
    expect(await hovered(`http { server { rewrite ^/u/([a-z]+)$ /x/$<|>2; } }`)).toMatchInlineSnapshot(`
      "$2

      \`\`\`nginx
      $2
      \`\`\`

      Empty: there is no group 2 of \`^/u/([a-z]+)$\` (of this directive)"
    `);
  });

  it('a group of a line of a map', async () => {
    expect(await hovered(`http { map $uri $a { ~^/(x+) $<|>1; } }`)).toMatchInlineSnapshot(`
      "$1

      \`\`\`nginx
      $1
      \`\`\`

      What \`x+\` matches: group 1 of \`^/(x+)\` (of this line)"
    `);
  });

  it('a group that is passed to', async () => {
    expect(await hovered(inServer('location / { proxy_pass http://a<|>pp/x; }'))).toMatchInlineSnapshot(`
      "app

      \`\`\`nginx
      upstream app {
          least_conn;
          server 10.0.0.1;
          server 10.0.0.2 backup;
      }
      \`\`\`

      - 2 servers, of which 1 backup
      - Method: \`least_conn\`
      - Named in 1 place"
    `);
  });

  it('a zone', async () => {
    expect(
      await hovered(`http {
 limit_req_zone $binary_remote_addr zone=one:10m rate=1r/s;
 server { limit_req zone=o<|>ne burst=5; }
}`),
    ).toMatchInlineSnapshot(`
      "one

      \`\`\`nginx
      limit_req_zone $binary_remote_addr zone=one:10m rate=1r/s;
      \`\`\`

      \`one\` is 10 MiB (10,485,760 bytes) of shared memory

      Defined at [line 2]"
    `);
  });

  it('a cache', async () => {
    expect(
      await hovered(`http {
 proxy_cache_path /c keys_zone=c:1m;
 server { proxy_cache <|>c; }
}`),
    ).toMatchInlineSnapshot(`
      "c

      \`\`\`nginx
      proxy_cache_path /c keys_zone=c:1m;
      \`\`\`

      \`c\` is 1 MiB (1,048,576 bytes) of shared memory

      Defined at [line 2]"
    `);
  });

  it('the zone of a group', async () => {
    expect(await hovered(`http { upstream a { zone <|>a 64k; server b; } }`)).toMatchInlineSnapshot(`
      "a

      \`\`\`nginx
      zone a 64k;
      \`\`\`

      \`a\` is 64 KiB (65,536 bytes) of shared memory"
    `);
  });

  it('a log format', async () => {
    expect(
      await hovered(`http {
 log_format short '$uri'
  '$args';
 access_log /x sh<|>ort;
}`),
    ).toMatchInlineSnapshot(`
      "short

      \`\`\`nginx
      log_format short '$uri'
        '$args';
      \`\`\`

      Defined at [line 2]"
    `);
  });

  it("nginx's own log format", async () => {
    expect(await hovered(`http { access_log /x com<|>bined; }`)).toMatchInlineSnapshot(`
      "combined

      \`\`\`nginx
      log_format combined '$remote_addr - $remote_user [$time_local] '
                          '"$request" $status $body_bytes_sent '
                          '"$http_referer" "$http_user_agent"';
      \`\`\`

      nginx's own format, which holds where none is named"
    `);
  });

  it('a named location', async () => {
    expect(
      await hovered(inServer('error_page 404 @<|>app;', 'location @app { proxy_pass http://app; }')),
    ).toMatchInlineSnapshot(`
      "@app

      \`\`\`nginx
      location @app
      \`\`\`

      - Matches no path: only directives that name it lead here
      - Answered by \`proxy_pass http://app;\`

      - Inherits \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it.each([
    ['# nginx-lint context: http, server\nreturn 200 $fro<|>b;\n', 'Nothing in this part of a configuration sets it'],
    ['# nginx-lint context: http\nup<|>stream a { server b; }\n', 'Nothing in this part of a configuration names it'],
    ['http { upstream a<|>pp { } server { location / { proxy_pass http://a$arg_x; } } }', 'Variables may name it'],
  ])('what is not seen: %s', async (text, expected) => {
    expect(await hovered(text)).toContain(expected);
  });
});
