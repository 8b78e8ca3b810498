import { describe, expect, it } from 'vitest';
import { about, hovered, inServer } from './support/hovered.ts';

/** Two locations, one with a prefix and one with an expression, and what stands in them. */
const inLocations = (prefix: string, expression: string): string => `http {
 server {
 listen 80; server_name a.example;
 location /a/ { ${prefix} }
 location ~ ^/(.)\\.b$ { ${expression} }
} }`;

describe('hover of blocks', () => {
  it('a server', async () => {
    expect(
      await about(`http {
 server { listen 80; server_name a.example; location / { } }
 ser<|>ver { listen 80 default_server; listen [::]:443 ssl; server_name b.example www.b.example; }
}`),
    ).toMatchInlineSnapshot(`
      "server

      \`\`\`nginx
      server
      \`\`\`

      - Listens on \`0.0.0.0:80\`, shared with 1 server ([line 2]); the default server
      - Listens on \`[::]:443\` (TLS)
      - Names: \`b.example\` and \`www.b.example\`
      - Sample: \`http://b.example/\`
      - 0 locations"
    `);
  });

  it('a server that no request reaches', async () => {
    expect(
      await about(`http {
 server { server_name a; }
 ser<|>ver { server_name a; }
}`),
    ).toMatchInlineSnapshot(`
      "server

      \`\`\`nginx
      server
      \`\`\`

      - Listens on \`0.0.0.0:80\`, shared with 1 server ([line 2]); default server: [line 2]
      - Name: \`a\`
      - No request reaches it: other servers take all its names ([line 2])
      - 0 locations"
    `);
  });

  it('a server without a name', async () => {
    expect(await about(`http { ser<|>ver { } }`)).toMatchInlineSnapshot(`
      "server

      \`\`\`nginx
      server
      \`\`\`

      - Listens on \`0.0.0.0:80\`
      - Has no name
      - Sample: \`http://localhost/\`
      - 0 locations"
    `);
  });

  it('an address', async () => {
    expect(
      await hovered(`http { server { listen <|>127.0.0.1:80; }
 server { listen 127.0.0.1:80; } }`),
    ).toMatchInlineSnapshot(`
      "127.0.0.1:80

      \`127.0.0.1:80\`, shared with 1 server ([line 2]); the default server, the first there is"
    `);
  });

  it('a name with a wildcard', async () => {
    expect(await hovered(`http { server { server_name <|>*.example.com; } }`)).toMatchInlineSnapshot(`
      "*.example.com

      All hosts below \`example.com\`, where no exact name is equal

      Sample of the server: \`http://www.example.com/\`"
    `);
  });

  it('an upstream', async () => {
    const text = inServer('location /a/ { proxy_pass http://app; }', 'location /b/ { proxy_pass http://app; }');
    expect(await about(text.replace('upstream', 'up<|>stream'))).toMatchInlineSnapshot(`
      "upstream

      \`\`\`nginx
      upstream app {
          least_conn;
          server 10.0.0.1;
          server 10.0.0.2 backup;
      }
      \`\`\`

      - 2 servers, of which 1 backup
      - Method: \`least_conn\`
      - Named in 2 places"
    `);
  });

  it('an empty upstream that nothing names', async () => {
    expect(await about(`http { up<|>stream a { } }`)).toMatchInlineSnapshot(`
      "upstream

      \`\`\`nginx
      upstream a {
      }
      \`\`\`

      - 0 servers
      - Method: round robin
      - Nothing names it"
    `);
  });

  it('where requests are passed to', async () => {
    expect(await hovered(inLocations('proxy_pass <|>http://127.0.0.1:8080/x/;', ''))).toMatchInlineSnapshot(`
      "http://127.0.0.1:8080/x/

      - Answered by \`proxy_pass http://127.0.0.1:8080/x/;\`: \`/a/\` → \`http://127.0.0.1:8080/x/\`"
    `);
  });

  it('what an alias leads to', async () => {
    expect(await hovered(inLocations('alias <|>/data/;', ''))).toMatchInlineSnapshot(`
      "/data/

      - Serves files: \`/a/\` → \`/data/index.html\` by \`alias /data/;\`"
    `);
  });

  it('an alias with an expression', async () => {
    expect(await hovered(inLocations('', 'alias <|>/data/b;'))).toMatchInlineSnapshot(`
      "/data/b

      - Serves files: \`/a.b\` → \`/data/b\` by \`alias /data/b;\`"
    `);
  });

  it('a root', async () => {
    expect(await hovered(inLocations('', 'root <|>/srv;'))).toMatchInlineSnapshot(`
      "/srv

      - Serves files: \`/a.b\` → \`/srv/a.b\` by \`root /srv;\`"
    `);
  });

  it('a directive without a target', async () => {
    expect(await hovered(inLocations('', 'index <|>a;'))).toMatchInlineSnapshot(`null`);
  });

  it('a folder that is not looked into', async () => {
    expect(await hovered(`http { server { return 403; location / { root <|>/srv; } } }`)).toMatchInlineSnapshot(`null`);
  });

  it('what stands beside what is passed to', async () => {
    expect(
      await hovered(`http { server { location / { root <|>/srv; proxy_pass http://127.0.0.1; } } }`),
    ).toMatchInlineSnapshot(`null`);
  });
});
