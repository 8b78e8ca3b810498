import { describe, expect, it } from 'vitest';
import { about, hovered } from './support/hovered.ts';

describe('hover of blocks', () => {
  it('location with an expression', async () => {
    expect(
      await about(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        loc<|>ation ~ \\.php$ { add_header Y 2; fastcgi_pass unix:/run/php; }
        location ~* \\.(png|gif)$ { }
        location / { }
    }
}
`),
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
      await hovered(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        location <|>/a/ { proxy_pass http://app/x/; }
        location ~ \\.php$ { }
    }
}
`),
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
    expect(
      await hovered(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        location <|>/ { }
        location /longer/ { }
    }
}
`),
    ).toMatchInlineSnapshot(`
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
    expect(
      await hovered(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        location ^~ <|>/a/ { alias /data/; }
    }
}
`),
    ).toMatchInlineSnapshot(`
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
    expect(
      await hovered(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        location = <|>/a { return 301 /b; }
    }
}
`),
    ).toMatchInlineSnapshot(`
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
    expect(
      await hovered(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        location <|>/a/ { }
        location ~ ^/ { return 204; }
    }
}
`),
    ).toMatchInlineSnapshot(`
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
    expect(
      await hovered(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        return 403;
        location <|>/a/ { }
    }
}
`),
    ).toMatchInlineSnapshot(`
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
      await hovered(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        error_page 404 /404.html;
        location = <|>/404.html { internal; }
    }
}
`),
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
      await hovered(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        try_files $uri @app;
        location @a<|>pp { proxy_pass http://app; }
    }
}
`),
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
    expect(
      await hovered(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        location @a<|>pp { proxy_pass http://app; }
    }
}
`),
    ).toMatchInlineSnapshot(`
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
    expect(
      await hovered(`http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        location /a/ { location <|>/a/b/ { } }
    }
}
`),
    ).toMatchInlineSnapshot(`
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
    expect(
      await about(`http {
    up<|>stream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
        location /a/ { proxy_pass http://app; }
        location /b/ { proxy_pass http://app; }
    }
}
`),
    ).toMatchInlineSnapshot(`
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
    expect(
      await hovered(`http {
 server {
 listen 80; server_name a.example;
 location /a/ { proxy_pass <|>http://127.0.0.1:8080/x/; }
 location ~ ^/(.)\\.b$ {  }
} }`),
    ).toMatchInlineSnapshot(`
      "http://127.0.0.1:8080/x/

      - Answered by \`proxy_pass http://127.0.0.1:8080/x/;\`: \`/a/\` → \`http://127.0.0.1:8080/x/\`"
    `);
  });

  it('what an alias leads to', async () => {
    expect(
      await hovered(`http {
 server {
 listen 80; server_name a.example;
 location /a/ { alias <|>/data/; }
 location ~ ^/(.)\\.b$ {  }
} }`),
    ).toMatchInlineSnapshot(`
      "/data/

      - Serves files: \`/a/\` → \`/data/index.html\` by \`alias /data/;\`"
    `);
  });

  it('an alias with an expression', async () => {
    expect(
      await hovered(`http {
 server {
 listen 80; server_name a.example;
 location /a/ {  }
 location ~ ^/(.)\\.b$ { alias <|>/data/b; }
} }`),
    ).toMatchInlineSnapshot(`
      "/data/b

      - Serves files: \`/a.b\` → \`/data/b\` by \`alias /data/b;\`"
    `);
  });

  it('a root', async () => {
    expect(
      await hovered(`http {
 server {
 listen 80; server_name a.example;
 location /a/ {  }
 location ~ ^/(.)\\.b$ { root <|>/srv; }
} }`),
    ).toMatchInlineSnapshot(`
      "/srv

      - Serves files: \`/a.b\` → \`/srv/a.b\` by \`root /srv;\`"
    `);
  });

  it('a directive without a target', async () => {
    expect(
      await hovered(`http {
 server {
 listen 80; server_name a.example;
 location /a/ {  }
 location ~ ^/(.)\\.b$ { index <|>a; }
} }`),
    ).toMatchInlineSnapshot(`null`);
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

  it('a folder that is not looked into', async () => {
    expect(await hovered(`http { server { return 403; location / { root <|>/srv; } } }`)).toMatchInlineSnapshot(`null`);
  });

  it('what stands beside what is passed to', async () => {
    expect(
      await hovered(`http { server { location / { root <|>/srv; proxy_pass http://127.0.0.1; } } }`),
    ).toMatchInlineSnapshot(`null`);
  });
});
