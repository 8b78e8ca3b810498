import { expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { parse } from '../../src/syntax/parse.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { inferContext } from '../../src/tree/infer-context.ts';

const facts = createFacts({ version: '1.31.5' });

/** A path, a text, and the blocks around it. */
const fragments: [string, string, string | null][] = [
  ['/r/app.conf', 'server { listen 80; }', 'http'],
  ['/r/app.conf', 'upstream a { server b; }\nserver { location / { proxy_pass http://a; } }', 'http'],
  ['/r/app.conf', 'location / { root /srv; }', 'http server'],
  ['/r/app.conf', 'listen 80;\nserver_name a;', 'http server'],
  ['/r/app.conf', 'alias /srv/;\ninternal;', 'http server location'],
  ['/r/app.conf', 'if ($a) { add_header A b; }', 'http server location'],
  ['/r/app.conf', 'if ($a) { return 403; }', 'http server'],
  ['/r/app.conf', 'user a;\nworker_processes 4;', ''],
  ['/r/nginx.conf', 'events {}\nhttp { }', ''],
  ['/r/app.conf', 'worker_connections 5;', 'events'],
  ['/r/app.conf', 'server 127.0.0.1:1;\nserver 127.0.0.1:2;\nkeepalive 3;', 'http upstream'],
  ['/r/app.conf', 'upstream a { server b; }\nserver { listen 1; proxy_pass a; }', 'http'],
  ['/r/streams-enabled/app.conf', 'upstream a { server b; }\nserver { listen 1; proxy_pass a; }', 'stream'],
  ['/r/app.conf', 'protocol imap;\nlisten 1;', 'mail server'],
  ['/r/app.conf', 'auth_http localhost/auth;\nserver { protocol imap; }', 'mail'],
  ['/r/app.conf', 'proxy_set_header Host $host;', 'http server'],
  ['/r/proxy.conf', 'proxy_set_header Host $host;', 'http server location'],
  ['/r/my_params', 'fastcgi_param A b;', 'http server location'],
  ['/r/conf.d/x.conf', 'proxy_set_header Host $host;', 'http'],
  ['/r/modules-enabled/x.conf', 'load_module a.so;', ''],
  ['/r/sites-enabled/x.conf', 'include sites-available/x.conf;', 'http'],
  ['/r/x.conf', 'include sites-available/x.conf;', null],
  ['/r/x', 'text/html html;\napplication/json json;', 'http types'],
  ['/r/x', '10.0.0.0/8 1;\n::1/128 2;\ndefault 0;', 'http geo'],
  ['/r/x', '10% a;\n* b;', 'http split_clients'],
  ['/r/x', '~*bot 1;\nexample.com 0;\ndefault 2;', 'http map'],
  ['/r/x', '', null],
  ['/r/x', 'nobody knows this;', null],
  ['/r/x', '# nginx-lint context: main\nlocation / { }', ''],
  ['/r/x', '#nginx-lint  context:  http , server \nuser x;', 'http server'],
];

it.each(fragments)('%s: %j stands in %j', (path, text, blocks) => {
  expect(inferContext(parse(fileAt(path), text), facts)?.join(' ') ?? null).toBe(blocks);
});
