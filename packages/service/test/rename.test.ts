import { describe, expect, it } from 'vitest';
import { scenarioOf, scenarioText } from '../../../test/support/scenario.ts';
import { prepareRename, rename } from '../src/features/rename.ts';
import { marked } from './support/marked.ts';
import { edited } from './support/site.ts';

/** The texts after a rename; or why it is refused. */
async function renamed(text: string, name: string): Promise<string> {
  const { snapshot, file, offset, texts } = await marked(text);
  const edits = rename(snapshot, file, offset, name);
  if ('refused' in edits) return `refused: ${edits.refused}`;
  const site = {
    texts: new Map([...texts].map(([file, text]) => [file.slice('file://'.length), text])),
    links: new Map(),
  };
  const changed = edited(site, edits as Exclude<typeof edits, { refused: string }>);
  const { entry } = scenarioOf(text);
  const files = Object.fromEntries(
    [...site.texts].map(([path, text]) => [path.slice('/etc/nginx/'.length), changed.get(path) ?? text]),
  );
  return scenarioText({ entry, files });
}

const DONE: readonly [text: string, name: string, expected: string][] = [
  [
    'http { upstream a<|> { zone a 1m; server b; } server { location / { proxy_pass http://a/a; } location /x { grpc_pass "a"; } } }',
    'new-name.1',
    'http { upstream new-name.1 { zone a 1m; server b; } server { location / { proxy_pass http://new-name.1/a; } location /x { grpc_pass "new-name.1"; } } }',
  ],
  [
    'http { server { set $a 1; set $b "$a<|>-${a}b$ab"; if ($a = x) { return 200 $A; } } map $uri $ab { default 1; } }',
    '$new',
    'http { server { set $new 1; set $b "$new-${new}b$ab"; if ($new = x) { return 200 $new; } } map $uri $ab { default 1; } }',
  ],
  [
    "http { server { location ~ '^/(?<id>a)(?P=id)' { rewrite (?<id<|>>b) /x-$id-$1; return 200 ${id}s; } } }",
    'item',
    "http { server { location ~ '^/(?<item>a)(?P=item)' { rewrite (?<item>b) /x-$item-$1; return 200 ${item}s; } } }",
  ],
  [
    'http { server { location @a { } error_page 404 =200 @a<|>; } server { location @a { } location / { try_files /x @a; } } }',
    'down',
    'http { server { location @down { } error_page 404 =200 @down; } server { location @a { } location / { try_files /x @a; } } }',
  ],
  [
    'http { server { include s.conf; location @a { } } server { include s.conf; location @a<|> { } } server { location @a { } } }\n# file: s.conf\nlocation / { try_files /x @a; }\n',
    '@b',
    'http { server { include s.conf; location @b { } } server { include s.conf; location @b { } } server { location @a { } } }\n# file: s.conf\nlocation / { try_files /x @b; }\n',
  ],
  [
    'http { limit_req_zone $uri zone=zone:1m rate=1r/s; server { limit_req zone=zone<|>; } }',
    'x',
    'http { limit_req_zone $uri zone=x:1m rate=1r/s; server { limit_req zone=x; } }',
  ],
  [
    'http { map $uri $to { default http://a/b; } upstream a { server b; } server { location / { proxy_pass $to<|>; } } }',
    'target',
    'http { map $uri $target { default http://a/b; } upstream a { server b; } server { location / { proxy_pass $target; } } }',
  ],
  [
    'http { map $uri $to { default a<|>; } upstream a { server b; } server { location / { proxy_pass http://$to; } } }',
    'c',
    'http { map $uri $to { default c; } upstream c { server b; } server { location / { proxy_pass http://$to; } } }',
  ],
  [
    'http { log_format "m" $uri; access_log /a "m<|>"; access_log /b M; }',
    'long',
    'http { log_format "long" $uri; access_log /a "long"; access_log /b long; }',
  ],
  ['http { server { set $A<|> 1; return 200 $a; } }', 'a', 'http { server { set $a 1; return 200 $a; } }'],
  [
    'http { server { return 200 "\\"$a<|>\\""; set $a 1; } }',
    'b',
    'http { server { return 200 "\\"$b\\""; set $b 1; } }',
  ],
];

