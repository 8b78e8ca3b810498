import { expect, it } from 'vitest';
import { blockTrail } from '../../src/diff/block-label.ts';
import { type ConfigDiff, diffConfigs } from '../../src/diff/diff.ts';
import { createFacts } from '../../src/facts/lookup.ts';
import { lint } from '../../src/lint/run.ts';
import { createSettings } from '../../src/lint/settings.ts';
import { createModel } from '../../src/model/model.ts';
import { rules } from '../../src/rules/index.generated.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

async function diffOf(old: string, next: string): Promise<ConfigDiff> {
  const [before, after] = await Promise.all(
    [old, next].map(async (text) => {
      const files = memoryFiles({ '/n.conf': `events {} http { ${text} }` });
      const model = createModel(await loadTree(fileAt('/n.conf'), { files, facts: createFacts() }));
      return { model, diagnostics: lint(model, rules, createSettings({ preset: 'recommended' })).diagnostics };
    }),
  );
  if (before === undefined || after === undefined) throw new Error('two configurations');
  return diffConfigs(before, after);
}

const settings = ({ effective }: ConfigDiff): string[] =>
  effective.map(
    ({ directive, new: at, lost, gained, category }) =>
      `${at === null ? 'main' : blockTrail(at).join(' > ')}: ${directive} -${lost.map(({ text }) => text)} +${gained.map(({ text }) => text)} ${category}`,
  );

const blocks = ({ structure }: ConfigDiff): string[] =>
  structure.map(({ what, old, new: next }) => {
    const at = next ?? old;
    return `${what} ${at === null ? '' : blockTrail(at).join(' > ')}`;
  });

it('a value is told at the outermost block where it changed, and not where one inside says otherwise', async () => {
  const inside = 'server { server_name a; location /x { send_timeout 9s; } location /y { } } server { server_name b; }';
  expect(settings(await diffOf(`send_timeout 5s; ${inside}`, `send_timeout 7s; ${inside}`))).toEqual([
    'http: send_timeout -5s +7s other',
  ]);
  const own = 'server { server_name a; send_timeout 9s; }';
  expect(settings(await diffOf(`send_timeout 5s; ${own}`, `send_timeout 7s; ${own}`))).toEqual([]);
});

it('equal values in other words, and defaults, are no change', async () => {
  const server = (body: string): string =>
    `server { listen 80; ${body} location / { proxy_pass http://127.0.0.1:1; } }`;
  const old = server('send_timeout 1m; client_max_body_size 1024k; autoindex off;');
  expect(settings(await diffOf(old, server('client_max_body_size 1m;').replace('80', '*:80')))).toEqual([]);
});

it('a list that is no longer inherited is lost', async () => {
  const diff = await diffOf(
    'server { add_header A a; location / { } }',
    'server { add_header A a; location / { add_header B b; } }',
  );
  expect(settings(diff)).toEqual(['server (no name) > location /: add_header -A a +B b headers']);
  expect(diff.effective[0]?.notInherited).toBe(true);
});

it('blocks are found again by their names, and by what they hold', async () => {
  const diff = await diffOf(
    'server { server_name a; root /a; index x; location /old { expires 1h; root /o; } location /gone { deny all; } }',
    'server { server_name b; root /a; index x; location ^~ /new { expires 1h; root /o; } location @more { return 200; } }',
  );
  expect(blocks(diff)).toEqual([
    'removed server a > location /gone',
    'added server b > location @more',
    'renamed server b',
    'renamed server b > location ^~ /new',
  ]);
});

it('a finding that moved with its line, or to a block around it, is neither new nor gone', async () => {
  const weak = 'ssl_protocols TLSv1 TLSv1.2;';
  const tls = 'listen 443 ssl; ssl_certificate a; ssl_certificate_key a; return 200;';
  const { diagnostics } = await diffOf(`server { ${weak} ${tls} }`, `\n\n${weak} server { ${tls} }`);
  expect([...diagnostics.gone, ...diagnostics.added].filter(({ rule }) => rule === 'ssl-weak-protocols')).toEqual([]);
  const strong = await diffOf(`server { ${weak} ${tls} }`, `server { ${tls} }`);
  expect(strong.diagnostics.gone.map(({ rule }) => rule)).toContain('ssl-weak-protocols');
});
