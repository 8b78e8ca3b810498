import {
  applyEdits,
  createFacts,
  createModel,
  createSettings,
  EMPTY_CONFIG,
  type FileId,
  fileAt,
  lint,
  loadTree,
  memoryFiles,
} from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { buildSnapshot } from '../src/build-snapshot.ts';
import { pathCompletions } from '../src/features/completion.ts';
import { marked } from './support/marked.ts';

const DISK = memoryFiles({
  '/etc/nginx/nginx.conf': '',
  '/etc/nginx/mime.types': '',
  '/etc/nginx/conf.d/a.conf': '',
  '/etc/nginx/conf.d/b.conf': '',
  '/etc/nginx/conf.d/.hidden': '',
  '/etc/nginx/my files/x.conf': '',
  '/etc/nginx/certs/site.pem': '',
  '/srv/www/index.html': '',
  '/srv/www/assets/a.css': '',
  '/srv/readme': '',
  '/var/log/nginx/access.log': '',
});

async function paths(text: string): Promise<{ labels: string[]; take: (label: string) => string }> {
  const { snapshot, file, offset, texts } = await marked(text);
  const items = await pathCompletions(snapshot, file, offset, (folder: FileId) => DISK.list(folder));
  const take = (label: string): string => {
    const item = items.find((each) => each.label === label);
    return item === undefined ? `no ${label}` : applyEdits(texts.get(file) ?? '', [item.edit]);
  };
  return { labels: items.map(({ label }) => label), take };
}

describe('pathCompletions', () => {
  it.each([
    ['include <|>;', 'conf.d/', 'include conf.d/;'],
    ['include co<|>', 'conf.d/', 'include conf.d/'],
    ['include conf.d/<|>;', 'a.conf', 'include conf.d/a.conf;'],
    ['include conf.d/<|>;', '*.conf', 'include conf.d/*.conf;'],
    ['include con<|>.d/a.conf;', 'conf.d/', 'include conf.d/a.conf;'],
    ['include /etc/ng<|>;', 'nginx/', 'include /etc/nginx/;'],
    ['include my<|>;', 'my files/', 'include my\\ files/;'],
    ['include "my<|>";', 'my files/', 'include "my files/";'],
    ['include "my<|>', 'my files/', 'include "my files/'],
    ['http { include mi<|> }', 'mime.types', 'http { include mime.types }'],
    ['http { root /srv/<|>; }', 'www/', 'http { root /srv/www/; }'],
    [
      'http { server { ssl_certificate certs/<|>; } }',
      'site.pem',
      'http { server { ssl_certificate certs/site.pem; } }',
    ],
    ['http { server { root /srv/www; location / { try_files /<|>; } } }', 'index.html', null],
    [
      'http { server { root /srv/www; index in<|>; } }',
      'index.html',
      'http { server { root /srv/www; index index.html; } }',
    ],
    ['http { access_log /var/log/nginx/<|>; }', 'access.log', 'http { access_log /var/log/nginx/access.log; }'],
    ['http { map $a $b { include conf.d/<|>; } }', 'a.conf', 'http { map $a $b { include conf.d/a.conf; } }'],
  ])('%s + %s', async (text, label, expected) => {
    const { take } = await paths(text);
    expect(take(label)).toBe(expected ?? 'http { server { root /srv/www; location / { try_files /index.html; } } }');
  });

  it('starts at the folder of nginx.conf, wherever the include stands', async () => {
    const { labels } = await paths('http { include conf.d/a.conf; }\n# file: conf.d/a.conf\ninclude <|>;');
    expect(labels).toEqual(expect.arrayContaining(['conf.d/', 'mime.types']));
  });

  it('offers folders alone where a folder is wanted', async () => {
    expect((await paths('http { root /srv/<|>; }')).labels).toEqual(['www/']);
    expect((await paths('http { server { location / { alias /srv/<|>; } } }')).labels).toEqual(['readme', 'www/']);
  });

  it('shows hidden names to those who type a dot', async () => {
    expect((await paths('include conf.d/<|>;')).labels).not.toContain('.hidden');
    expect((await paths('include conf.d/.<|>;')).labels).toContain('.hidden');
  });

  it('finds in a checkout what lies in /etc/nginx where it is used, and what the config file maps', async () => {
    const texts = {
      '/repo/nginx.conf': 'http { include /etc/nginx/; root /srv/site/; }',
      '/repo/conf.d/a.conf': '',
      '/home/me/site/public/index.html': '',
    };
    const files = memoryFiles(texts);
    const entry = fileAt('/repo/nginx.conf');
    const model = createModel(await loadTree(entry, { files, facts: createFacts() }));
    const config = { ...EMPTY_CONFIG, map: [{ from: '/srv/site', to: '/home/me/site' }] };
    const look = () => lint(model, [], createSettings());
    const analysis = { entry, model, config, result: look };
    const snapshot = buildSnapshot({ revision: 1, analyses: [analysis], real: new Map(), open: [] });
    const at = async (behind: string) => {
      const offset = texts['/repo/nginx.conf'].indexOf(behind) + behind.length;
      return (await pathCompletions(snapshot, entry, offset, (folder) => files.list(folder))).map(({ label }) => label);
    };
    expect(await at('/etc/nginx/')).toEqual(['nginx.conf', 'conf.d/']);
    expect(await at('/srv/site/')).toEqual(['public/']);
  });

  it('knows where no path stands', async () => {
    for (const text of [
      'gzip <|>;',
      '<|>',
      'inc<|>',
      'http { server_name <|>; }',
      'http { root $document_root/<|>; }',
      '# include <|>',
    ])
      expect((await paths(text)).labels).toEqual([]);
    const { snapshot, file } = await marked('include <|>;');
    expect(await pathCompletions(snapshot, fileAt('/elsewhere.conf'), 8, DISK.list)).toEqual([]);
    expect(await pathCompletions(snapshot, file, 8, async () => [])).toEqual([]);
  });
});
