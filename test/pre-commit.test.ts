import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildCommand, COMMAND, folderWith, removeFolder } from './support/command.ts';

const MANIFEST = fileURLToPath(new URL('../.pre-commit-hooks.yaml', import.meta.url));

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
  readonly language: string;
}

const hooks = parse(readFileSync(MANIFEST, 'utf8')) as readonly Hook[];
const installed = spawnSync('pre-commit', ['--version']).error === undefined;

describe('the files of the hooks', () => {
  const wanted = [
    'nginx.conf',
    'deploy/nginx.prod.conf',
    'conf.d/a.conf',
    'sites-available/shop.example.com',
    'nginx/a/b.conf',
    'x.vhost',
  ];
  const others = [
    'etc/supervisor.conf',
    'nginx/Dockerfile',
    'nginx/html/index.html',
    'conf.d.md',
    'snippets/README.md',
  ];
  it.each(hooks.map((hook) => [hook.id, hook] as const))('%s', (_, { files }) => {
    const pattern = new RegExp(files);
    expect(wanted.filter((file) => !pattern.test(file))).toEqual([]);
    expect(others.filter((file) => pattern.test(file))).toEqual([]);
  });
});

const CONF = 'events {}\nhttp {\n    ssl_protocols TLSv1.2 TLSv1.3;\n    include conf.d/*.conf;\n}\n';
const app = (protocols: string): string =>
  `server {\n    listen 443 ssl;\n    server_name a.example;\n    ssl_protocols ${protocols};\n    ssl_certificate a.pem;\n    ssl_certificate_key a.key;\n}\n`;

/** A repository whose hooks are those of the manifest, started without an installation of their own. */
function repository(): string {
  const folder = folderWith({ 'nginx.conf': CONF, 'bin/': '', 'conf.d/': '' });
  const local = hooks.map((hook) => {
    const entry = hook.entry.replace(/^nginx-lint/, `${process.execPath} ${COMMAND}`);
    const args = hook.id === 'nginx-lint' ? { args: ['--select', 'nginx,ssl-weak-protocols'] } : {};
    return { ...hook, entry, ...args, language: 'system' };
  });
  const used = local.filter(({ id }) => id === 'nginx-lint' || id === 'nginx-lint-format');
  // JSON is YAML.
  writeFileSync(join(folder, '.pre-commit-config.yaml'), JSON.stringify({ repos: [{ repo: 'local', hooks: used }] }));
  return folder;
}

describe.skipIf(!installed)(`pre-commit${installed ? '' : ' (skipped: there is no pre-commit)'}`, () => {
  const folder = repository();
  const env = {
    ...process.env,
    PRE_COMMIT_HOME: join(folder, '.git/pre-commit'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...{ GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@a', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@a' },
  };
  const run = (command: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
    return { status, text: `${stdout}${stderr}` };
  };
  const commit = (file: string, text: string) => {
    mkdirSync(join(folder, 'conf.d'), { recursive: true });
    writeFileSync(join(folder, file), text);
    expect(run('git', 'add', '-A')).toMatchObject({ status: 0 });
    return run('git', 'commit', '-m', file);
  };

  beforeAll(async () => {
    await buildCommand();
    expect(run('git', 'init', '-q')).toMatchObject({ status: 0 });
    expect(run('pre-commit', 'install')).toMatchObject({ status: 0 });
  }, 120_000);
  afterAll(() => removeFolder(folder));

  it('knows the manifest', () => {
    expect(run('pre-commit', 'validate-manifest', MANIFEST)).toMatchObject({ status: 0 });
  });

  it('stops a weak protocol, in a part of a configuration, and lets the mended one pass', () => {
    const weak = commit('conf.d/app.conf', app('TLSv1 TLSv1.2'));
    expect(weak.status).toBe(1);
    expect(weak.text).toContain('ssl-weak-protocols');
    expect(weak.text).toContain('conf.d/app.conf:4:19');
    expect(commit('conf.d/app.conf', app('TLSv1.2'))).toMatchObject({ status: 0 });
  });

  it('judges a part where it stands, and not alone', () => {
    // Alone it would be right; in its tree another file has the same group.
    expect(commit('conf.d/a.conf', 'upstream backend {\n    server 127.0.0.1:1;\n}\n')).toMatchObject({ status: 0 });
    const twice = commit('conf.d/b.conf', 'upstream backend {\n    server 127.0.0.1:2;\n}\n');
    expect(twice.status).toBe(1);
    expect(twice.text).toContain('directive-duplicate');
    expect(commit('conf.d/b.conf', 'upstream other {\n    server 127.0.0.1:2;\n}\n')).toMatchObject({ status: 0 });
  });

  it('stops a commit that formatting changes, and lets what it made of it pass', () => {
    const before = 'upstream third {\nserver 127.0.0.1:3;\n}\n';
    const first = commit('conf.d/c.conf', before);
    expect(first.status).toBe(1);
    expect(first.text).toContain('files were modified by this hook');
    const after = readFileSync(join(folder, 'conf.d/c.conf'), 'utf8');
    expect(after).toBe('upstream third {\n    server 127.0.0.1:3;\n}\n');
    expect(commit('conf.d/c.conf', after)).toMatchObject({ status: 0 });
  });
});
