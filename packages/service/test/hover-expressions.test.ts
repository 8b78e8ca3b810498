import { describe, expect, it } from 'vitest';
import { hovered } from './support/hovered.ts';

describe('hover of expressions', () => {
  it('a location', async () => {
    expect(
      await hovered(`http { server { root /a; location ~* <|>^/img/(?<name>\\d+)\\.(png|jpe?g)$ { } } }`),
    ).toMatchInlineSnapshot(`
      "^/img/(?<name>\\d+)\\.(png|jpe?g)$

      \`\`\`nginx
      location ~* ^/img/(?<name>\\d+)\\.(png|jpe?g)$
      \`\`\`

      - Matches paths by an expression, in either case
      - The only expression: tried where no exact path and no \`^~\` prefix takes the request
      - Sample: \`http://localhost/img/0.jpg\`
      - Serves files: \`/img/0.jpg\` → \`/a/img/0.jpg\` by \`root /a;\` ([line 1])

      ---

      \`\`\`nginx
      ^/img/(?<name>\\d+)\\.(png|jpe?g)$
      \`\`\`

      Matches a text, in either case, with

      - the beginning
      - \`/img/\`
      - group \`$name\`, \`$1\`: a digit (once or more)
      - \`.\`
      - group \`$2\`: one of
        - \`png\`
        - \`jp\`, then \`e\` (optional), then \`g\`
      - the end

      Sample: \`/img/0.jpg\`"
    `);
  });

  it('a rewrite', async () => {
    expect(await hovered(`http { server { rewrite <|>^/a/((x|y)z+)+$ /$1; } }`)).toMatchInlineSnapshot(`
      "^/a/((x|y)z+)+$

      \`\`\`nginx
      ^/a/((x|y)z+)+$
      \`\`\`

      Matches a text with

      - the beginning
      - \`/a/\`
      - group \`$1\` (once or more)
        - group \`$2\`: \`x\` or \`y\`
        - \`z\` (once or more)
      - the end

      Sample: \`/a/xz\`"
    `);
  });

  it('a condition', async () => {
    expect(
      await hovered(`http { server { if ($http_user_agent ~* <|>(bot|crawl)) { return 403; } } }`),
    ).toMatchInlineSnapshot(`
      "(bot|crawl)

      \`\`\`nginx
      (bot|crawl)
      \`\`\`

      Matches a text, in either case, with

      - group \`$1\`: \`bot\` or \`crawl\`

      Sample: \`bot\`"
    `);
  });

  it('a line of a map', async () => {
    expect(await hovered(`http { map $uri $a { ~*<|>^/x[^/]*?/$ 1; } }`)).toMatchInlineSnapshot(`
      "^/x[^/]*?/$

      \`\`\`nginx
      ^/x[^/]*?/$
      \`\`\`

      Matches a text, in either case, with

      - the beginning
      - \`/x\`
      - any sign but \`/\` (any number of times, as few as possible)
      - \`/\`
      - the end

      Sample: \`/x/\`"
    `);
  });

  it('a server name', async () => {
    expect(
      await hovered(`http { server { server_name ~^<|>www(?<n>\\d+)\\.example\\.com$; } }`),
    ).toMatchInlineSnapshot(`
      "^www(?<n>\\d+)\\.example\\.com$

      \`\`\`nginx
      ^www(?<n>\\d+)\\.example\\.com$
      \`\`\`

      Matches a text with

      - the beginning
      - \`www\`
      - group \`$n\`, \`$1\`: a digit (once or more)
      - \`.example.com\`
      - the end

      Sample: \`www0.example.com\`"
    `);
  });

  it('lookarounds and classes', async () => {
    expect(
      await hovered(`http { server { location ~ "<|>/\\.(?!well-known)[a-f_]{2,}(?:x|yz?)*+\\b" { return 403; } } }`),
    ).toMatchInlineSnapshot(`
      "/\\.(?!well-known)[a-f_]{2,}(?:x|yz?)*+\\b

      \`\`\`nginx
      location ~ "/\\.(?!well-known)[a-f_]{2,}(?:x|yz?)*+\\b"
      \`\`\`

      - Matches paths by an expression, case counts
      - The only expression: tried where no exact path and no \`^~\` prefix takes the request
      - Sample: \`http://localhost/.aa\`
      - Answered by \`return 403;\`

      ---

      \`\`\`nginx
      /\\.(?!well-known)[a-f_]{2,}(?:x|yz?)*+\\b
      \`\`\`

      Matches a text with

      - \`/.\`
      - not followed by: \`well-known\`
      - \`a\` to \`f\` or \`_\` (2 times or more)
      - one of (any number of times, never given back)
        - \`x\`
        - \`y\`, then \`z\` (optional)
      - the beginning or the end of a word

      Sample: \`/.aa\`"
    `);
  });

  it('one that takes forever', async () => {
    expect(await hovered(`http { server { rewrite <|>^/(\\w+/?)+\\.html$ /; } }`)).toMatchInlineSnapshot(`
      "^/(\\w+/?)+\\.html$

      \`\`\`nginx
      ^/(\\w+/?)+\\.html$
      \`\`\`

      Matches a text with

      - the beginning
      - \`/\`
      - group \`$1\` (once or more): a letter, digit or \`_\` (once or more), then \`/\` (optional)
      - \`.html\`
      - the end

      Sample: \`/a.html\`

      Beware: for some texts the time grows exponentially with the length, because of \`(\\w+/?)+\`"
    `);
  });

  it('one that is refused', async () => {
    expect(await hovered(`http { server { rewrite <|>^/(a /; } }`)).toMatchInlineSnapshot(`null`);
  });

  it('one that matches everywhere', async () => {
    expect(await hovered(`http { map $uri $a { "<|>~(?i)" 2; } }`)).toMatchInlineSnapshot(`
      ""~(?i)"

      \`\`\`nginx
      (?i)
      \`\`\`

      Matches a text with

      - nothing: it matches everywhere"
    `);
  });
});
