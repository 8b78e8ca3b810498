import { pathOf } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { definitions } from '../src/features/definition.ts';
import { highlights } from '../src/features/highlight.ts';
import { references } from '../src/features/references.ts';
import { includers } from '../src/names/includes.ts';
import { marked } from './support/marked.ts';

const place = (file: string, { start, end }: { start: number; end: number }) => `${file} ${start}-${end}`;

/** The cursor stands in one place of a name; all of its places are marked. */
const NAMES: readonly [what: string, text: string][] = [
  ['an upstream', 'http { upstream ⟦a<|>pp⟧ { server 10.0.0.1; } server { location / { proxy_pass http://⟦app⟧; } } }'],
  ['its use', 'http { upstream ⟦App⟧ { server a; } server { location / { proxy_pass HTTPS://⟦ap<|>p⟧:80/x/; } } }'],
  [
    'other passes',
    'http { upstream ⟦a<|>⟧ { server b; } server { location / { fastcgi_pass ⟦a⟧; } location /b { grpc_pass grpc://⟦a⟧; } location /c { memcached_pass ⟦a⟧; } location /d { uwsgi_pass ⟦a⟧; scgi_pass ⟦a⟧; } } }',
  ],
  [
    'a path as the name of a group',
    'http { upstream ⟦app<|>⟧ { server b; } server { location / { proxy_pass http://⟦app⟧/app/app; } } }',
  ],
  [
    'hosts that are no groups',
    'http { upstream ⟦a<|>⟧ { server b; } server { location / { proxy_pass http://a.example; } } }',
  ],
  [
    'groups of stream',
    'http { upstream a { server b; } } stream { upstream ⟦a<|>⟧ { server b:1; } server { listen 1; proxy_pass ⟦a⟧; } }',
  ],
  [
    'values of a map',
    'http { map $host $to { default ⟦a⟧; b.example b; c http://⟦a⟧/x; } upstream ⟦a<|>⟧ { server b; } server { location / { proxy_pass http://$to$request_uri; } } }',
  ],
  [
    'values through set',
    'http { upstream ⟦a⟧ { server b; } server { set $x ⟦a<|>⟧; set $y "${x}"; location / { proxy_pass http://${y}/; } } }',
  ],
  [
    'values of maps of stream',
    'http { } stream { map $ssl_preread_server_name $to { default ⟦web⟧; } upstream ⟦web<|>⟧ { server b:1; } server { listen 1; proxy_pass $to; } }',
  ],
  [
    'values that nobody passes to',
    'http { map $host $x { default a; } upstream ⟦a<|>⟧ { server b; } server { return 200 $x; } }',
  ],
  ['a variable', 'http { server { set ⟦$<|>a⟧ 1; return 200 "x${⟦⟧b}-⟦$a⟧/⟦${a}⟧"; } }'.replace('${⟦⟧b}', '$b')],
  ['a variable with other cases', 'http { server { set ⟦$A⟧ 1; return 200 ⟦$a<|>⟧; } }'],
  ['a map', 'http { map $uri ⟦$x⟧ { default ⟦$y<|>⟧; } map $host ⟦$y⟧ { default 1; } }'.replace('⟦$x⟧', '$x')],
  [
    'geo and split_clients',
    'http { geo ⟦$g<|>⟧ { default 0; } split_clients ⟦$g⟧ $s { * 1; } server { if (⟦$g⟧ = 1) { return 404; } if (⟦$g⟧) { } } }',
  ],
  [
    'named captures',
    'http { server { server_name ~^(?<⟦sub⟧>.+)\\.a$; location ~ ^/(?<⟦sub⟧>x)/\\k<⟦sub⟧> { return 200 ⟦$su<|>b⟧; } } }',
  ],
  [
    'captures in conditions, rewrites and maps',
    "http { map $uri $m { '~(?<⟦q<|>⟧>a)' ⟦$q⟧; } server { if ($uri ~ (?P<⟦q⟧>b)) { } rewrite (?'⟦q⟧'c) /⟦$q⟧; } }",
  ],
  [
    'log formats with variables',
    'http { log_format main \'a ⟦$x<|>⟧\' "⟦$x⟧"; server { set ⟦$x⟧ 1; access_log /a main if=⟦$x⟧; } }',
  ],
  ['escaped words', 'http { server { set ⟦$x⟧ 1; return 200 "\\"⟦$x<|>⟧\\" ⟦$x⟧"; } }'],
  [
    'variables of stream',
    'http { server { set $x 1; } } stream { map $remote_addr ⟦$x<|>⟧ { default 1; } log_format a ⟦$x⟧; }',
  ],
  ["nginx's own variables", 'http { server { set ⟦$args⟧ 1; return 200 ⟦$ar<|>gs⟧; } }'],
  ['Lua', 'http { server { set ⟦$x<|>⟧ 1; content_by_lua_block { ngx.var.⟦x⟧ = 2 ngx.say(ngx.var["⟦x⟧"]) } } }'],
  ['modules of others', 'http { server { set ⟦$x⟧ 1; more_set_headers "A: ⟦$x<|>⟧"; unheard_of ⟦$x⟧; } }'],
  ['geoip2', 'http { geoip2 /a.mmdb { ⟦$cc<|>⟧ country iso_code; } server { return 200 ⟦$cc⟧; } }'],
  [
    'auth_request_set',
    'http { server { location / { auth_request /a; auth_request_set ⟦$u<|>⟧ $upstream_http_x; proxy_set_header U ⟦$u⟧; } } }',
  ],
  [
    'named locations',
    'http { server { location / { try_files $uri ⟦@a⟧; error_page 404 = ⟦@a<|>⟧; post_action ⟦@a⟧; } location ⟦@a⟧ { } } server { location @a { } } }',
  ],
  [
    'an error_page around servers',
    'http { error_page 502 ⟦@a⟧; server { location ⟦@a<|>⟧ { } } server { location @a { } location / { try_files /x @a; } } }',
  ],
  [
    'zones of limit_req',
    'http { limit_req_zone $uri zone=⟦one<|>⟧:10m rate=1r/s; limit_conn_zone $uri zone=two:1m; server { limit_req zone=⟦one⟧ burst=1; } }',
  ],
  ['zones of limit_conn', 'http { limit_conn_zone $uri zone=⟦zone⟧:10m; server { limit_conn ⟦zone<|>⟧ 1; } }'],
  [
    'caches',
    'http { proxy_cache_path /a keys_zone=⟦c⟧:1m; fastcgi_cache_path /b keys_zone=d:1m; server { proxy_cache ⟦c<|>⟧; location / { proxy_cache off; } location /b { fastcgi_cache c; } } }',
  ],
  [
    'caches in variables',
    'http { proxy_cache_path /a keys_zone=⟦c⟧:1m; map $uri $z { default ⟦c<|>⟧; /b off; } server { proxy_cache $z; } }',
  ],
  [
    'sessions',
    'http { server { ssl_session_cache builtin shared:⟦S⟧:1m; } server { ssl_session_cache shared:⟦S<|>⟧:1m; } } stream { server { ssl_session_cache shared:S:1m; } }',
  ],
  ['zones of groups', 'http { upstream a { zone ⟦a<|>⟧ 64k; server b; } upstream b { zone ⟦a⟧; server c; } }'],
  [
    'log formats',
    'http { log_format ⟦main<|>⟧ "$uri"; access_log /a ⟦main⟧; server { access_log off; access_log /b ⟦MAIN⟧ buffer=1k; } } stream { log_format main 1; }',
  ],
  ["nginx's own log format", 'http { access_log /a ⟦combined<|>⟧; server { access_log /b ⟦combined⟧; } }'],
  ['thread pools', 'thread_pool ⟦p⟧ threads=2; http { aio threads=⟦p<|>⟧; }'],
  ['match blocks', 'http { match ⟦ok<|>⟧ { status 200; } server { location / { health_check match=⟦ok⟧; } } }'],
  ['njs', 'http { js_import ⟦m<|>⟧ from a/main.js; js_set $x ⟦m⟧.f; server { location / { js_content ⟦m⟧.g; } } }'],
  ['njs modules by their file', 'http { js_import a/⟦main⟧.js; server { location / { js_content ⟦main<|>⟧.g; } } }'],
  [
    'included files',
    'http { upstream ⟦a⟧ { server b; } server { include s.conf; } }\n# file: s.conf\nlocation / { proxy_pass http://⟦a<|>⟧; }\n',
  ],
  [
    'a file in two servers',
    'http { server { include s.conf; } server { include s.conf; location ⟦@a⟧ { } } }\n# file: s.conf\nlocation / { try_files /x ⟦@a<|>⟧; }\n',
  ],
];

