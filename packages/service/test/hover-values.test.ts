import { describe, expect, it } from 'vitest';
import { hovered } from './support/hovered.ts';

describe('hover of values', () => {
  it('a size', async () => {
    expect(await hovered(`http { client_max_body_size 10<|>m; }`)).toMatchInlineSnapshot(`
      "10m

      \`10m\` = 10 MiB (10,485,760 bytes)"
    `);
  });

  it('a size in bytes', async () => {
    expect(await hovered(`http { client_max_body_size 100<|>0; }`)).toMatchInlineSnapshot(`
      "1000

      \`1000\` = 1,000 bytes"
    `);
  });

  it('a time', async () => {
    expect(await hovered(`http { keepalive_timeout 1h<|>30m; }`)).toMatchInlineSnapshot(`
      "1h30m

      \`1h30m\` = 5,400 s (1 hour 30 minutes)"
    `);
  });

  it('a time with the default of all units', async () => {
    expect(await hovered(`http { keepalive_timeout 6<|>5; }`)).toMatchInlineSnapshot(`
      "65

      \`65\` = 65 s (1 minute 5 s)"
    `);
  });

  it('milliseconds', async () => {
    expect(await hovered(`http { proxy_connect_timeout 1500<|>ms; }`)).toMatchInlineSnapshot(`
      "1500ms

      \`1500ms\` = 1.5 s"
    `);
  });

  it('days', async () => {
    expect(await hovered(`http { ssl_session_timeout 1<|>d; }`)).toMatchInlineSnapshot(`
      "1d

      \`1d\` = 86,400 s (1 day)"
    `);
  });

  it('a parameter with a value', async () => {
    expect(await hovered(`http { server { listen 80 back<|>log=511; } }`)).toMatchInlineSnapshot(`
      "backlog=511

      \`backlog=\` of \`listen\`

      Lets this many connections wait to be accepted; 511 by default on Linux

      - Since: 0.3.3"
    `);
  });

  it('a parameter with a time', async () => {
    expect(await hovered(`http { upstream a { server b fail_time<|>out=90; } }`)).toMatchInlineSnapshot(`
      "fail_timeout=90

      \`fail_timeout=\` of \`server\`

      Counts failures within this time, and then leaves the server out as long; 10s by default

      - Since: 0.5.0

      \`90\` = 90 s (1 minute 30 s)"
    `);
  });

  it('a parameter that is a word', async () => {
    expect(await hovered(`http { server { listen 80 default_<|>server; } }`)).toMatchInlineSnapshot(`
      "default_server

      \`default_server\` of \`listen\`

      Makes this server the one for requests to this address whose name no server has

      - Since: 0.8.21"
    `);
  });

  it('a flag', async () => {
    expect(await hovered(`http { gzip o<|>n; }`)).toMatchInlineSnapshot(`
      "on

      Values: \`on\` or \`off\` (default)"
    `);
  });

  it('one of few words', async () => {
    expect(await hovered(`http { satisfy an<|>y; }`)).toMatchInlineSnapshot(`
      "any

      \`any\` of \`satisfy\`

      Admits a request if one of the access checks admits it

      - Since: 0.6.25

      Values: \`all\` (default) or \`any\`"
    `);
  });

  it('a line of a map', async () => {
    expect(await hovered(`http { map $a $b { def<|>ault 1; } }`)).toMatchInlineSnapshot(`
      "default

      \`default\` of \`map\`

      Gives this value if no other line matches; empty without it

      - Since: 0.3.16"
    `);
  });

  it('a word of the user', async () => {
    expect(await hovered(`http { server { root /s<|>rv; } }`)).toMatchInlineSnapshot(`null`);
  });

  it('includes by a pattern', async () => {
    expect(
      await hovered(`http { include <|>*.inc; }
# file: a.inc
root /;
# file: b.inc
root /;
`),
    ).toMatchInlineSnapshot(`
      "*.inc

      \`/etc/nginx/*.inc\`: 2 files

      - [a.inc]
      - [b.inc]"
    `);
  });

  it('a pattern that nothing matches', async () => {
    expect(await hovered(`http { include <|>x/*.conf; }`)).toMatchInlineSnapshot(`
      "x/*.conf

      \`/etc/nginx/x/*.conf\`

      No file matches, which nginx accepts"
    `);
  });

  it('a file that nginx ships', async () => {
    expect(await hovered(`http { include mime.<|>types; }`)).toMatchInlineSnapshot(`
      "mime.types

      \`/etc/nginx/mime.types\`

      - \`mime.types\`, as nginx ships it"
    `);
  });

  it('a file that is missing', async () => {
    expect(await hovered(`http { include no<|>ne.conf; }`)).toMatchInlineSnapshot(`
      "none.conf

      \`/etc/nginx/none.conf\`

      There is no such file"
    `);
  });

  it('a rule in a comment', async () => {
    expect(
      await hovered(`# nginx-lint-disable server-<|>tokens-on -- why
`),
    ).toMatchInlineSnapshot(`
      "server-tokens-on

      \`server-tokens-on\` (security, warning): Responses and error pages name the version of nginx

      With \`server_tokens on\`, the default, the header \`Server\` and every error page of nginx say \`nginx/1.x.y\`. Whoever looks for machines with a known vulnerability finds them by that. \`build\` says even more."
    `);
  });

  it('a comment that switches rules off', async () => {
    expect(
      await hovered(`http { # nginx-lint-dis<|>able-line x
}`),
    ).toMatchInlineSnapshot(`
      "# nginx-lint-disable-line

      Leaves out what is said of this line"
    `);
  });

  it('another comment', async () => {
    expect(
      await hovered(`# just <|>words
`),
    ).toMatchInlineSnapshot(`null`);
  });

  it('Lua', async () => {
    expect(await hovered(`http { server { content_by_lua_block { roo<|>t } } }`)).toMatchInlineSnapshot(`null`);
  });

  it.each([
    ['http { server { return 30<|>1 /a; } }', '301\n\n`301`: Moved Permanently'],
    ['http { error_page 404 =2<|>00 /a; }', '=200\n\n`200`: OK'],
    ['http { server { try_files $uri =4<|>04; } }', '=404\n\n`404`: Not Found'],
    ['http { limit_req_status 42<|>9; }', '429\n\n`429`: Too Many Requests'],
    ['http { server { return 59<|>9; } }', null],
    ['http { keepalive_requests 20<|>0; }', null],
  ])('a code: %s', async (text, expected) => {
    expect(await hovered(text)).toBe(expected);
  });

  it('a zone with its size', async () => {
    expect(await hovered('http { limit_req_zone $uri zone=one:<|>10m rate=1r/s; }')).toMatchInlineSnapshot(`
      "zone=one:10m

      \`zone=\` of \`limit_req_zone\`

      Counts in a zone of this name and size; one megabyte holds about 8000 keys

      - Since: 0.7.20

      \`10m\` = 10 MiB (10,485,760 bytes)"
    `);
  });
});
