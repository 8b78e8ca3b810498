import { describe, expect, it } from 'vitest';
import { about, hovered } from './support/hovered.ts';

describe('hover of directives', () => {
  it('names a directive as the facts do', async () => {
    expect(await hovered(`http { ro<|>ot /b; }`)).toMatchInlineSnapshot(`
      "root

      \`\`\`nginx
      root path;
      \`\`\`

      Sets the directory to which the whole URI is appended to find a file

      - Context: http, server, location, if in location
      - Default: \`root html;\`
      - Since: 0.1.0
      - Module: \`ngx_http_core_module\`: HTTP itself: servers, locations, files, connections, bodies

      [nginx.org](https://nginx.org/en/docs/http/ngx_http_core_module.html#root)"
    `);
  });

  it('names a directive that has left nginx', async () => {
    expect(await hovered(`http { server { ss<|>l on; } }`)).toMatchInlineSnapshot(`
      "ssl

      \`\`\`nginx
      ssl on | off;
      \`\`\`

      Turns TLS on for all sockets of the server, as the parameter ssl of listen does now

      - Context: http, server
      - Default: \`ssl off;\`
      - Since: 0.1.0
      - Removed in: 1.25.1
      - Deprecated since: 1.15.0; use \`listen ... ssl\`
      - Module: \`ngx_http_ssl_module\`: HTTPS: TLS with clients; needs --with-http_ssl_module

      [nginx.org](https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl)"
    `);
  });

  it('names a directive of a module that nginx is not built with', async () => {
    expect(await hovered(`stream { server { proxy_p<|>ass 127.0.0.1:1; } }`)).toMatchInlineSnapshot(`
      "proxy_pass

      \`\`\`nginx
      proxy_pass address;
      \`\`\`

      Passes connections and datagrams to an address or a group of servers

      - Context: stream.server
      - Since: 1.9.0
      - Module: \`ngx_stream_proxy_module\`: Passes TCP connections and UDP datagrams to other servers; needs --with-stream
      - Needs: nginx built with \`--with-stream\`

      [nginx.org](https://nginx.org/en/docs/stream/ngx_stream_proxy_module.html#proxy_pass)"
    `);
  });

  it('names third-party modules', async () => {
    expect(await hovered(`http { server { more_set_he<|>aders "A: b"; } }`)).toMatchInlineSnapshot(`
      "more_set_headers

      \`\`\`nginx
      more_set_headers [-t <content-type list>]... [-s <status-code list>]... [-a] <new-header>...
      \`\`\`

      - Context: http, server, location, if in location
      - Module: \`ngx_http_headers_more_filter_module\`, third-party"
    `);
  });

  it('names NGINX Plus', async () => {
    expect(await hovered(`http { server { location / { ap<|>i write=on; } } }`)).toMatchInlineSnapshot(`
      "api

      \`\`\`nginx
      api [write=on|off];
      \`\`\`

      - Context: location
      - Since: 1.13.3
      - Module: \`ngx_http_api_module\` of NGINX Plus

      [nginx.org](https://nginx.org/en/docs/http/ngx_http_api_module.html#api)"
    `);
  });

  it('knows nothing of what nobody knows', async () => {
    expect(await hovered(`http { frob<|>nicate on; }`)).toMatchInlineSnapshot(`null`);
  });

  it('tells what a directive replaces', async () => {
    expect(
      await about(`http {
 root /a;
 server { ro<|>ot /b; }
}`),
    ).toMatchInlineSnapshot(`
      "root

      Replaces \`root /a;\` ([line 2])"
    `);
  });

  it('tells the headers that are lost, and those that stand beside', async () => {
    expect(
      await about(`http {
 add_header A a;
 server { add_header B b;
 add_<|>header C c; }
}`),
    ).toMatchInlineSnapshot(`
      "add_header

      Together with \`add_header B b;\` ([line 3])

      Drops \`add_header A a;\` ([line 2])"
    `);
  });

  it('tells headers that are merged', async () => {
    expect(
      await about(`http {
 add_header A a;
 add_header_inherit merge;
 server { add_<|>header C c; }
}`),
    ).toMatchInlineSnapshot(`
      "add_header

      Together with \`add_header A a;\` ([line 2])"
    `);
  });

  it('tells what does not count', async () => {
    expect(
      await about(`http { access_log off;
 access_<|>log /a; }`),
    ).toMatchInlineSnapshot(`
      "access_log

      Does not count here: \`access_log off;\` ([line 1]) counts"
    `);
  });

  it('tells the places of an included file apart', async () => {
    expect(
      await about(`http {
 server { include a.conf; }
 server { root /x; location / { include a.conf; } }
}
# file: a.conf
ro<|>ot /b;
`),
    ).toMatchInlineSnapshot(`
      "root

      In \`location /\` ([nginx.conf:3]): Replaces \`root /x;\` ([nginx.conf:3])"
    `);
  });

  it('says once what all places share', async () => {
    expect(
      await about(`http {
 root /x;
 server { include a.conf; }
 server { include a.conf; }
}
# file: a.conf
ro<|>ot /b;
`),
    ).toMatchInlineSnapshot(`
      "root

      Replaces \`root /x;\` ([nginx.conf:2])"
    `);
  });

  it('tells what a block inherits and what not', async () => {
    expect(
      await about(`http { server { add_header A a; proxy_set_header B b; location / {
 proxy_pass http://127.0.0.1;
 i<|>f ($arg_a) { add_header C c; } } } }`),
    ).toMatchInlineSnapshot(`
      "if

      - Does not inherit \`add_header A a;\` ([line 1])
      - Inherits \`proxy_set_header B b;\` ([line 1])"
    `);
  });

  it('counts what stands beside where it is much', async () => {
    const others = 'fastcgi_param A a; fastcgi_param B b; fastcgi_param C c; fastcgi_param D d;';
    expect(await about(`http { ${others} fastcgi_p<|>aram E e; }`)).toBe('fastcgi_param\n\nTogether with 4 others');
  });

  it('cuts what is long', async () => {
    const long = `add_header Content-Security-Policy "${'x'.repeat(60)}";`;
    expect(await about(`http { ${long} server { add_<|>header A a; } }`)).toBe(
      `add_header\n\nDrops \`add_header Content-Security-Policy "${'x'.repeat(12)}…\` ([line 1])`,
    );
  });
});
