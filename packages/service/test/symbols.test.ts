import { describe, expect, it } from 'vitest';
import { type DocumentSymbol, documentSymbols } from '../src/features/document-symbols.ts';
import { workspaceSymbols } from '../src/features/workspace-symbols.ts';
import { marked } from './support/marked.ts';
import { siteOf, snapshotOf } from './support/site.ts';

/** `name (kind) [children]` */
function shown(symbols: readonly DocumentSymbol[]): string {
  return symbols
    .map(({ name, kind, children }) => `${name} (${kind})${children.length > 0 ? ` [${shown(children)}]` : ''}`)
    .join(', ');
}

async function outline(text: string): Promise<string> {
  const { snapshot, file } = await marked(text);
  return shown(documentSymbols(snapshot, file));
}

describe('documentSymbols', () => {
  it.each([
    [
      'server { listen 443 ssl; listen [::]:443 ssl http2; listen 80 default_server; server_name a.b *.b; }',
      'a.b +1 :443 ssl :80 (server)',
    ],
    [
      'server { listen 127.0.0.1:8080; listen unix:/a; listen *:81; listen a.b; }',
      'server 127.0.0.1:8080 unix:/a :81 a.b (server)',
    ],
    ['server { listen 443 quic; server_name ""; }', 'server :443 quic (server)'],
    [
      'server { include names.conf; }\n# file: names.conf\nserver_name x.y;\nlisten 1;\n',
      'x.y :1 (server) [names.conf (include)]',
    ],
    [
      'location ~* \\.php$ { } location = /a { } location @b { }',
      '~* \\.php$ (location), = /a (location), @b (named-location)',
    ],
    [
      'location / { if ($a = b) { return 1; } limit_except GET { } }',
      '/ (location) [if ($a = b) (condition), limit_except GET (block)]',
    ],
    [
      'map $a $b { default 1; include x; } geo $c { } geo $remote_addr $d { } split_clients $e $f { * 1; }',
      '$a → $b (map) [x (include)], $c (map), $remote_addr → $d (map), $e → $f (map)',
    ],
    ['upstream u { server a; server b; } match m { } types { a b; }', 'u (upstream), m (match), types (block)'],
    [
      'log_format main a; limit_req_zone $a zone=one:1m rate=1r/s; limit_conn_zone $a zone=two:1m; proxy_cache_path /a keys_zone=c:1m; js_import m from m.js;',
      'main (log-format), one (zone), two (zone), c (cache), m (module)',
    ],
    ['content_by_lua_block { location / { } }', 'content_by_lua_block (code)'],
    ['events { } http { server { } }', 'events (block), http (block) [server (server)]'],
    ['http { server { location /a { root', 'http (block) [server (server) [/a (location)]]'],
    ['http { server { listen 80 server_name a; location', 'http (block) [server :80 (server)]'],
    ['{ } ; } map { a { b; } c; } upstream { } location { } log_format; "" { }', expect.stringContaining('map (map)')],
    [`http { location ${'a'.repeat(100)} { } }`, `http (block) [${'a'.repeat(79)}… (location)]`],
  ])('%s', async (text, expected) => {
    expect(await outline(text)).toEqual(expected);
  });

  it('selects what tells a thing from others', async () => {
    const { snapshot, file, ranges } = await marked(
      '⟦server { listen 80; server_name ⟦a.b⟧ c; ⟦location ⟦~ /x⟧ { }⟧ }⟧ ⟦map ⟦$a $b⟧ { }⟧ ⟦limit_req_zone $a ⟦zone=one:1m⟧ rate=1r/s;⟧',
    );
    const all = (symbols: readonly DocumentSymbol[]): unknown[] =>
      symbols.flatMap(({ span, selection, children }) => [span, selection, ...all(children)]);
    expect(all(documentSymbols(snapshot, file))).toEqual(ranges.map(({ span }) => span));
  });

  it('keeps the outline of the playground', async () => {
    const snapshot = await snapshotOf(siteOf('playground'));
    const all = snapshot.files.map((file) => `${file.slice(18)}: ${shown(documentSymbols(snapshot, file))}`);
    expect(all.join('\n')).toMatchSnapshot();
  });
});

describe('workspaceSymbols', () => {
  const TEXT = [
    'http { include a.conf; include mime.types; server { server_name shop.example; set $basket 1; set $basket 2; location /cart { } } }',
    '# file: a.conf',
    'upstream shop { server a; }',
    'map $uri $cart { default 1; }',
    '',
  ].join('\n');

  it.each([
    ['shop', ['shop (a.conf)', 'shop.example (nginx.conf)']],
    ['SHEX', ['shop.example (nginx.conf)']],
    ['cart', ['$uri → $cart (a.conf)', '/cart (shop.example)']],
    ['basket', ['$basket (set)']],
    ['zzz', []],
    ['mime', []],
  ])('%s', async (query, expected) => {
    const { snapshot } = await marked(TEXT);
    expect(workspaceSymbols(snapshot, query).map(({ name, container }) => `${name} (${container})`)).toEqual(expected);
  });

  it('lists all for an empty query, each once', async () => {
    const snapshot = await snapshotOf(siteOf('playground'));
    const all = workspaceSymbols(snapshot, '').map(({ name, file, span }) => `${file} ${span.start} ${name}`);
    expect(all.length).toBeGreaterThan(50);
    expect(new Set(all).size).toBe(all.length);
  });
});
