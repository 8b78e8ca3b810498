import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, nginxLint, type RunOptions } from './support/command.ts';
import { site as folder } from './support/site.ts';

const site = (files: Readonly<Record<string, string | Buffer>>) => folder({ '.git/': '', ...files });

const run = (cwd: string, args: readonly string[], options: Partial<RunOptions> = {}) =>
  nginxLint(['format', ...args], { cwd, ...options });

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

const UGLY = 'events{}\nhttp {\n  server {\n  listen   80;\n  }\n  include conf.d/*.conf;\n}\n';
const FINE = 'events {}\nhttp {\n  server {\n    listen 80;\n  }\n  include conf.d/*.conf;\n}\n';
const BROKEN = 'http {\n  server_tokens off\n}\n';

beforeAll(buildCommand, 120_000);

describe('format', () => {
  it('prints one file, or standard input', async () => {
    const cwd = site({ 'nginx.conf': UGLY });
    expect(await run(cwd, ['nginx.conf'])).toEqual({ code: 0, stdout: FINE, stderr: '' });
    expect(await run(cwd, ['-'], { input: UGLY })).toEqual({ code: 0, stdout: FINE, stderr: '' });
    expect(read(cwd, 'nginx.conf')).toBe(UGLY);
  });

  it('lists with --check what would change, and changes nothing', async () => {
    const cwd = site({
      'nginx.conf': UGLY,
      'conf.d/a.conf': 'root  /a;\n',
      'conf.d/b.conf': 'root /b;',
      'note.conf': 'x',
    });
    const ran = await run(cwd, ['--check']);
    expect(ran).toEqual({
      code: 1,
      stdout: 'conf.d/b.conf\nnginx.conf\n',
      stderr: '2 files would change, 1 left as it is\n',
    });
    expect(read(cwd, 'nginx.conf')).toBe(UGLY);
    expect(await run(cwd, ['--check', 'conf.d/a.conf'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('writes, keeps encodings, line ends, marks and rights, and has nothing left to do', async () => {
    const cwd = site({
      'nginx.conf': UGLY,
      'crlf.conf': 'events   { }\r\n\r\n\r\n\r\nhttp{\r\nsendfile on; }\r\n',
      'latin1.conf': Buffer.from('# caf\u00e9\nevents{}', 'latin1'),
      'link.conf': '-> nginx.conf',
    });
    chmodSync(join(cwd, 'crlf.conf'), 0o640);
    const ran = await run(cwd, ['--write']);
    expect(ran.code).toBe(0);
    expect(ran.stdout.split('\n').sort()).toEqual([
      '',
      'crlf.conf',
      'latin1.conf',
      expect.stringMatching(/^(link|nginx)\.conf$/),
    ]);
    expect(ran.stderr).toBe('3 files formatted, 0 left as they are\n');
    expect(read(cwd, 'nginx.conf')).toBe(FINE);
    expect(read(cwd, 'crlf.conf')).toBe('events { }\r\n\r\nhttp {\r\n    sendfile on;\r\n}\r\n');
    expect(statSync(join(cwd, 'crlf.conf')).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(cwd, 'latin1.conf')).toString('latin1')).toBe('# caf\u00e9\nevents {}\n');
    expect(await run(cwd, ['--write'])).toMatchObject({ code: 0, stdout: '' });
    expect(await run(cwd, ['--check'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('shows with --diff what would change', async () => {
    const cwd = site({ 'a.conf': 'events{}\n' });
    const diff = '--- a/a.conf\n+++ b/a.conf\n@@ -1 +1 @@\n-events{}\n+events {}\n';
    expect(await run(cwd, ['--diff', 'a.conf'])).toMatchObject({ code: 1, stdout: diff });
    expect(await run(cwd, ['--check', '--diff'])).toMatchObject({ code: 1, stdout: diff });
    expect(await run(cwd, ['--diff', '-'], { input: 'events {}\n' })).toMatchObject({ code: 0, stdout: '' });
  });

  it('leaves alone what nginx cannot read, says where, and does the rest', async () => {
    const cwd = site({ 'nginx.conf': UGLY, 'b.conf': BROKEN });
    const ran = await run(cwd, ['--write', 'b.conf', 'nginx.conf']);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toBe('nginx.conf\n');
    expect(ran.stderr).toMatch(
      /^nginx-lint: b\.conf:2:\d+: not formatted: .*server_tokens.*\n1 file formatted, .*1 not formatted\n$/,
    );
    expect(read(cwd, 'b.conf')).toBe(BROKEN);
    expect(read(cwd, 'nginx.conf')).toBe(FINE);
    expect(await run(cwd, ['-'], { input: BROKEN })).toMatchObject({ code: 2, stdout: '' });
  });

  it('goes by .editorconfig, and rather by the config file', async () => {
    const files = {
      '.editorconfig':
        'root = true\n[*.conf]\nindent_style = tab\nindent_size = 4\n[conf.d/**]\nindent_style = space\nindent_size = 3\n',
      'nginx.conf': 'events {\n}\nhttp {\n  gzip on;\n}\n',
      'conf.d/a.conf': 'server {\n\n\nlisten 80;\n\n\n\nroot /a;\n}\n',
    };
    const cwd = site(files);
    expect((await run(cwd, ['nginx.conf'])).stdout).toBe('events {\n}\nhttp {\n\tgzip on;\n}\n');
    expect((await run(cwd, ['conf.d/a.conf'])).stdout).toBe('server {\n   listen 80;\n\n   root /a;\n}\n');
    const piped = await run(cwd, ['-', '--stdin-filename', 'conf.d/new.conf'], { input: 'server {\nlisten 1;\n}' });
    expect(piped.stdout).toBe('server {\n   listen 1;\n}\n');
    const config = 'format: { indent: 2, useTabs: false, maxBlankLines: 0 }\nignore: [nginx.conf]\n';
    const other = site({ ...files, '.nginx-lint.yaml': config });
    expect((await run(other, ['conf.d/a.conf'])).stdout).toBe('server {\n  listen 80;\n  root /a;\n}\n');
    expect((await run(other, ['--no-config', 'conf.d/a.conf'])).stdout).toContain('   listen 80;');
    expect((await run(other, ['--check'])).stdout).toBe('conf.d/a.conf\n');
  });

  it('says where a config file is wrong', async () => {
    const cwd = site({
      'a.conf': 'events {}\n',
      '.nginx-lint.yaml': 'format:\n  indnt: 2\n  braces: next\n  indent: 0\n',
    });
    const { code, stderr } = await run(cwd, ['a.conf']);
    expect(code).toBe(2);
    expect(stderr.split('\n')).toEqual([
      'nginx-lint: .nginx-lint.yaml:2:3: format.indnt: unknown key "indnt"; did you mean "indent"?',
      'nginx-lint: .nginx-lint.yaml:4:11: format.indent: expected a whole number from 1 to 16, got 0',
      'nginx-lint: .nginx-lint.yaml:3:11: format.braces: expected one of same-line, keep, got "next"',
      '',
    ]);
  });

  it('says what it cannot do', async () => {
    const cwd = site({ 'a.conf': 'events {}\n', 'b.conf': 'events {}\n' });
    const message = async (...args: string[]) => {
      const { code, stderr } = await run(cwd, args, { input: '' });
      expect(code).toBe(2);
      return stderr;
    };
    expect(await message()).toMatch(/only one file is printed/);
    expect(await message('a.conf', 'b.conf')).toMatch(/only one file is printed/);
    expect(await message('--write', '--check')).toMatch(/--write changes files/);
    expect(await message('--write', '-')).toMatch(/standard input cannot be written to/);
    expect(await message('none.conf')).toMatch(/no such file/);
    expect(await message('--check', '.git')).toMatch(/no nginx configuration found in \.git/);
  });

  it('has a page of help', async () => {
    const { code, stdout } = await run(site({}), ['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/nginx-lint format \[--check\|--write\|--diff\] \[path \.\.\.\]/);
  });
});
