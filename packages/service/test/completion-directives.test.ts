import { fileAt, parse } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { asText, labelsOf, offered, taken } from './support/complete.ts';

async function first(text: string, count: number, version?: string): Promise<string[]> {
  return labelsOf(await offered(text, version === undefined ? {} : { version })).slice(0, count);
}

async function labels(text: string, version?: string): Promise<string[]> {
  return labelsOf(await offered(text, version === undefined ? {} : { version }));
}

async function rankOf(text: string, label: string): Promise<number> {
  const { items } = await offered(text);
  return Number(items.find((item) => item.label === label)?.sortText[0] ?? -1);
}

const PLACES = [
  '<|>',
  'events { <|>\n}',
  'http { <|>\n}',
  'http { server { <|>\n} }',
  'http { server { location / { <|>\n} } }',
  'http { server { location / { if ($a) { <|>\n} } } }',
  'http { server { location / { limit_except GET { <|>\n} } } }',
  'http { upstream a { <|>\n} }',
  'http { map $a $b { <|>\n} }',
  'http { geo $b { <|>\n} }',
  'http { types { <|>\n} }',
  'stream { <|>\n}',
  'stream { server { <|>\n} }',
  'stream { upstream a { <|>\n} }',
  'mail { <|>\n}',
  'mail { server { <|>\n} }',
];

