import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, nginxLint, type RunOptions } from './support/command.ts';
import { site } from './support/site.ts';

const WEAK = 'ssl_protocols TLSv1 TLSv1.2;';
const STRONG = 'ssl_protocols TLSv1.2;';
const whole = (http: string, end = '\n') => ['events {}', 'http {', `    ${http}`, '}', ''].join(end);

/** With `ssl-weak-protocols` alone, whose fix is safe. */
const run = (cwd: string, args: readonly string[], options: Partial<RunOptions> = {}) =>
  nginxLint(['--format', 'compact', '--select', 'ssl-weak-protocols', ...args], { cwd, ...options });

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

beforeAll(buildCommand, 120_000);

describe('--fix', () => {
  it('mends files and ends by what is left', async () => {
    const cwd = site({ 'nginx.conf': whole(WEAK) });
    expect(await run(cwd, ['--fix'])).toEqual({ code: 0, stdout: '', stderr: 'Fixed 1 problem in 1 file\n' });
    expect(read(cwd, 'nginx.conf')).toBe(whole(STRONG));
    expect(await run(cwd, ['--fix'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('reports what it could not mend', async () => {
    const cwd = site({ 'nginx.conf': whole(`${WEAK} no_such_directive 1;`) });
    const ran = await run(cwd, ['--fix', '--select', 'nginx']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^nginx\.conf:3:\d+: error: .*\[unknown-directive\]\n$/);
    expect(read(cwd, 'nginx.conf')).toBe(whole(`${STRONG} no_such_directive 1;`));
  });

  it('mends what is included, in one go with what includes it', async () => {
    const cwd = site({ 'nginx.conf': whole(`include conf.d/*.conf; ${WEAK}`), 'conf.d/a.conf': `${WEAK}\n` });
    expect((await run(cwd, ['--fix', 'nginx.conf'])).stderr).toBe('Fixed 2 problems in 2 files\n');
    expect(read(cwd, 'conf.d/a.conf')).toBe(`${STRONG}\n`);
  });

  it('goes on until nothing changes', async () => {
    // A missing semicolon hides the weak protocol behind it.
    const cwd = site({ 'nginx.conf': whole('server_tokens off\n    ssl_protocols TLSv1 TLSv1.2;') });
    const ran = await run(cwd, ['--fix', '--select', 'nginx']);
    expect(ran).toMatchObject({ code: 0, stdout: '' });
    expect(read(cwd, 'nginx.conf')).toBe(whole('server_tokens off;\n    ssl_protocols TLSv1.2;'));
  });

  it('keeps line ends, byte order marks, bytes that are no UTF-8, and rights', async () => {
    const cwd = site({
      'crlf.conf': whole(WEAK, '\r\n'),
      'latin1.conf': Buffer.from(`# caf\u00e9\n${whole(WEAK)}`, 'latin1'),
      'mark.conf': `\ufeff# heading\n${whole(WEAK)}`,
      'open.conf': whole(WEAK).trimEnd(),
    });
    chmodSync(join(cwd, 'crlf.conf'), 0o640);
    await run(cwd, ['--fix', 'crlf.conf', 'latin1.conf', 'mark.conf', 'open.conf']);
    expect(read(cwd, 'crlf.conf')).toBe(whole(STRONG, '\r\n'));
    expect(statSync(join(cwd, 'crlf.conf')).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(cwd, 'latin1.conf')).toString('latin1')).toBe(`# caf\u00e9\n${whole(STRONG)}`);
    expect(read(cwd, 'mark.conf')).toBe(`\ufeff# heading\n${whole(STRONG)}`);
    expect(read(cwd, 'open.conf')).toBe(whole(STRONG).trimEnd());
  });

  it('deletes a byte order mark, which nginx refuses', async () => {
    const cwd = site({ 'nginx.conf': `\ufeff${whole('')}`, 'b.conf': `\ufeff# heading\n${whole('')}` });
    expect(await run(cwd, ['--fix', '--select', 'nginx', 'nginx.conf', 'b.conf'])).toMatchObject({
      code: 0,
      stdout: '',
    });
    expect(read(cwd, 'nginx.conf')).toBe(whole(''));
    expect(read(cwd, 'b.conf')).toBe(`# heading\n${whole('')}`);
  });

  it('mends a file once that links lead to, and leaves the link', async () => {
    const cwd = site({
      'nginx.conf': whole('include sites-enabled/*;'),
      'sites-available/a': `server { listen 443 ssl; ${WEAK} }\n`,
      'sites-enabled/a': '-> ../sites-available/a',
      'sites-enabled/b': '-> ../sites-available/a',
    });
    expect((await run(cwd, ['--fix'])).code).toBe(0);
    expect(read(cwd, 'sites-available/a')).toBe(`server { listen 443 ssl; ${STRONG} }\n`);
    expect(statSync(join(cwd, 'sites-enabled/b')).isFile()).toBe(true);
  });

  it('writes nothing outside of the current folder that was not named', async () => {
    const cwd = site({
      'here/nginx.conf': whole(`include ../far.conf; include /srv/nginx/mapped.conf; ${WEAK}`),
      'far.conf': `${WEAK}\n`,
      'mapped/mapped.conf': `${WEAK}\n`,
    });
    const here = join(cwd, 'here');
    const map = ['--map', `/srv/nginx=${join(cwd, 'mapped')}`];
    const ran = await run(here, ['--fix', ...map]);
    expect(ran).toMatchObject({ code: 1, stderr: 'Fixed 1 problem in 1 file\n' });
    expect([read(cwd, 'far.conf'), read(cwd, 'mapped/mapped.conf')]).toEqual([`${WEAK}\n`, `${WEAK}\n`]);
    expect(await run(here, ['--fix', ...map, '../far.conf', '../mapped', 'nginx.conf'])).toMatchObject({ code: 0 });
    expect([read(cwd, 'far.conf'), read(cwd, 'mapped/mapped.conf')]).toEqual([`${STRONG}\n`, `${STRONG}\n`]);
  });

  it('leaves alone what the config file ignores', async () => {
    const cwd = site({
      '.nginx-lint.yaml': 'ignore: [vendor]\n',
      'nginx.conf': whole('include vendor/*.conf;'),
      'vendor/a.conf': `${WEAK}\n`,
    });
    expect(await run(cwd, ['--fix'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(read(cwd, 'vendor/a.conf')).toBe(`${WEAK}\n`);
  });

  it('makes unsafe fixes only when asked to', async () => {
    const cwd = site({ 'nginx.conf': whole('serve { }') });
    const asked = ['--select', 'unknown-directive'];
    expect(await run(cwd, ['--fix', ...asked])).toMatchObject({ code: 1, stderr: '' });
    expect(read(cwd, 'nginx.conf')).toBe(whole('serve { }'));
    expect(await run(cwd, ['--fix-unsafe', ...asked])).toMatchObject({ code: 0 });
    expect(read(cwd, 'nginx.conf')).toBe(whole('server { }'));
  });

  it('gives up a fix that nginx would refuse', async () => {
    // Of "flie" the nearest name takes no such argument.
    const text = whole(`lsten 80; ${WEAK}`);
    const cwd = site({ 'nginx.conf': text });
    const ran = await run(cwd, ['--fix-unsafe', '--select', 'unknown-directive']);
    expect(ran.code).toBe(1);
    expect(read(cwd, 'nginx.conf')).not.toContain('TLSv1 ');
    expect(await nginxLint(['--select', 'nginx', '--format', 'compact'], { cwd })).toMatchObject({
      stdout: expect.stringMatching(/^[^\n]+\n$/),
    });
  });

  it.skipIf(process.getuid?.() === 0)('says which file it may not write', async () => {
    const cwd = site({ 'nginx.conf': whole(WEAK) });
    chmodSync(join(cwd, 'nginx.conf'), 0o444);
    const ran = await run(cwd, ['--fix']);
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toMatch(/^nginx-lint: nginx\.conf: cannot be written: [^\n]+\n$/);
  });

  it('prints standard input mended, and what is left on standard error', async () => {
    const cwd = site({ 'nginx.conf': whole('include a.conf;'), 'a.conf': '# old\n' });
    const given = Buffer.from(`# caf\u00e9\r\n${WEAK}\r\n`, 'latin1');
    expect(await run(cwd, ['--fix', '-'], { input: whole(`${WEAK} nothing 1;`) })).toEqual({
      code: 0,
      stdout: whole(`${STRONG} nothing 1;`),
      stderr: '',
    });
    const ran = await run(cwd, ['--fix', '--select', 'nginx', '-'], { input: whole('nothing 1;') });
    expect(ran).toMatchObject({ code: 1, stdout: whole('nothing 1;') });
    expect(ran.stderr).toContain('[unknown-directive]');
    const named = await run(cwd, ['--fix', '-', '--stdin-filename', 'a.conf'], { input: given });
    expect(named).toMatchObject({ code: 0, stdout: expect.stringContaining(`\r\n${STRONG}\r\n`) });
    expect(read(cwd, 'a.conf')).toBe('# old\n');
    expect(await run(cwd, ['--fix', '-', 'nginx.conf'], { input: '' })).toMatchObject({ code: 2 });
  });
});

describe('a file that two configurations include', () => {
  // With nothing around it in one of them, the header is lost only in the other.
  const files = {
    'one/nginx.conf': whole('add_header X-A 1; include ../shared.conf;'),
    'two/nginx.conf': whole('add_header X-B 1; include ../shared.conf;'),
    'shared.conf': 'server {\n    add_header X-C 1;\n}\n',
  };

  it('is mended only where both want the same', async () => {
    const cwd = site(files);
    await nginxLint(['--fix', '--select', 'add-header-not-inherited'], { cwd });
    expect(read(cwd, 'shared.conf')).toBe(files['shared.conf']);
    await nginxLint(['--fix', '--select', 'add-header-not-inherited', 'one/nginx.conf'], { cwd });
    expect(read(cwd, 'shared.conf')).toContain('X-A');
  });
});

describe('--diff', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `    # line ${index}`).join('\n');
  const text = `events {}\nhttp {\n    server { listen 443 ssl; ${WEAK} }\n${lines}\n    server {\n        listen 443 ssl; ${WEAK}\n    }\n}`;

  it('prints what --fix would change and changes nothing', async () => {
    const cwd = site({ 'nginx.conf': text });
    const ran = await run(cwd, ['--diff']);
    expect(ran).toMatchObject({ code: 1, stderr: 'Would fix 2 problems in 1 file\n' });
    expect(read(cwd, 'nginx.conf')).toBe(text);
    expect(ran.stdout).toBe(
      [
        '--- a/nginx.conf',
        '+++ b/nginx.conf',
        '@@ -1,6 +1,6 @@',
        ' events {}',
        ' http {',
        `-    server { listen 443 ssl; ${WEAK} }`,
        `+    server { listen 443 ssl; ${STRONG} }`,
        '     # line 0',
        '     # line 1',
        '     # line 2',
        '@@ -32,6 +32,6 @@',
        '     # line 28',
        '     # line 29',
        '     server {',
        `-        listen 443 ssl; ${WEAK}`,
        `+        listen 443 ssl; ${STRONG}`,
        '     }',
        ' }',
        '\\ No newline at end of file',
        '',
      ].join('\n'),
    );
  });

  it('is read by git apply, which gives what --fix writes', async () => {
    const start = {
      'nginx.conf': text,
      'a/latin1.conf': Buffer.from(whole(`${WEAK} # caf\u00e9`), 'latin1'),
      'a/crlf.conf': whole(WEAK, '\r\n'),
      'a/style.conf': 'events {}\nhttp {\nserver { listen 80;   \n\n  root /srv ; index a.html;\n}\n}',
    };
    const [diffed, fixed] = [site(start), site(start)];
    const names = Object.keys(start);
    const asked = ['--no-config', '--select', 'style,ssl-weak-protocols', ...names];
    const { stdout } = await nginxLint(['--diff', ...asked], { cwd: diffed });
    await nginxLint(['--fix', ...asked], { cwd: fixed });
    mkdirSync(join(diffed, '.git-none'));
    const patch = join(diffed, '.git-none', 'patch');
    writeFileSync(patch, Buffer.from(stdout.replaceAll('caf\ufffd', 'caf\u00e9'), 'latin1'));
    execFileSync('git', ['apply', '--unsafe-paths', patch], { cwd: diffed, stdio: 'pipe' });
    for (const name of names)
      expect(readFileSync(join(diffed, name)).equals(readFileSync(join(fixed, name))), name).toBe(true);
  });

  it('shows the unsafe ones when asked to, and standard input', async () => {
    const cwd = site({ 'nginx.conf': whole('serve { }') });
    const asked = ['--select', 'unknown-directive'];
    expect((await run(cwd, ['--diff', ...asked])).stdout).toBe('');
    expect((await run(cwd, ['--diff', '--fix-unsafe', ...asked])).stdout).toContain('\n+    server { }\n');
    expect(read(cwd, 'nginx.conf')).toBe(whole('serve { }'));
    const piped = await run(cwd, ['--diff', '-', '--stdin-filename', 'nginx.conf'], { input: whole(WEAK) });
    expect(piped.stdout).toContain(`--- a/nginx.conf\n+++ b/nginx.conf\n`);
  });

  it('prints nothing where there is nothing to mend', async () => {
    const cwd = site({ 'nginx.conf': whole(STRONG) });
    expect(await run(cwd, ['--diff'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('rules for some files only', () => {
  it('are louder, quieter or off there, with options of their own', async () => {
    const cwd = site({
      '.git/': '',
      '.nginx-lint.yaml': [
        'rules: { ssl-weak-protocols: warning }',
        'overrides:',
        '  - { files: [legacy/], rules: { ssl-weak-protocols: off } }',
        '  - { files: legacy/new.conf, rules: { ssl-weak-protocols: [error, { allow: [TLSv1.1] }] } }',
        '',
      ].join('\n'),
      'nginx.conf': whole('include legacy/*.conf; server { listen 443 ssl; ssl_protocols TLSv1.1 TLSv1.2; }'),
      'legacy/old.conf': 'server { listen 443 ssl; ssl_protocols TLSv1 TLSv1.1; }\n',
      'legacy/new.conf': 'server { listen 443 ssl; ssl_protocols TLSv1 TLSv1.1; }\n',
    });
    const { stdout } = await nginxLint(['--format', 'compact'], { cwd });
    const own = stdout.split('\n').filter((line) => line.endsWith('[ssl-weak-protocols]'));
    expect(own.map((line) => line.replace(/(: \w+): .*/, '$1'))).toEqual([
      'legacy/new.conf:1:40: error',
      'nginx.conf:3:67: warning',
    ]);
  });

  it('are checked', async () => {
    const cwd = site({
      '.nginx-lint.yaml': 'overrides:\n  - files: a\n    rules: { tls: off }\n',
      'nginx.conf': whole(''),
    });
    const ran = await run(cwd, []);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('.nginx-lint.yaml:3:14: overrides.0.rules.tls: unknown rule "tls"');
  });
});

describe('what a config file builds on', () => {
  const rulesOf = async (cwd: string) => {
    const { stdout } = await nginxLint(['--format', 'compact', 'nginx.conf'], { cwd });
    return [...stdout.matchAll(/\[([\w-]+)\]\n/g)].map(([, rule]) => rule);
  };
  const trailing = 'events {}\nhttp {\n    server_tokens off;   \n}\n';

  it.each([
    ['recommended', false],
    ['strict', false],
    ['all', true],
    ['[all, ./quiet.yaml]', false],
    ['[./quiet.yaml, all]', true],
    ['./loud.yaml', true],
  ])('%s', async (base, spoken) => {
    const cwd = site({
      '.git/': '',
      '.nginx-lint.yaml': `extends: ${base}\n`,
      'quiet.yaml': 'extends: recommended\n',
      'loud.yaml': 'extends: quiet.yaml\nrules: { style-trailing-whitespace: hint }\n',
      'nginx.conf': trailing,
    });
    expect((await rulesOf(cwd)).includes('style-trailing-whitespace')).toBe(spoken);
  });

  it('may be the same for two that it builds on, but not itself', async () => {
    const cwd = site({
      '.git/': '',
      '.nginx-lint.yaml': 'extends: [./a.yaml, ./b.yaml]\n',
      'a.yaml': 'extends: ./c.yaml\n',
      'b.yaml': 'extends: ./c.yaml\n',
      'c.yaml': 'extends: all\n',
      'nginx.conf': trailing,
    });
    expect(await rulesOf(cwd)).toContain('style-trailing-whitespace');
    writeFileSync(join(cwd, 'c.yaml'), 'extends: ./a.yaml\n');
    expect(await nginxLint([], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^nginx-lint: a\.yaml: extends itself: [^\n]+\n$/),
    });
  });
});
