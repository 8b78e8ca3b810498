import { describe, expect, it } from 'vitest';
import { type CodeLens, codeLenses, resolveCodeLens } from '../src/features/code-lens.ts';
import { marked } from './support/marked.ts';

function shown({ title, command }: CodeLens): string {
  if (command === null) return title ?? 'unresolved';
  if (command.name === 'nginx-lint.showPlaces') return `${title} -> ${command.arguments[0].places.length}`;
  return `${title} -> ${command.arguments[0].url}`;
}

/** The lenses of the file of the cursor, else of the entry: the line of each and what it says. */
async function lenses(text: string): Promise<readonly string[]> {
  const { snapshot, file } = await marked(text);
  const found = codeLenses(snapshot, file);
  expect(found.every(({ title, command }) => title === null && command === null)).toBe(true);
  const lines = snapshot.source(file)?.lines;
  return found.map((lens) => `${lines?.lineAt(lens.span.start)} ${shown(resolveCodeLens(snapshot, lens))}`);
}

describe('codeLenses', () => {
  it('run a request to servers and locations', async () => {
    const text = `http {
server { listen 8080; server_name www.example.com;
location /a/ { }
location ~ \\.php$ { }
location @named { }
location /b/ { location /b/c { } }
} }`;
    expect(await lenses(text)).toEqual([
      '2 run a request: http://www.example.com:8080/ -> http://www.example.com:8080/',
      '3 run a request: http://www.example.com:8080/a/ -> http://www.example.com:8080/a/',
      '4 run a request: http://www.example.com:8080/.php -> http://www.example.com:8080/.php',
      '6 run a request: http://www.example.com:8080/b/ -> http://www.example.com:8080/b/',
      '6 run a request: http://www.example.com:8080/b/c -> http://www.example.com:8080/b/c',
    ]);
  });

  it('say what no request reaches', async () => {
    const text = `http {
server { server_name a;
location /a/ { }
location ~ ^/ { }
location = /e.html { internal; }
error_page 404 /e.html;
}
server { server_name a;
location / { }
} }`;
    expect(await lenses(text)).toEqual([
      '2 run a request: http://a/ -> http://a/',
      '3 no request reaches this',
      '4 run a request: http://a/ -> http://a/',
      '5 only redirects inside nginx reach this',
      '8 no request reaches this',
      '9 no request reaches this',
    ]);
  });

  it('ask for a URL where none is known', async () => {
    expect(await lenses('http { server { listen unix:/a; location / { } } }')).toEqual([
      '1 run a request -> null',
      '1 run a request -> null',
    ]);
    expect(await lenses('# nginx-lint context: http, server\nlocation /a { }\n')).toEqual(['2 run a request -> null']);
  });

  it('count what routes to a group', async () => {
    const text = (server: string) => `http { upstream app { server b; }\nserver { listen unix:/a; ${server} } }`;
    const upstream = async (server: string) => (await lenses(text(server)))[0];
    expect(await upstream('location / { proxy_pass http://app; }')).toBe('1 1 location routes here -> 1');
    expect(await upstream('location / { proxy_pass http://app; } location /b { grpc_pass APP; }')).toBe(
      '1 2 locations route here -> 2',
    );
    expect(await upstream('set $a app; location / { proxy_pass http://$a; }')).toBe('1 1 server routes here -> 1');
    expect(await upstream('location / { proxy_pass http://a$arg_x; }')).toBe('1 variables may route here');
    expect(await upstream('')).toBe('1 nothing routes here');
    const part = '# nginx-lint context: http\nupstream a { server b; }\n';
    expect(await lenses(part)).toEqual(['2 nothing in this file routes here']);
    const stream = 'stream { upstream a { server b:1; } server { listen 1; proxy_pass a; } }';
    expect(await lenses(stream)).toEqual(['1 1 server routes here -> 1']);
  });

  it('say from where a file is included', async () => {
    const once = 'http { include a.conf; }\n# file: a.conf\n<|>gzip on;\n';
    expect(await lenses(once)).toEqual(['1 included from nginx.conf -> 1']);
    const twice = 'http { server { include a.conf; } server { include a.conf; } }\n# file: a.conf\n<|>gzip on;\n';
    expect(await lenses(twice)).toEqual(['1 included from 2 places -> 2']);
  });

  it('take the request of the first place of an included file that has one', async () => {
    const text = `http { server { server_name a; return 403; include a.conf; }
server { server_name b; include a.conf; } }\n# file: a.conf\n<|>location / { }\n`;
    expect(await lenses(text)).toEqual(['1 included from 2 places -> 2', '1 run a request: http://b/ -> http://b/']);
  });

  it('are plain data, name the entry, and stay as they are where the text has changed', async () => {
    const { snapshot, file } = await marked('http { server { server_name a; } }');
    const [lens] = codeLenses(snapshot, file);
    if (lens === undefined) throw new Error('no lens');
    const sent = JSON.parse(JSON.stringify(lens)) as CodeLens;
    expect(resolveCodeLens(snapshot, sent).command).toEqual({
      name: 'nginx-lint.explainRequest',
      arguments: [{ url: 'http://a/', entry: file }],
    });
    const moved = { ...lens, span: { start: 2, end: 4 } };
    expect(resolveCodeLens(snapshot, moved)).toEqual(moved);
  });
});
