import { describe, expect, it } from 'vitest';
import { about, hovered, inServer } from './support/hovered.ts';

describe('hover of locations', () => {
  it('location with an expression', async () => {
    expect(
      await about(
        inServer(
          'loc<|>ation ~ \\.php$ { add_header Y 2; fastcgi_pass unix:/run/php; }',
          'location ~* \\.(png|gif)$ { }',
          'location / { }',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "location

      \`\`\`nginx
      location ~ \\.php$
      \`\`\`

      - Matches paths by an expression, case counts
      - 1st of 2 expressions: tried where no exact path and no \`^~\` prefix takes the request
      - Sample: \`http://a.example/.php\`
      - Answered by \`fastcgi_pass unix:/run/php;\`: \`/.php\` → \`fastcgi://unix:/run/php\`

      - Does not inherit \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it('a prefix that passes on', async () => {
    expect(
      await hovered(inServer('location <|>/a/ { proxy_pass http://app/x/; }', 'location ~ \\.php$ { }')),
    ).toMatchInlineSnapshot(`
      "/a/

      \`\`\`nginx
      location /a/
      \`\`\`

      - Matches paths that begin with \`/a/\`
      - The only prefix: the longest that fits takes the request, unless the expression matches
      - Sample: \`http://a.example/a/\`
      - Answered by \`proxy_pass http://app/x/;\`: \`/a/\` → \`http://app/x/\`

      - Inherits \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it('a prefix without rivals', async () => {
    expect(await hovered(inServer('location <|>/ { }', 'location /longer/ { }'))).toMatchInlineSnapshot(`
      "/

      \`\`\`nginx
      location /
      \`\`\`

      - Matches paths that begin with \`/\`
      - 2nd of 2 prefixes by length: the longest that fits takes the request
      - Sample: \`http://a.example/\`
      - Serves files: \`/\` → \`/srv/index.html\` by \`root /srv;\` ([line 10])

      - Inherits \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it('a prefix that ends the search', async () => {
    expect(await hovered(inServer('location ^~ <|>/a/ { alias /data/; }'))).toMatchInlineSnapshot(`
      "/a/

      \`\`\`nginx
      location ^~ /a/
      \`\`\`

      - Matches paths that begin with \`/a/\`
      - The only prefix: where it is the longest that fits, no expression is tried
      - Sample: \`http://a.example/a/\`
      - Serves files: \`/a/\` → \`/data/index.html\` by \`alias /data/;\`

      - Inherits \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it('an exact path', async () => {
    expect(await hovered(inServer('location = <|>/a { return 301 /b; }'))).toMatchInlineSnapshot(`
      "/a

      \`\`\`nginx
      location = /a
      \`\`\`

      - Matches the path \`/a\` alone
      - Tried first: it ends the search
      - Sample: \`http://a.example/a\`
      - Answered by \`return 301 /b;\`: \`/a\` → \`http://a.example/b\`

      - Inherits \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it('a location that no request reaches', async () => {
    expect(await hovered(inServer('location <|>/a/ { }', 'location ~ ^/ { return 204; }'))).toMatchInlineSnapshot(`
      "/a/

      \`\`\`nginx
      location /a/
      \`\`\`

      - Matches paths that begin with \`/a/\`
      - The only prefix: the longest that fits takes the request, unless the expression matches
      - No request reaches it: others come first for all that it matches ([line 13])
      - Serves files: \`root /srv;\` ([line 10])

      - Inherits \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it('a location behind a return', async () => {
    expect(await hovered(inServer('return 403;', 'location <|>/a/ { }'))).toMatchInlineSnapshot(`
      "/a/

      \`\`\`nginx
      location /a/
      \`\`\`

      - Matches paths that begin with \`/a/\`
      - The only prefix: the longest that fits takes the request
      - No request reaches it: the server answers before locations are looked for ([line 12])
      - Answered by \`return 403;\` ([line 12])

      - Inherits \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it('an internal location', async () => {
    expect(
      await hovered(inServer('error_page 404 /404.html;', 'location = <|>/404.html { internal; }')),
    ).toMatchInlineSnapshot(`
      "/404.html

      \`\`\`nginx
      location = /404.html
      \`\`\`

      - Matches the path \`/404.html\` alone
      - Tried first: it ends the search
      - No client gets here, but a redirect inside nginx may: \`/404.html\`
      - Serves files: \`root /srv;\` ([line 10])

      - Inherits \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it('a named location', async () => {
    expect(
      await hovered(inServer('try_files $uri @app;', 'location @a<|>pp { proxy_pass http://app; }')),
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

  it('a named location that nothing names', async () => {
    expect(await hovered(inServer('location @a<|>pp { proxy_pass http://app; }'))).toMatchInlineSnapshot(`
      "@app

      \`\`\`nginx
      location @app
      \`\`\`

      - Matches no path: only directives that name it lead here
      - Not known whether requests get here: whether a backend names @app
      - Answered by \`proxy_pass http://app;\`

      - Inherits \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it('a location in a location', async () => {
    expect(await hovered(inServer('location /a/ { location <|>/a/b/ { } }'))).toMatchInlineSnapshot(`
      "/a/b/

      \`\`\`nginx
      location /a/b/
      \`\`\`

      - Matches paths that begin with \`/a/b/\`, inside \`/a/\`
      - The only prefix: the longest that fits takes the request
      - Sample: \`http://a.example/a/b/\`
      - Serves files: \`/a/b/\` → \`/srv/a/b/index.html\` by \`root /srv;\` ([line 10])

      - Inherits \`add_header X-A 1;\` ([line 11])"
    `);
  });

  it('a location with the root of nothing', async () => {
    expect(await hovered(`http { server { location <|>/ { } } }`)).toMatchInlineSnapshot(`
      "/

      \`\`\`nginx
      location /
      \`\`\`

      - Matches paths that begin with \`/\`
      - The only prefix: the longest that fits takes the request
      - Sample: \`http://localhost/\`
      - Serves files: \`/\` → \`/etc/nginx/html/index.html\` by \`root html;\`, the default"
    `);
  });

  it('a location of a fragment', async () => {
    expect(
      await hovered(`# nginx-lint context: http, server
location <|>/ { root /a; }
`),
    ).toMatchInlineSnapshot(`
      "/

      \`\`\`nginx
      location /
      \`\`\`

      - Matches paths that begin with \`/\`
      - The only prefix: the longest that fits takes the request
      - Sample: \`/\`
      - Serves files: \`root /a;\`"
    `);
  });

  it('a location of a file that two servers include', async () => {
    expect(
      await hovered(`http {
 server { server_name a; root /a; include l.conf; }
 server { server_name b; root /b; include l.conf; }
}
# file: l.conf
location <|>/ { }
`),
    ).toMatchInlineSnapshot(`
      "/

      \`\`\`nginx
      location /
      \`\`\`

      - Matches paths that begin with \`/\`
      - The only prefix: the longest that fits takes the request
      - Sample: \`http://a/\`
      - Serves files: \`/\` → \`/a/index.html\` by \`root /a;\` ([nginx.conf:2])

      ---

      \`\`\`nginx
      location /
      \`\`\`

      - Matches paths that begin with \`/\`
      - The only prefix: the longest that fits takes the request
      - Sample: \`http://b/\`
      - Serves files: \`/\` → \`/b/index.html\` by \`root /b;\` ([nginx.conf:3])"
    `);
  });

  it('a location that tries files', async () => {
    expect(
      await hovered(`http { server { root /srv; location <|>/ { try_files $uri /index.php; } } }`),
    ).toMatchInlineSnapshot(`
      "/

      \`\`\`nginx
      location /
      \`\`\`

      - Matches paths that begin with \`/\`
      - The only prefix: the longest that fits takes the request
      - Sample: \`http://localhost/\`
      - Serves files: \`try_files $uri /index.php;\` below \`root /srv;\` ([line 1])"
    `);
  });
});
