import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, folderWith, nginxLint, removeFolder } from './support/command.ts';

const CASES = fileURLToPath(new URL('../fixtures/diff', import.meta.url));

const http = (body: string): string => `events {}\nhttp {\n${body}\n}\n`;
const server = (body: string): string => `server { listen 80; server_name a.test; ${body} }`;

beforeAll(buildCommand, 240_000);

describe('exit codes', () => {
  it.each([
    ['prefix-final', [], 0],
    ['prefix-final', ['--fail-on', 'routing'], 1],
    ['prefix-final', ['--fail-on', 'tls,headers'], 0],
    ['prefix-final', ['--fail-on', 'tls,any'], 1],
    ['tls-protocol', ['--fail-on', 'tls'], 1],
    ['tls-protocol', ['--fail-on', 'routing,headers'], 0],
    ['header-lost', ['--fail-on', 'headers'], 1],
    ['timeout', ['--fail-on', 'routing,tls,headers'], 0],
    ['timeout', ['--fail-on', 'any'], 1],
    ['moved-to-files', ['--fail-on', 'any'], 0],
    // What is not known is no promise.
    ['look-around', ['--fail-on', 'routing'], 1],
  ])('%s %j: %i', async (name, options, code) => {
    expect((await nginxLint(['diff', `${name}/old`, `${name}/new`, ...options], { cwd: CASES })).code).toBe(code);
  });

  it.each([
    [['prefix-final/old'], 'diff takes two configurations, OLD and NEW, and there are 1'],
    [['prefix-final/old', 'nowhere'], 'nowhere: there is no such file or folder'],
    [['prefix-final/old', 'prefix-final/new', '--fail-on', 'rooting'], '--fail-on rooting: did you mean routing?'],
    [
      ['prefix-final/old', 'prefix-final/new', '--format', 'pretty'],
      '--format pretty: expected one of text, json, markdown',
    ],
    [['.', 'prefix-final/new'], '.: there are several configurations below it'],
  ])('%j is refused', async (args, message) => {
    const { code, stdout, stderr } = await nginxLint(['diff', ...args], { cwd: CASES });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

it('what nginx refuses is said, and only findings are compared', async () => {
  const cwd = folderWith({
    'old.conf': http(server('location / { return 200; }')),
    'new.conf': http(server('location / { retrun 200; }')),
  });
  const { code, stdout, stderr } = await nginxLint(['diff', 'old.conf', 'new.conf', '--format', 'json'], { cwd });
  removeFolder(cwd);
  expect(code).toBe(2);
  expect(stderr).toContain(
    'nginx would not start with new.conf, so only what is found in both was compared (1 problem)',
  );
  const json = JSON.parse(stdout);
  expect(json.changed).toBeNull();
  expect(json.refused.new).toHaveLength(1);
  expect(json.diagnostics.new.map(({ rule }: { rule: string }) => rule)).toContain('unknown-directive');
});

it('a comment for a merge request stays Markdown, whatever the configuration holds', async () => {
  const cwd = folderWith({
    'old.conf': http(server('location / { return 200 "a"; }')),
    'new.conf': http(server('location / { return 200 "`|</td><script>"; }')),
  });
  const { stdout } = await nginxLint(['diff', 'old.conf', 'new.conf', '--format', 'markdown'], { cwd });
  removeFolder(cwd);
  expect(stdout).toContain('| `GET http://a.test/` | `200 "a"` | ``200 "`\\|</td><script>"`` |');
});

describe('git', () => {
  const folder = folderWith({});
  const git = (...args: readonly string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
  const put = (name: string, text: string): void => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  };

  beforeAll(() => {
    git('init', '-q', '-b', 'main');
    put('etc/nginx.conf', http('include sites-enabled/*;'));
    put('etc/sites-available/a', server('location / { return 301 /old; }'));
    mkdirSync(join(folder, 'etc/sites-enabled'));
    symlinkSync('../sites-available/a', join(folder, 'etc/sites-enabled/a'));
    git('add', '-A');
    git('commit', '-qm', 'one');
    put('etc/sites-available/a', server('location / { return 301 /new; }'));
  });
  afterAll(() => removeFolder(folder));

  const diff = async (...args: readonly string[]) => nginxLint(['diff', ...args], { cwd: folder });

  it('links of a commit are followed in it', async () => {
    const { code, stdout, stderr } = await diff('main:etc/nginx.conf', 'etc/nginx.conf', '--fail-on', 'routing');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('old: 301 to http://a.test/old  main:etc/sites-enabled/a:1');
    expect(stdout).toContain('new: 301 to http://a.test/new  etc/sites-enabled/a:1');
  });

  it('a folder of a commit, from the current folder', async () => {
    const { code, stdout } = await nginxLint(['diff', 'HEAD:./', 'HEAD:etc'], { cwd: join(folder, 'etc') });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Requests: all are treated alike (proved)\n\nNothing else differs\n',
    });
  });

  it.each([
    ['nope:etc/nginx.conf', 'there is no commit "nope"'],
    ['main:etc/none.conf', 'there is no "etc/none.conf" in main'],
    ['main:../x', 'there is no "../x" in main'],
    ['main:etc/sites-available', 'no nginx configuration found below it'],
  ])('%s: %s', async (side, message) => {
    const { code, stderr } = await diff(side, 'etc/nginx.conf');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('a reference that looks like an option is none', async () => {
    const { code, stderr } = await diff('--', '--upload-pack=touch x:etc/nginx.conf', 'etc/nginx.conf');
    expect(code).toBe(2);
    expect(stderr).toContain('a git reference does not begin with a dash');
  });

  it('nothing that the repository configures is run', async () => {
    const mark = join(folder, 'ran');
    put('run.sh', `#!/bin/sh\ntouch ${mark}\ncat\n`);
    execFileSync('chmod', ['+x', join(folder, 'run.sh')]);
    put('.gitattributes', '* filter=own diff=own\n');
    for (const name of [
      'filter.own.smudge',
      'filter.own.clean',
      'filter.own.process',
      'diff.own.textconv',
      'diff.own.command',
      'diff.external',
      'core.fsmonitor',
      'core.pager',
    ])
      git('config', name, join(folder, 'run.sh'));
    const { code } = await diff('main:etc/nginx.conf', 'etc/nginx.conf');
    expect(code).toBe(0);
    expect(existsSync(mark)).toBe(false);
    rmSync(join(folder, '.gitattributes'));
  });
});