describe('directives', () => {
  it.each(PLACES)('writes whole statements: %s', async (text) => {
    const { items } = await offered(text);
    expect(items.length).toBeGreaterThan(3);
    for (const { label, edit, snippet } of items) {
      const written = snippet ? asText(edit.text).replaceAll('<|>', '') : `${edit.text};`;
      const { problems, items: statements } = parse(fileAt('/a.conf'), written);
      expect({ written, problems, names: statements.map(({ name }) => name.value) }).toEqual({
        written,
        problems: [],
        names: [label],
      });
    }
  });

  it.each([
    ['<|>', ['events', 'http']],
    ['events { }\n<|>', ['http']],
    ['events { <|> }', ['worker_connections']],
    ['http { server { <|> } }', ['listen', 'server_name']],
    ['http { server { listen 80; <|> } }', ['server_name', 'location']],
    ['http { upstream a { <|> } }', ['server']],
    ['http { server { location / { <|> } } }', ['proxy_pass', 'root', 'try_files']],
    ['stream { <|> }', ['server']],
    ['stream { server { <|> } }', ['listen', 'proxy_pass']],
    ['mail { server { <|> } }', ['listen', 'protocol']],
    ['http { server { if ($a) { <|> } } }', ['return']],
    ['http { server { ssl_certificate a.pem; listen 80; server_name a; <|> } }', ['ssl_certificate_key']],
    ['http { server { location / { auth_basic x; <|> } } }', ['auth_basic_user_file']],
    ['http { server { location / { fastcgi_pass a:1; <|> } } }', ['fastcgi_param', 'include']],
    ['# nginx-lint context: http, server\n<|>', ['listen', 'server_name']],
  ])('what is needed comes first: %s', async (text, expected) => {
    expect(await first(text, expected.length)).toEqual(expected);
  });

  it.each([
    ['http { server { lis<|> } }', 'listen', 'http { server { listen 80; } }'],
    ['http { server { lis<|>ten 80; } }', 'listen', 'http { server { listen 80; } }'],
    ['http { server { lis<|> 80; } }', 'listen', 'http { server { listen 80; } }'],
    ['http { server { <|>;\n } }', 'listen', 'http { server { listen;\n } }'],
    ['http { server { gz<|>} }', 'gzip', 'http { server { gzip on;<|>} }'],
    ['http { server {gz<|>} }', 'gzip', 'http { server {gzip on;<|>} }'],
    ['http { serv<|> { } }', 'server', 'http { server { } }'],
    ['http { server { location / { inter<|> } } }', 'internal', 'http { server { location / { internal; } } }'],
    ['http { ig<|>\n}', 'ignore_invalid_headers', 'http { ignore_invalid_headers off;<|>\n}'],
    ['http { upstream a { server a:1;\n ip<|>\n} }', 'ip_hash', 'http { upstream a { server a:1;\n ip_hash;\n} }'],
    // The statement in front lacks its semicolon.
    ['http {\n  root /a\n  gzi<|>\n}', 'gzip', 'http {\n  root /a\n  gzip on;<|>\n}'],
    ['http {\n  gzi<|>\n  root /a;\n}', 'gzip', 'http {\n  gzip on;<|>\n  root /a;\n}'],
    ['http { # gzip\n  gzi<|> # more\n}', 'gzip', 'http { # gzip\n  gzip on;<|> # more\n}'],
  ])('%s + %s', async (text, label, expected) => {
    const after = (await taken(text, label)).replace(/^(.*);<\|>( |$)/, '$1;<|>$2');
    expect(after.replace(/<\|>/g, '')).toBe(expected.replace(/<\|>/g, ''));
  });

  it('writes the name alone for editors without snippets', async () => {
    expect(await taken('http { gzi<|> }', 'gzip', { snippets: false })).toBe('http { gzip }');
  });

  it('writes a block with its braces', async () => {
    expect(await taken('http { serve<|>\n}', 'server')).toMatch(/^http \{ server \{\n(?:.*\n)*?.*\}\s*\n\}$/);
    expect(await taken('http { server { locat<|>\n} }', 'location')).toMatch(/location \/\S* \{\n/);
  });

  it('offers what the place allows and nothing else', async () => {
    const inHttp = await labels('http { <|> }');
    expect(inHttp).toContain('upstream');
    for (const name of ['listen', 'location', 'events', 'worker_processes', 'proxy_pass'])
      expect(inHttp).not.toContain(name);
    expect(await labels('http { upstream a { <|> } }')).not.toContain('listen');
    expect(await labels('stream { server { <|> } }')).not.toContain('location');
    expect(await labels('http { server { if ($a) { <|> } } }')).not.toContain('proxy_pass');
    expect(await labels('http { server { location / { if ($a) { <|> } } } }')).toContain('proxy_pass');
  });

  it('knows versions', async () => {
    expect(await labels('http { server { ssl_<|> } }', '1.18.0')).not.toContain('ssl_reject_handshake');
    expect(await labels('http { server { ssl_<|> } }', '1.22.1')).toContain('ssl_reject_handshake');
    const { items } = await offered('http { server { ssl_pre<|> } }');
    expect(items.some(({ label }) => label === 'ssl')).toBe(false);
  });

  it('offers other modules where they are used or loaded', async () => {
    expect(await labels('http { more_<|> }')).toEqual([]);
    expect(await labels('http { more_set_headers "A: b"; more_<|> }')).toContain('more_clear_headers');
    const loaded = 'load_module modules/ngx_http_headers_more_filter_module.so;\nhttp { more_<|> }';
    expect(await labels(loaded)).toContain('more_set_headers');
    expect(await labels('load_module modules/ngx_http_lua_module.so;\nhttp { access_by<|> }')).toContain(
      'access_by_lua_block',
    );
  });

  it('ranks low what stands there and may not be repeated', async () => {
    expect(await rankOf('http { server { root /a; <|> } }', 'root')).toBe(8);
    expect(await rankOf('http { server { <|> } }', 'root')).toBeLessThan(8);
    expect(await rankOf('http { server { listen 80; <|> } }', 'listen')).toBeLessThan(8);
    // The statement that is being typed is none that stands there.
    expect(await rankOf('http { server { ro<|>ot /a; } }', 'root')).toBeLessThan(8);
  });

  it('ranks the modules of the block above others', async () => {
    const alone = await rankOf('http { server { location / { <|> } } }', 'proxy_buffering');
    const beside = await rankOf('http { server { location / { proxy_pass http://a; <|> } } }', 'proxy_buffering');
    expect(beside).toBeLessThan(alone);
  });

  it('offers the union of all places of an included file, those for all of them first', async () => {
    const text = `http { include a.conf; server { include a.conf; } }\n# file: a.conf\n<|>`;
    const { items } = await offered(text);
    const by = (label: string) => items.find((item) => item.label === label);
    expect(by('postpone_output')?.sortText[0]).toBe('4');
    expect(by('postpone_output')?.detail).not.toContain('only in');
    expect(by('listen')?.detail).toBe('only in server');
    expect(by('upstream')?.detail).toBe('only in http');
    expect(by('upstream')?.sortText[0]).toBe('7');
  });

  it.each([
    ['http {\n  <|>\n}', ' ', 0],
    ['http { server {<|>} }', '{', 0],
    ['http { # <|>\n}', ' ', 0],
    ['# nginx-lint-disable <|>\n', ' ', 100],
    ['http { gzip <|>; }', ' ', 2],
    ['http { server { return 200 "${<|>"; } }', '{', 100],
    ['http {\n  <|>\n}', undefined, 100],
  ])('%j after %j offers %i or more', async (text, trigger, least) => {
    const { items } = await offered(text, { trigger });
    if (least === 0) expect(items).toEqual([]);
    else expect(items.length).toBeGreaterThanOrEqual(least);
  });

  it('offers all of nginx where nobody knows the place', async () => {
    const all = await labels('http { nobody_knows_it {\n  <|>\n} }');
    expect(all).toEqual(expect.arrayContaining(['listen', 'proxy_pass', 'worker_processes']));
    expect(all).not.toContain('more_set_headers');
    expect(await labels('nobody_knows_it $<|>;')).not.toContain('$');
  });

  it('stays quick where hundreds of places include a file', async () => {
    const servers = Array.from({ length: 300 }, (_, at) => `server { listen ${at + 1}; include a.conf; }`).join('\n');
    expect(await first(`http { ${servers} }\n# file: a.conf\nlis<|>`, 1)).toEqual(['listen']);
    expect(await labels(`http { ${servers} }\n# file: a.conf\nloc<|>`)).toContain('location');
  });

  it('says nothing in Lua, behind a closed quote, or in a file that nobody holds', async () => {
    expect(await labels('http { server { content_by_lua_block { ngx.<|> } } }')).toEqual([]);
    expect(await labels('http { log_format a "x"<|>; }')).toEqual([]);
  });

  it('offers the lines of bodies with a grammar of their own', async () => {
    expect(await first('http { map $a $b { <|> } }', 3)).toEqual(['default', 'hostnames', 'include']);
    expect(await taken('http { map $a $b { hos<|> } }', 'hostnames')).toBe('http { map $a $b { hostnames;<|> } }');
    expect(await labels('http { geo $b { <|> } }')).toEqual(
      expect.arrayContaining(['default', 'ranges', 'delete', 'proxy']),
    );
    expect(await labels('stream { geo $b { <|> } }')).not.toContain('proxy');
    expect(await labels('http { types { text/<|> } }')).toContain('text/css');
    expect(await taken('http { types { image/pn<|> } }', 'image/png')).toBe('http { types { image/png png;<|> } }');
    expect(await labels('http { split_clients $a $b { <|> } }')).toContain('*');
    expect(await labels('http { map $a $b { x <|>; } }')).toContain('$host');
    expect(await labels('http { map $a $b { x $<|>; } }')).not.toContain('$b');
    expect(await labels('http { geo $b { 10.0.0.0/8 $<|>; } }')).toEqual([]);
  });
});
