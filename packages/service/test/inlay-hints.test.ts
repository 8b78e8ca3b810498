import { describe, expect, it } from 'vitest';
import { inlayHints } from '../src/features/inlay-hints.ts';
import { markdownText } from '../src/features/markdown.ts';
import { marked } from './support/marked.ts';

/** The file of the cursor, else the entry, with its hints in it. */
async function hinted(text: string): Promise<string> {
  const { snapshot, file, texts } = await marked(text);
  let shown = texts.get(file) ?? '';
  const hints = inlayHints(snapshot, file, { start: 0, end: shown.length });
  for (const { offset, text, padding } of [...hints].reverse())
    shown = `${shown.slice(0, offset)}${padding ? '_' : ''}«${text}»${shown.slice(offset)}`;
  return shown;
}

const inServer = (text: string) => `http { root /srv; server { ${text} } }`;

describe('inlayHints', () => {
  it.each([
    ['location / { }', 'location / {_«root /srv» }'],
    ['location / { root /a; }', 'location / { root /a; }'],
    ['location /a/ { alias /b/; location /a/c/ { } }', 'location /a/ { alias /b/; location /a/c/ {_«alias /b/» } }'],
    ['location / { return 204; }', 'location / { return 204; }'],
    ['return 204; location / { }', 'return 204; location / { }'],
    ['location / { proxy_pass http://a:1; }', 'location / { proxy_pass http://a:1; }'],
    ['location / { deny all; }', 'location / { deny all; }'],
    ['location / { allow ::1; deny all; }', 'location / {_«root /srv» allow ::1; deny all; }'],
    ['location / {', 'location / {_«root /srv»'],
    ['keepalive_timeout 65;', 'keepalive_timeout 65_«s»;'],
    ['keepalive_timeout 65s 60;', 'keepalive_timeout 65s 60_«s»;'],
    ['keepalive_timeout 0;', 'keepalive_timeout 0;'],
    ['client_max_body_size 10m;', 'client_max_body_size 10m;'],
    ['client_max_body_size "1000";', 'client_max_body_size "1000_«bytes»";'],
    ['expires 3600;', 'expires 3600_«s»;'],
    ['expires -1;', null],
    ['open_file_cache max=100 inactive=30;', 'open_file_cache max=100 inactive=30_«s»;'],
    ['keepalive_requests 100;', 'keepalive_requests 100;'],
    ['location ~ a { return 200; }', 'location ~ a { return 200; }'],
    [
      'location ~ a { return 200; } location = /b { return 200; } location ~*b { return 200; }',
      'location ~ a_«1st» { return 200; } location = /b { return 200; } location ~*b_«2nd» { return 200; }',
    ],
    ['listen 127.0.0.1;', 'listen 127.0.0.1«:80»;'],
    ['listen [::1] ssl;', 'listen [::1]«:80» ssl;'],
    ['listen 80; listen [::]:80; listen unix:/a; listen 8000-8010;', null],
    ['rewrite ^ /a permanent;', 'rewrite ^ /a permanent_«301»;'],
    ['rewrite ^ /a redirect;', 'rewrite ^ /a redirect_«302»;'],
    ['rewrite ^ /a last;', null],
    ['return https://a;', 'return_«302» https://a;'],
    ['return 301 https://a; ', null],
    ['return $scheme://a;', 'return_«302» $scheme://a;'],
    ['limit_req zone=a burst=5;', 'limit_req zone=a burst=5_«delayed»;'],
    ['limit_req zone=a burst=5 nodelay;', null],
    ['limit_req zone=a burst=5 delay=3;', null],
    ['proxy_cache_valid 10m;', 'proxy_cache_valid_«200 301 302» 10m;'],
    ['proxy_cache_valid 200 10m;', null],
    ['proxy_buffers 8 16k;', 'proxy_buffers 8 16k_«= 128 KiB»;'],
    ['proxy_buffers 8 16', 'proxy_buffers 8 16'],
    ['# keepalive_timeout 65\n', null],
  ])('%s', async (text, expected) => {
    expect(await hinted(inServer(text))).toBe(inServer(expected ?? text));
  });

  it('shows the ports of groups, and units of parameters', async () => {
    const text =
      'http { upstream a { server b; server c:1 fail_timeout=10; server unix:/d; server e service=x resolve; } }';
    const shown =
      'http { upstream a { server b«:80»; server c:1 fail_timeout=10_«s»; server unix:/d; server e service=x resolve; } }';
    expect(await hinted(text)).toBe(shown);
  });

  it("shows nginx's own root where nothing sets one, and in a part of a configuration nothing", async () => {
    expect(await hinted('http { server { location / { } } }')).toBe('http { server { location / {_«root html» } } }');
    const part = '# nginx-lint context: http, server\nlocation / { }\n';
    expect(await hinted(part)).toBe(part);
  });

  it('shows what all places of an included file share', async () => {
    const differs = 'http { server { root /a; include a.conf; } server { root /b; include a.conf; } }\n';
    expect(await hinted(`${differs}# file: a.conf\nlocation / { send_timeout 5; } <|>`)).toBe(
      'location / { send_timeout 5_«s»; } ',
    );
    const same = 'http { root /a; server { include a.conf; } server { include a.conf; } }\n';
    expect(await hinted(`${same}# file: a.conf\nlocation / { } <|>`)).toBe('location / {_«root /a» } ');
  });

  it('says where a value comes from, and only in the span that is asked for', async () => {
    const text = 'http {\n⟦root /srv;⟧\nserver { location / { }\nlocation /a/ { send_timeout 90; } }\n}';
    const { snapshot, file, texts, ranges } = await marked(text);
    const whole = { start: 0, end: texts.get(file)?.length ?? 0 };
    const hints = inlayHints(snapshot, file, whole);
    const link = ({ label, offset }: { label: string; offset: number }) => `[${label}](${offset})`;
    const shown = hints.map(({ text, kind, tooltip }) => `${kind} ${text}: ${markdownText(tooltip, link)}`);
    const from = `\`root /srv;\` ([line 2](${ranges[0]?.span.start}))`;
    expect(shown).toEqual([
      `value root /srv: ${from}`,
      `value root /srv: ${from}`,
      'unit s: `90` = 90 s (1 minute 30 s)',
    ]);
    const [first] = hints;
    const offset = first?.offset ?? 0;
    expect(inlayHints(snapshot, file, { start: offset, end: offset })).toEqual([first]);
    expect(inlayHints(snapshot, file, { start: 0, end: 5 })).toEqual([]);
  });
});
