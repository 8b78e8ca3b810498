import { readFileSync } from 'node:fs';
import { createFacts, createModel, createSettings, fileAt, lint, loadTree, memoryFiles, rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { nginxTest, nginxVersion } from '../../../test/support/nginx.ts';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const snippets = JSON.parse(readFileSync(new URL('../snippets/nginx.json', import.meta.url), 'utf8')) as Record<
  string,
  Snippet
>;
const all = Object.entries(snippets).map(([name, snippet]) => ({ name, ...snippet }));

/** The text when every tab stop keeps its default (or takes the choice of that number); `$0` becomes `last`. */
function expand(body: readonly string[], last = '', choice = 0): string {
  const values = new Map<string, string>();
  const text = body.join('\n').replace(/\t/g, '    ');
  const resolve = (part: string): string =>
    part.replace(/\\([$}\\])|\$\{(\d+):((?:[^}\\]|\\.)*)\}|\$\{(\d+)\|([^|]*)\|\}|\$(\d+)/g, (...found) => {
      const [, escaped, stop, standard, choosing, choices, mirror] = found as (string | undefined)[];
      if (escaped !== undefined) return escaped;
      if (mirror === '0') return last;
      if (mirror !== undefined) return values.get(mirror) ?? '';
      const chosen = (choices ?? '').split(',');
      const value = stop === undefined ? (chosen[choice % chosen.length] ?? '') : resolve(standard ?? '');
      values.set(stop ?? choosing ?? '', value);
      return value;
    });
  return resolve(text);
}

function bodyOf(prefix: string): readonly string[] {
  const found = all.find((snippet) => snippet.prefix === prefix);
  if (found === undefined) throw new Error(`no snippet ${prefix}`);
  return found.body;
}

/** What belongs to a snippet elsewhere: other files, or a part of the server. */
function company(prefix: string): Record<string, string> {
  const site = (inside: string): string => expand(bodyOf('server-tls'), inside);
  if (prefix === 'location-websocket') return { 'conf.d/map.conf': expand(bodyOf('map-websocket')) };
  if (prefix === 'location-limit') return { 'conf.d/limits.conf': expand(bodyOf('limit-zone')) };
  if (prefix === 'limit-zone') return { 'conf.d/site.conf': site(expand(bodyOf('location-limit'))) };
  if (prefix === 'map-websocket') return { 'conf.d/site.conf': site(expand(bodyOf('location-websocket'))) };
  if (prefix !== 'upstream-failover') return {};
  return { 'conf.d/site.conf': site(expand(bodyOf('location-proxy')).replace('127.0.0.1:3000', 'app')) };
}

/** A configuration that has the snippet where its description says that it belongs. */
function configuration({ prefix, description, body }: Snippet, choice: number): Record<string, string> {
  const place = description.slice(0, description.indexOf(':')).split(', ').at(-1);
  const text = expand(body, '', choice);
  const main = expand(bodyOf('nginx'));
  if (place === 'nginx.conf') return { 'nginx.conf': text };
  if (place === 'stream') return { 'nginx.conf': `${main}\nstream {\n${text}\n}\n` };
  const files = { 'nginx.conf': main, ...company(prefix) };
  if (place === 'http') return { ...files, [`conf.d/${prefix}.conf`]: text };
  const inside = place === 'location' ? `location /x/ {\n${text}\n}` : text;
  return { ...files, 'conf.d/site.conf': expand(bodyOf('server-tls'), inside) };
}

async function diagnosticsOf(files: Record<string, string>): Promise<string[]> {
  const facts = createFacts({});
  const at = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/etc/nginx/${name}`, text]));
  const tree = await loadTree(fileAt('/etc/nginx/nginx.conf'), { files: memoryFiles(at), facts });
  const { diagnostics } = lint(createModel(tree), rules, createSettings({ preset: 'strict' }));
  return diagnostics.map(({ file, rule, message, span }) => {
    const source = tree.files.get(file);
    return `${file}:${source?.lines.lineAt(span.start)} ${rule}: ${message}`;
  });
}

/** An nginx before 1.25.1 has no directive "http2", and is asked about the rest. */
function forNginx(files: Record<string, string>): Record<string, string> {
  const [, minor = 0, patch = 0] = (nginxVersion() ?? '').split('.').map(Number);
  if (minor * 1000 + patch >= 25_001) return files;
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replace(/^ *http2 on;\n/gm, '')]));
}

describe.each(all)('the snippet $prefix', (snippet) => {
  it('says nothing to the strict rules, with each choice', async () => {
    for (const choice of [0, 1, 2, 3]) expect(await diagnosticsOf(configuration(snippet, choice))).toEqual([]);
  });

  const nginx = nginxVersion();
  it.skipIf(nginx === null)(`is accepted by nginx${nginx === null ? ' (there is none on this machine)' : ''}`, () => {
    for (const choice of [0, 1, 2, 3]) {
      const { ok, message, warnings } = nginxTest({
        files: forNginx(configuration(snippet, choice)),
        entry: 'nginx.conf',
      });
      expect({ ok, message, warnings }).toEqual({ ok: true, message: null, warnings: [] });
    }
  });

  it('counts its tab stops from 1 without a gap, and ends at one', () => {
    const text = snippet.body.join('\n').replace(/\\\$/g, '');
    const stops = [...new Set([...text.matchAll(/\$\{?(\d+)/g)].map(([, stop]) => Number(stop)))].sort((a, b) => a - b);
    expect(stops).toEqual(stops.map((_, at) => at));
  });
});

it('prefixes are all different', () => {
  expect(new Set(all.map(({ prefix }) => prefix)).size).toBe(all.length);
});