describe('references and definitions', () => {
  it.each(NAMES)('%s', async (_, text) => {
    const { snapshot, file, offset, ranges } = await marked(text);
    const expected = ranges.map(({ file, span }) => place(file, span));
    const found = references(snapshot, file, offset, true).map(({ file, span }) => place(file, span));
    expect(found.sort()).toEqual(expected.sort());
    const shown = highlights(snapshot, file, offset).map(({ span }) => place(file, span));
    expect(shown).toEqual(found.filter((each) => each.startsWith(`${file} `)).sort(byStart));
  });

  it.each([
    ['http { upstream ⟦a⟧ { server b; } server { location / { proxy_pass http://a<|>; } } }', 1],
    ['http { server { set $⟦a⟧ 1; set $⟦a⟧ 2; return 200 $a<|>; } server { set $a 3; } }', 1],
    ['http { map $uri $⟦a⟧ { default 1; } server { set $⟦a⟧ 1; return 200 $a<|>; } server { set $a 3; } }', 1],
    ['http { server { return 200 $a<|>; } server { set $⟦a⟧ 3; } }', 1],
    ['http { server { location ⟦@a⟧ { } location / { try_files /x @a<|>; } } server { location @a { } } }', 1],
    ['http { server { return 200 $ur<|>i; } }', 0],
    ['http { server { try_files /x @a<|>; } }', 0],
    ['http { server { ro<|>ot /a; } }', 0],
    ['http { server { location ~ ^/(a)⟦(b)⟧ { return 200 $2<|>; } } }', 1],
    ['http { server { location ~ \'^/((?:x)⟦(b)⟧)+\' { return 200 "x$2<|>y"; } } }', 1],
    ['http { server { location ~ ^/(a) { rewrite ^/⟦(b)⟧ /$1<|>; } } }', 1],
    ['http { server { if ($uri ~ "^/⟦(?<x>b)⟧") { set $y $1<|>; } } }', 1],
    ["http { map $uri $x { '~*/⟦(b)⟧' $1<|>; } }", 1],
    ['http { server { location /a { return 200 $1<|>; } } }', 0],
    ['http { server { location ~ a { return 200 $1<|>; } } }', 0],
  ])('goes to the definition: %s', async (text, count) => {
    const { snapshot, file, offset, ranges } = await marked(text);
    const found = definitions(snapshot, file, offset);
    expect(found === null ? 0 : 1).toBe(count);
    const targets = found?.targets.map(({ file, selection }) => place(file, selection)) ?? [];
    expect(targets.sort()).toEqual(ranges.map(({ file, span }) => place(file, span)).sort());
    for (const { span, selection } of found?.targets ?? []) {
      expect(span.start).toBeLessThanOrEqual(selection.start);
      expect(span.end).toBeGreaterThanOrEqual(selection.end);
    }
  });

  it('tells the part of a word that it is about, and the whole block', async () => {
    const { snapshot, file, offset, ranges } = await marked(
      'http { ⟦upstream ⟦a⟧ { server b; }⟧ server { location / { proxy_pass http://⟦a<|>⟧:80/; } } }',
    );
    const [block, name, use] = ranges.map(({ span }) => span);
    expect(definitions(snapshot, file, offset)).toEqual({
      origin: use,
      targets: [{ file, span: block, selection: name }],
    });
  });

  it('leaves definitions out where they are not wanted', async () => {
    const { snapshot, file, offset } = await marked('http { server { set $a 1; return 200 $a<|>; } }');
    expect(references(snapshot, file, offset, false)).toHaveLength(1);
    expect(references(snapshot, file, offset, true)).toHaveLength(2);
  });

  it('tells writing from reading', async () => {
    const { snapshot, file, offset } = await marked('http { server { set $args 1; if ($arg<|>s) { } } }');
    expect(highlights(snapshot, file, offset).map(({ access }) => access)).toEqual(['write', 'read']);
  });

  const INCLUDES =
    'http { include ⟦conf.d/<|>*.conf⟧; server { include ⟦conf.d/b.conf⟧; } }\n# file: conf.d/a.conf\n\n# file: conf.d/b.conf\nroot /x;\n';

  it('goes from an include to its files, and back', async () => {
    const { snapshot, file, offset, ranges } = await marked(INCLUDES);
    const found = definitions(snapshot, file, offset);
    expect(found?.targets.map(({ file }) => pathOf(file))).toEqual([
      '/etc/nginx/conf.d/a.conf',
      '/etc/nginx/conf.d/b.conf',
    ]);
    expect(found?.origin).toEqual(ranges[0]?.span);
    const [a, b] = found?.targets.map((target) => includers(snapshot, target.file).map(({ span }) => span)) ?? [];
    expect(a).toEqual([ranges[0]?.span]);
    expect(b).toEqual(ranges.map(({ span }) => span));
    expect(references(snapshot, file, offset, true)).toHaveLength(2);
  });

  it('finds nothing in files that nobody holds', async () => {
    const { snapshot, file } = await marked('events {}');
    const other = `${file}.other` as typeof file;
    expect([
      definitions(snapshot, other, 0),
      references(snapshot, other, 0, true),
      highlights(snapshot, other, 0),
    ]).toEqual([null, [], []]);
  });
});

function byStart(one: string, other: string): number {
  const start = (text: string) => Number(/ (\d+)-/.exec(text)?.[1]);
  return start(one) - start(other);
}
