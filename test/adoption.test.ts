import { execFileSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, nginxLint, type RunOptions } from './support/command.ts';
import { site } from './support/site.ts';

beforeAll(buildCommand, 120_000);

const NGINX = 'events {}\nhttp {\n    include conf.d/*.conf;\n}\n';
const WEAK = 'ssl_protocols TLSv1 TLSv1.2;';
const server = (...lines: string[]) =>
  `server {\n    listen 443 ssl;\n${lines.map((line) => `    ${line}\n`).join('')}}\n`;

/** With rules whose findings the tests know; what is found comes as `file:line rule`. */
async function lint(cwd: string, args: readonly string[], options: Partial<RunOptions> = {}) {
  const select = ['--select', 'ssl-weak-protocols,add-header-not-inherited,alias-traversal,suppression-unused'];
  const ran = await nginxLint(['--format', 'compact', ...select, ...args], { cwd, ...options });
  const found = ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^(.*?):(\d+):\d+: .* \[(.*)\]$/, '$1:$2 $3'));
  return { ...ran, found };
}

describe('--baseline', () => {
  it('hides what was there, and nothing else', async () => {
    const cwd = site({ 'nginx.conf': NGINX, 'conf.d/a.conf': server(WEAK) });
    const args = ['--baseline', 'known.json'];
    expect(await lint(cwd, [...args, '--update-baseline'])).toMatchObject({
      code: 0,
      found: [],
      stderr: 'known.json: 1 problem (1 new, 0 gone)\n',
    });
    const text = readFileSync(join(cwd, 'known.json'), 'utf8');
    expect(JSON.parse(text)).toEqual({
      version: 1,
      findings: {
        'conf.d/a.conf': {
          'ssl-weak-protocols': {
            [Object.keys(JSON.parse(text).findings['conf.d/a.conf']['ssl-weak-protocols'])[0] ?? '']: 1,
          },
        },
      },
    });
    expect(readdirSync(cwd).sort()).toEqual(['conf.d', 'known.json', 'nginx.conf']);
    expect(await lint(cwd, args)).toMatchObject({
      code: 0,
      found: [],
      stderr: '1 known problem not shown (known.json)\n',
    });
    // Once more on a line of the same text: one of both is new.
    writeFileSync(join(cwd, 'conf.d/a.conf'), `# heading\n\n${server(WEAK)}${server(WEAK)}`);
    expect(await lint(cwd, args)).toMatchObject({ code: 1, found: ['conf.d/a.conf:9 ssl-weak-protocols'] });
  });

  it('tells what no longer occurs, and forgets it when it is written anew', async () => {
    const cwd = site({
      'nginx.conf': NGINX,
      'conf.d/a.conf': server(WEAK),
      'conf.d/b.conf': server('ssl_protocols TLSv1;'),
    });
    const args = ['--baseline', 'known.json'];
    await lint(cwd, [...args, '--update-baseline']);
    writeFileSync(join(cwd, 'conf.d/a.conf'), server('ssl_protocols TLSv1.2;'));
    unlinkSync(join(cwd, 'conf.d/b.conf'));
    const { stderr, code } = await lint(cwd, args);
    expect({ stderr, code }).toEqual({
      stderr: '2 problems of known.json no longer occur; --update-baseline takes them out\n',
      code: 0,
    });
    const updated = await lint(cwd, [...args, '--update-baseline']);
    expect(updated.stderr).toBe('known.json: 0 problems (0 new, 2 gone)\n');
    expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toBe('{\n  "version": 1,\n  "findings": {}\n}\n');
  });

  it('judges only what was looked at', async () => {
    const cwd = site({ 'nginx.conf': NGINX, 'conf.d/a.conf': server(WEAK), 'conf.d/b.conf': server(WEAK) });
    const args = ['--baseline', 'known.json'];
    await lint(cwd, [...args, '--update-baseline']);
    const all = readFileSync(join(cwd, 'known.json'), 'utf8');
    for (const part of [['conf.d/a.conf'], ['--ignore', 'tls']]) {
      expect((await lint(cwd, [...args, ...part])).stderr).not.toContain('no longer');
      await lint(cwd, [...args, '--update-baseline', ...part]);
      expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toBe(all);
    }
  });

  it('means the same from another folder', async () => {
    const cwd = site({ 'etc/nginx.conf': NGINX, 'etc/conf.d/a.conf': server(WEAK) });
    await lint(cwd, ['--baseline', 'known.json', '--update-baseline', 'etc']);
    expect(await lint(join(cwd, 'etc'), ['--baseline', '../known.json'])).toMatchObject({ code: 0, found: [] });
    // By another way to the same folder.
    symlinkSync('etc', join(cwd, 'link'));
    expect(await lint(cwd, ['--baseline', 'known.json', 'link/nginx.conf'])).toMatchObject({ code: 0, found: [] });
  });

  it('makes only fixes of what is new', async () => {
    const old = server(WEAK);
    const cwd = site({ 'nginx.conf': NGINX, 'conf.d/a.conf': old });
    await lint(cwd, ['--baseline', 'known.json', '--update-baseline']);
    writeFileSync(join(cwd, 'conf.d/b.conf'), server('ssl_protocols TLSv1.1 TLSv1.3;'));
    expect(await lint(cwd, ['--baseline', 'known.json', '--fix'])).toMatchObject({ code: 0, found: [] });
    expect(readFileSync(join(cwd, 'conf.d/a.conf'), 'utf8')).toBe(old);
    expect(readFileSync(join(cwd, 'conf.d/b.conf'), 'utf8')).toBe(server('ssl_protocols TLSv1.3;'));
  });

  it.each([
    ['{', 'known.json: not a baseline of nginx-lint: '],
    ['[]', 'known.json: not a baseline of nginx-lint: it has no version'],
    ['{"version": 2, "findings": {}}', 'known.json: not a baseline of nginx-lint: version 2'],
    ['{"version": 1}', 'known.json: not a baseline of nginx-lint: "findings" is no object'],
    [
      '{"version": 1, "findings": {"a": {"b": {"c": 0}}}}',
      'known.json: not a baseline of nginx-lint: "c" of "b" of "a" is no count',
    ],
    [
      '{"version": 1, "findings": {"a": {"b": [1]}}}',
      'known.json: not a baseline of nginx-lint: "b" of "a" is no object',
    ],
  ])('that is broken is a failure: %s', async (text, message) => {
    const cwd = site({ 'nginx.conf': NGINX, 'known.json': text });
    for (const more of [[], ['--update-baseline']]) {
      const ran = await lint(cwd, ['--baseline', 'known.json', ...more]);
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toMatch(/^nginx-lint: [^\n]*\n$/);
      expect(ran.stderr).toContain(message);
      expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toBe(text);
    }
  });

  it.each([
    [['--baseline', 'missing.json'], 'missing.json: no such file or folder; --update-baseline writes it'],
    [['--baseline', 'conf.d'], 'conf.d: it is a folder'],
    [['--update-baseline'], '--update-baseline needs to know which: --baseline FILE'],
    [['--baseline', 'x', '--update-baseline', '--fix'], '--update-baseline and --fix exclude each other'],
    [
      ['--baseline', 'x', '--update-baseline', '--changed-since', 'HEAD'],
      '--update-baseline and --changed-since exclude each other',
    ],
    [['--baseline', 'no/such/x.json', '--update-baseline'], 'no/such/x.json: cannot be written'],
  ])('refuses %j', async (args, message) => {
    const ran = await lint(site({ 'nginx.conf': NGINX, 'conf.d/a.conf': server() }), args);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).toMatch(/^nginx-lint: [^\n]*\n$/);
  });
});

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();

