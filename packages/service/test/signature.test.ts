import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signatureHelp } from '../src/features/signature.ts';
import { marked } from './support/marked.ts';

/** The chosen form, with the argument at the cursor in `«…»`. */
async function shown(text: string, version?: string): Promise<string | null> {
  const { snapshot, file, offset } = await marked(text, version === undefined ? {} : { version });
  const help = signatureHelp(snapshot, file, offset);
  if (help === null) return null;
  const signature = help.signatures[help.activeSignature];
  const span = help.activeParameter === null ? undefined : signature?.parameters[help.activeParameter]?.span;
  const label = signature?.label ?? '';
  return span === undefined
    ? label
    : `${label.slice(0, span.start)}«${label.slice(span.start, span.end)}»${label.slice(span.end)}`;
}

const LOG = 'path [format [buffer=size] [gzip[=level]] [flush=time] [if=condition]]';

describe('signatureHelp', () => {
  it.each([
    ['http { root <|>; }', 'root «path»'],
    ['http { root /a<|>; }', 'root «path»'],
    ['http { gzip <|> }', 'gzip «on | off»'],
    ['http { access_log <|>; }', `access_log «path» ${LOG.slice(5)}`],
    ['http { access_log /a <|>; }', `access_log path [«format» ${LOG.slice(13)}`],
    ['http { access_log /a main gzip=<|>; }', `access_log ${LOG.replace('[gzip[=level]]', '«[gzip[=level]]»')}`],
    [
      'http { access_log /a main buffer=8k if=<|>; }',
      `access_log ${LOG.replace('[if=condition]', '«[if=condition]»')}`,
    ],
    ['http { access_log off<|>; }', 'access_log «off»'],
    ['http { limit_req zone=one <|>; }', 'limit_req zone=name «[burst=number]» [nodelay | delay=number]'],
    ['http { limit_req zone=one burst=5 no<|>; }', 'limit_req zone=name [burst=number] «[nodelay | delay=number]»'],
    ['http { limit_req zone=one delay=<|>; }', 'limit_req zone=name [burst=number] «[nodelay | delay=number]»'],
    ['http { server { return <|>; } }', 'return «code» [text]'],
    ['http { server { return 301 <|>; } }', 'return code «[text]»'],
    ['http { server { return https://x<|>; } }', 'return «URL»'],
    ['http { server { try_files $uri <|>; } }', 'try_files «file ...» uri'],
    ['http { server { error_page 404 <|>; } }', 'error_page «code ...» [=[response]] uri'],
    ['http { server { location <|> } }', 'location [ = | ~ | ~* | ^~ ] «uri»'],
    ['http { server { location = <|> } }', 'location [ = | ~ | ~* | ^~ ] «uri»'],
    ['http { server { rewrite ^/a <|> } }', 'rewrite regex «replacement» [flag]'],
    ['http { server { rewrite ^/a /b <|>; } }', 'rewrite regex replacement «[flag]»'],
    ['http { upstream a { server 10.0.0.1 weight=2 <|>; } }', 'server address «[parameters]»'],
    ['http { proxy_cache_path /a keys_zone=one:1m <|>; }', null],
    ['http { map $a <|> { } }', 'map string «$variable»'],
    ['stream { server { proxy_pass <|>; } }', 'proxy_pass «address»'],
    ['http { server { location / { proxy_pass <|>; } } }', 'proxy_pass «URL»'],
    ['ro<|>ot a;', null],
    ['http { server { <|> } }', null],
    ['nobody_knows <|>;', null],
    ['http { ip_hash <|>; }', null],
    ['http { # root <|>\n }', null],
    ['http {\n  root /a\n  gzip <|>\n}', 'gzip «on | off»'],
  ])('%s', async (text, expected) => {
    if (text.includes('proxy_cache_path')) expect(await shown(text)).toMatch(/«\[levels=levels\]»/);
    else expect(await shown(text)).toBe(expected);
  });

  it('chooses among the forms of listen by what is written', async () => {
    expect(await shown('http { server { listen unix:/a <|>; } }')).toMatch(/^listen unix:path «\[default_server\]»/);
    expect(await shown('http { server { listen 80 ssl backlog=<|>; } }')).toMatch(/«\[backlog=number\]»/);
    expect(await shown('http { server { listen 80 ipv6only=<|>; } }')).toMatch(/«\[ipv6only=on\|off\]»/);
  });

  it('says what an argument is', async () => {
    const { snapshot, file, offset } = await marked('http { server { listen 80 backlog=<|>; keepalive_timeout 1; } }');
    const help = signatureHelp(snapshot, file, offset);
    const parameter = help?.signatures[help.activeSignature]?.parameters[help.activeParameter ?? 0];
    expect(parameter?.documentation).toMatch(/connection.*a number/s);
    const time = await marked('http { keepalive_timeout <|>; }');
    const first = signatureHelp(time.snapshot, time.file, time.offset)?.signatures[0];
    expect(first?.parameters[0]?.documentation).toContain('30s');
    expect(first?.documentation).not.toBe('');
  });

  it('makes a form where none is documented', async () => {
    expect(await shown('events { epoll_events <|>; }')).toBe('epoll_events «number»');
  });

  it('throws nowhere, whatever is typed', { timeout: 60_000 }, async () => {
    const text = readFileSync(new URL('../../../fixtures/playground/nginx.conf', import.meta.url), 'utf8');
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), fc.nat(text.length), async (end, at) => {
        const { snapshot, file } = await marked(text.slice(0, end));
        signatureHelp(snapshot, file, at);
      }),
      { numRuns: 150 },
    );
  });
});