const REFUSED: readonly [text: string, name: string, reason: RegExp][] = [
  ['http { server { return 200 $ur<|>i; } }', 'x', /^"\$uri" is one of nginx's own variables$/],
  ['http { server { set $arg<|>s 1; } }', 'x', /own variables/],
  ['http { server { return 200 $http_ho<|>st; } }', 'x', /^"\$http_host" is one of nginx's own variables$/],
  ['http { server { set $a<|> 1; } }', 'uri', /^"\$uri" is one of nginx's own variables$/],
  ['http { server { set $a<|> 1; } }', 'http_x', /^"\$http_x" would be one of nginx's own variables "\$http_…"$/],
  ['http { server { set $a<|> 1; set $b 1; } }', 'B', /^there is a variable "B" already$/],
  ['http { server { set $a<|> 1; return 200 $b; } }', 'b', /already/],
  ['http { server { set $a<|> 1; } }', 'a-b', /letters, digits and "_"/],
  ['http { server { set $a<|> 1; } }', '1a', /digit/],
  ['http { server { set $a<|> 1; } }', '', /letters/],
  ['http { server { location ~ (?<a<|>>x) { } } }', 'a'.repeat(33), /32 characters/],
  ['http { server { return 200 $nothing<|>; } }', 'x', /^nothing that is seen here defines the variable "nothing"$/],
  ['http { upstream a<|> { server b; } upstream c { server d; } }', 'C', /already/],
  [
    'http { upstream a<|> { server b; } server { location / { proxy_pass http://b.example; } } }',
    'b.example',
    /host that is passed to/,
  ],
  ['http { upstream a<|> { server b; } }', 'a/b', /letters, digits/],
  [
    'http { upstream app_a<|> { server b; } server { location / { proxy_pass http://app_$host; } } }',
    'x',
    /"proxy_pass http:\/\/app_\$host" may come to the upstream "app_a"/,
  ],
  [
    'http { limit_req_zone $uri zone=a<|>:1m rate=1r/s; limit_conn_zone $uri zone=b:1m; }',
    'b',
    /there is a zone "b" already/,
  ],
  ['http { access_log /a combined<|>; }', 'x', /nginx itself/],
  ['http { log_format a<|> 1; }', 'combined', /nginx itself/],
  ['http { server { location @a<|> { } } }', 'b c', /without blanks/],
  ['http { server { location @a<|> { } location @b { } } }', '@b', /already/],
  ['http { include a<|>.conf; }\n# file: a.conf\n', 'x', /^the path of an "include" is the name of a file/],
  ['http { ser<|>ver { } }', 'x', /^there is no name here/],
  ['http { js_import a/main<|>.js; }', 'x', /the name of its file/],
];

describe('rename', () => {
  it.each(DONE)('%s to %s', async (text, name, expected) => {
    expect(await renamed(text, name)).toBe(expected);
  });

  it.each(REFUSED)('refuses %s to %s', async (text, name, reason) => {
    const found = await renamed(text, name);
    expect(found).toMatch(/^refused: /);
    expect(found.slice('refused: '.length)).toMatch(reason);
  });

  it('leaves files alone that come with nginx', async () => {
    const { snapshot, file, offset } = await marked(
      'http { server { location / { include snippets/fastcgi-php.conf; return 200 $path_info<|>; } } }',
    );
    const refused = { refused: 'the name is also used in snippets/fastcgi-php.conf, which comes with nginx' };
    expect(prepareRename(snapshot, file, offset)).toEqual(refused);
    expect(rename(snapshot, file, offset, 'y')).toEqual(refused);
  });

  it('begins with the name without its signs', async () => {
    const { snapshot, file, offset, ranges } = await marked('http { server { set $a 1; return 200 ${⟦a⟧<|>}; } }');
    expect(prepareRename(snapshot, file, offset)).toEqual({ span: ranges[0]?.span, placeholder: 'a' });
  });
});
