import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { guessMapping } from '../packages/cli/src/init/mappings.ts';
import { runCommand } from '../packages/cli/test/support/run-command.ts';
import { site } from './support/site.ts';

const project = (files: Readonly<Record<string, string>>) => site({ '.git/': '', ...files });

async function drafted(
  files: Readonly<Record<string, string>>,
): Promise<{ text: string; value: unknown; folder: string }> {
  const folder = project(files);
  expect(await runCommand(['init'], folder)).toEqual({ code: 0, stdout: '', stderr: '.nginx-lint.yaml written\n' });
  const text = readFileSync(join(folder, '.nginx-lint.yaml'), 'utf8');
  return { text, value: parse(text), folder };
}

const ENTRY = `events {}
http {
  include /opt/site/conf.d/*.conf;
  include /opt/site/snippets/gzip.conf;
  include /opt/secret/tokens.conf;
  include mime.types;
  include /etc/nginx/fastcgi_params;
  server { listen 80; more_set_headers "X: y"; more_clear_headers Z; status_zone a; }
}
`;

describe('init', () => {
  it('writes what it finds: entries, where absolute includes live, modules', async () => {
    const { text, value, folder } = await drafted({
      'edge/nginx.conf': ENTRY,
      'inner net/nginx.conf': 'events {}\n',
      'parts/conf.d/a.conf': 'server { listen 81; }\n',
      'parts/snippets/gzip.conf': 'gzip on;\n',
    });
    expect(value).toEqual({
      extends: 'recommended',
      entries: ['edge/nginx.conf', 'inner net/nginx.conf'],
      map: { '/opt/site': 'parts' },
      modules: ['headers-more', 'nginx-plus'],
    });
    expect(text).toContain('# edge/nginx.conf:3 includes /opt/site/conf.d/*.conf\n');
    expect(text).toContain('# edge/nginx.conf:5 includes /opt/secret/tokens.conf, which is not here\n');
    expect(text).toContain('- headers-more # edge/nginx.conf:8\n');
    // What it says is true: the mapped files are read, and the modules are no news.
    const linted = await runCommand(['--format', 'json'], folder);
    const found = (JSON.parse(linted.stdout) as { diagnostics: { rule: string; message: string }[] }).diagnostics;
    expect(found.filter(({ rule }) => rule === 'include-not-found' || rule === 'module-required')).toHaveLength(1);
  });

  it('is a config file in an empty folder too, and each of its examples is right', async () => {
    const { text, value, folder } = await drafted({ 'README.md': '' });
    expect(value).toEqual({ extends: 'recommended' });
    const examples = text.replace(/^# (?=[a-z][A-Za-z]*:| )/gm, '');
    expect(Object.keys(parse(examples))).toEqual([
      ...[
        'extends',
        'nginxVersion',
        'entries',
        'map',
        'modules',
        'rules',
        'overrides',
        'ignore',
        'directives',
        'format',
      ],
    ]);
    writeFileSync(join(folder, '.nginx-lint.yaml'), examples);
    writeFileSync(join(folder, 'nginx.conf'), 'events {}\n');
    expect(await runCommand([], folder)).toMatchObject({ code: 0, stderr: '' });
  });

  it('writes over no config file unless it is told to', async () => {
    const folder = project({ '.nginx-lint.yaml': 'mine', 'nginx.conf': 'events {}\n' });
    const said = 'nginx-lint: .nginx-lint.yaml: there is a config file already; --force writes over it\n';
    expect(await runCommand(['init'], folder)).toEqual({ code: 2, stdout: '', stderr: said });
    expect(readFileSync(join(folder, '.nginx-lint.yaml'), 'utf8')).toBe('mine');
    expect(await runCommand(['init', '--force'], folder)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, '.nginx-lint.yaml'), 'utf8')).toContain('entries:\n  - nginx.conf\n');
    expect(readdirSync(folder).sort()).toEqual(['.git', '.nginx-lint.yaml', 'nginx.conf']);
    const other = project({ '.nginx-lint.json': '{}' });
    expect(await runCommand(['init', '--force'], other)).toMatchObject({ code: 2 });
  });

  it('takes no path', async () => {
    expect(await runCommand(['init', 'x'], project({}))).toMatchObject({ code: 2 });
  });
});

describe('where an absolute path lives here', () => {
  it.each([
    ['/opt/site/conf.d/*.conf', true, ['parts/conf.d/a.conf'], { from: '/opt/site', to: 'parts' }],
    ['/opt/site/conf.d/a.conf', false, ['conf.d/a.conf', 'other/a.conf'], { from: '/opt/site', to: '.' }],
    ['/opt/a.conf', false, ['x/a.conf', 'y/a.conf'], null],
    ['/opt/a.conf', false, ['x/b.conf'], null],
    ['/a.conf', false, ['x/a.conf'], null],
    ['/opt/*/sites/*.conf', true, ['x/opt/one/sites/a.conf'], null],
    ['/srv/opt/*/sites/*.conf', true, ['x/opt/one/sites/a.conf'], { from: '/srv', to: 'x' }],
  ] as const)('%s', (path, pattern, files, guess) => {
    expect(guessMapping(path, pattern, files)).toEqual(guess);
  });
});