/** A repository with one commit. */
function repository(files: Readonly<Record<string, string>>): string {
  const cwd = site(files);
  git(cwd, 'init', '-q');
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-qm', 'first');
  return cwd;
}

const since = (cwd: string, args: readonly string[] = [], options: Partial<RunOptions> = {}) =>
  lint(cwd, ['--changed-since', 'HEAD', ...args], options);

describe('--changed-since', () => {
  const A = server(WEAK, 'location / {', '    return 200;', '}');

  it('reports nothing where nothing changed, and what lies on changed lines', async () => {
    const cwd = repository({ 'nginx.conf': NGINX, 'conf.d/a.conf': A });
    expect(await since(cwd)).toMatchObject({
      code: 0,
      found: [],
      stderr: '1 problem unchanged since HEAD not shown\n',
    });
    writeFileSync(join(cwd, 'conf.d/a.conf'), `# moved\n\n${A}${server('ssl_protocols TLSv1.1;')}`);
    expect(await since(cwd)).toMatchObject({ code: 1, found: ['conf.d/a.conf:12 ssl-weak-protocols'] });
    writeFileSync(join(cwd, 'conf.d/a.conf'), A.replace('TLSv1 TLSv1.2', 'TLSv1  TLSv1.2'));
    expect((await since(cwd)).found).toEqual(['conf.d/a.conf:3 ssl-weak-protocols']);
  });

  it('reports what a change elsewhere has brought about', async () => {
    const location = server('location / {', '    add_header A b;', '    return 200;', '}');
    const cwd = repository({ 'nginx.conf': NGINX, 'conf.d/a.conf': location });
    writeFileSync(join(cwd, 'nginx.conf'), NGINX.replace('http {', 'http {\n    add_header X-Frame-Options DENY;'));
    expect((await since(cwd)).found).toEqual(['conf.d/a.conf:4 add-header-not-inherited']);
    // A second header is lost: the same finding, but it says more.
    git(cwd, 'commit', '-qam', 'second');
    expect((await since(cwd)).found).toEqual([]);
    writeFileSync(
      join(cwd, 'nginx.conf'),
      NGINX.replace(
        'http {',
        'http {\n    add_header X-Frame-Options DENY;\n    add_header Referrer-Policy same-origin;',
      ),
    );
    expect((await since(cwd)).found).toEqual(['conf.d/a.conf:4 add-header-not-inherited']);
    expect((await lint(cwd, ['--changed-since', 'HEAD~1'])).found).toEqual([
      'conf.d/a.conf:4 add-header-not-inherited',
    ]);
  });

  it('knows files that are new, moved, gone, and links', async () => {
    const cwd = repository({
      'nginx.conf': `${NGINX.replace('conf.d', 'sites-enabled')}`,
      'sites-available/a.conf': A,
      'sites-available/b.conf': server('ssl_protocols TLSv1.1 TLSv1.2;', 'listen 444 ssl;'),
      'sites-enabled/a.conf': '-> ../sites-available/a.conf',
    });
    expect((await since(cwd)).found).toEqual([]);
    symlinkSync('../sites-available/b.conf', join(cwd, 'sites-enabled/b.conf'));
    // It stood in no configuration before, but was looked at alone, with the same finding.
    expect((await since(cwd)).found).toEqual([]);
    writeFileSync(join(cwd, 'sites-enabled/new file.conf'), server('ssl_protocols TLSv1;', 'listen 445 ssl;'));
    expect((await since(cwd)).found).toEqual(['sites-enabled/new file.conf:3 ssl-weak-protocols']);
    rmSync(join(cwd, 'sites-enabled/new file.conf'));
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-qm', 'second');
    git(cwd, 'mv', 'sites-available/a.conf', 'sites-available/äa.conf');
    unlinkSync(join(cwd, 'sites-enabled/a.conf'));
    symlinkSync('../sites-available/äa.conf', join(cwd, 'sites-enabled/a.conf'));
    expect((await since(cwd)).found).toEqual([]);
    renameSync(join(cwd, 'sites-available/b.conf'), join(cwd, 'sites-available/c.conf'));
    unlinkSync(join(cwd, 'sites-enabled/b.conf'));
    expect((await since(cwd)).code).toBeLessThan(2);
  });

  it('takes files that git ignores as unchanged, and today’s choice of rules', async () => {
    const cwd = repository({ 'nginx.conf': NGINX, '.gitignore': 'conf.d/local.conf\n', 'conf.d/a.conf': A });
    writeFileSync(join(cwd, 'conf.d/local.conf'), server('ssl_protocols TLSv1.1;', 'listen 444 ssl;'));
    writeFileSync(join(cwd, '.nginx-lint.yaml'), 'rules:\n  alias-traversal: error\n');
    expect((await since(cwd)).found).toEqual([]);
  });

  it('compares what comes in on standard input', async () => {
    const cwd = repository({ 'nginx.conf': NGINX, 'conf.d/a.conf': A });
    const args = ['-', '--stdin-filename', 'conf.d/a.conf'];
    expect((await since(cwd, args, { input: `\n${A}` })).found).toEqual([]);
    const two = `${A}${server('listen 444 ssl;', 'ssl_protocols TLSv1;')}`;
    expect((await since(cwd, args, { input: two })).found).toEqual(['conf.d/a.conf:11 ssl-weak-protocols']);
    const fresh = await since(cwd, ['-', '--stdin-filename', 'conf.d/z.conf'], {
      input: server('listen 444 ssl;', WEAK),
    });
    expect(fresh.found).toEqual(['conf.d/z.conf:4 ssl-weak-protocols']);
  });

  it('makes only fixes of what it reports', async () => {
    const cwd = repository({ 'nginx.conf': NGINX, 'conf.d/a.conf': A });
    writeFileSync(join(cwd, 'conf.d/a.conf'), `${server('listen 444 ssl;', 'ssl_protocols TLSv1.1 TLSv1.3;')}${A}`);
    expect((await since(cwd, ['--fix'])).found).toEqual([]);
    expect(readFileSync(join(cwd, 'conf.d/a.conf'), 'utf8')).toBe(
      `${server('listen 444 ssl;', 'ssl_protocols TLSv1.3;')}${A}`,
    );
  });

  it('works in a folder of the repository, for one file, and in a hook', async () => {
    const cwd = repository({
      'deploy/nginx.conf': NGINX,
      'deploy/conf.d/a.conf': A,
      'deploy/conf.d/b.conf': server('listen 444 ssl;'),
    });
    const inner = join(cwd, 'deploy');
    writeFileSync(join(inner, 'conf.d/b.conf'), server('listen 444 ssl;', 'ssl_protocols TLSv1;'));
    const env = { GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index', GIT_PREFIX: 'deploy/' };
    expect((await since(inner, ['conf.d/b.conf', 'conf.d/a.conf'], { env })).found).toEqual([
      'conf.d/b.conf:4 ssl-weak-protocols',
    ]);
    expect((await since('/', [inner])).found).toHaveLength(1);
  });

  it('runs nothing that the repository names', async () => {
    const cwd = repository({ 'nginx.conf': NGINX, 'conf.d/a.conf': A, '.gitattributes': '*.conf diff=mark\n' });
    const mark = join(cwd, 'ran');
    const script = join(cwd, '.git/mark.sh');
    writeFileSync(script, `#!/bin/sh\necho "$0" >> '${mark}'\ncat "$1" 2>/dev/null\n`, { mode: 0o755 });
    for (const name of ['core.fsmonitor', 'diff.external', 'diff.mark.textconv', 'diff.mark.command', 'core.pager'])
      git(cwd, 'config', name, script);
    for (const hook of ['post-index-change', 'post-checkout', 'fsmonitor-watchman'])
      writeFileSync(join(cwd, '.git/hooks', hook), `#!/bin/sh\necho "$0" >> '${mark}'\n`, { mode: 0o755 });
    writeFileSync(join(cwd, 'conf.d/a.conf'), `# x\n${A}${server('listen 444 ssl;', 'ssl_protocols TLSv1;')}`);
    expect((await since(cwd, [], { env: { GIT_EXTERNAL_DIFF: script } })).found).toEqual([
      'conf.d/a.conf:12 ssl-weak-protocols',
    ]);
    expect(existsSync(mark)).toBe(false);
  });

  it('adds up with a baseline', async () => {
    const cwd = repository({ 'nginx.conf': NGINX, 'conf.d/a.conf': A });
    writeFileSync(join(cwd, 'conf.d/b.conf'), server('listen 444 ssl;', 'ssl_protocols TLSv1;'));
    await lint(cwd, ['--baseline', 'known.json', '--update-baseline', 'conf.d/b.conf']);
    expect(await since(cwd, ['--baseline', 'known.json'])).toMatchObject({ code: 0, found: [] });
  });

  it.each([
    ['-x', '--changed-since -x: a git reference does not begin with a dash'],
    ['--output=x', '--changed-since --output=x: a git reference does not begin with a dash'],
    ['nope', '--changed-since nope: there is no commit "'],
    ['HEAD..HEAD', '--changed-since HEAD..HEAD: there is no commit "'],
    ['HEAD:nginx.conf', '--changed-since HEAD:nginx.conf: there is no commit "'],
  ])('refuses the reference %s', async (ref, message) => {
    const cwd = repository({ 'nginx.conf': NGINX, 'conf.d/a.conf': A });
    const ran = await lint(cwd, [`--changed-since=${ref}`]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).toMatch(/^nginx-lint: [^\n]*\n$/);
    expect(readdirSync(cwd).sort()).toEqual(['.git', 'conf.d', 'nginx.conf']);
  });

  it('says so outside of a repository, and without git', async () => {
    const cwd = site({ 'nginx.conf': NGINX, 'conf.d/a.conf': A });
    expect(await since(cwd)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `nginx-lint: --changed-since: ${cwd} lies in no git repository\n`,
    });
    expect(await since(cwd, [], { env: { PATH: '/nonexistent' } })).toMatchObject({
      code: 2,
      stderr: `nginx-lint: --changed-since: there is no program “git”\n`,
    });
    expect((await since(repository({ 'nginx.conf': NGINX }), [cwd, '.'])).code).toBe(2);
  });
});
