import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, nginxLint, type RunOptions } from './support/command.ts';
import { site } from './support/site.ts';

/** One diagnostic of `recommended`, which no nginx refuses. */
const WEAK = 'ssl_protocols TLSv1 TLSv1.2;';
const SERVER = `server { listen 443 ssl; ${WEAK} }`;
const clean = (http = '') => `events {}\nhttp {\n${http}\n}\n`;

interface Shown {
  readonly rule: string;
  readonly file: string;
  readonly severity: string;
  readonly context: readonly string[];
}

/** Runs with `--format json` and `ssl-weak-protocols` alone, so that other rules do not matter. */
async function weak(cwd: string, args: readonly string[], options: Partial<RunOptions> = {}) {
  const ran = await nginxLint(['--format', 'json', '--select', 'ssl-weak-protocols', ...args], { cwd, ...options });
  if (ran.code === 2) return { ...ran, files: [], diagnostics: [], summary: null };
  const { diagnostics, summary } = JSON.parse(ran.stdout) as {
    diagnostics: Shown[];
    summary: Record<string, number>;
  };
  return { ...ran, diagnostics, summary, files: diagnostics.map(({ file }) => file) };
}

beforeAll(buildCommand, 120_000);

describe('exit codes and streams', () => {
  const cwd = site({
    'clean.conf': clean(),
    'weak.conf': clean(WEAK),
    'fatal.conf': clean('no_such_directive 1;'),
  });

  it.each([
    [['--select', 'ssl-weak-protocols', 'clean.conf'], 0],
    [['--select', 'ssl-weak-protocols', 'weak.conf'], 1],
    [['--select', 'ssl-weak-protocols', 'weak.conf', '--severity=ssl-weak-protocols=warning', '--fail-on', 'error'], 0],
    [['--select', 'ssl-weak-protocols', '--severity', 'ssl-weak-protocols=error', '--fail-on=error', 'weak.conf'], 1],
    [['--select', 'ssl-weak-protocols', '--severity', 'ssl-weak-protocols=info', 'weak.conf'], 0],
    [['--select', 'ssl-weak-protocols', '--severity', 'ssl-weak-protocols=info', '--fail-on=info', 'weak.conf'], 1],
    [
      [
        '--select',
        'ssl-weak-protocols',
        '--severity',
        'ssl-weak-protocols=warning',
        '--max-warnings',
        '1',
        'weak.conf',
      ],
      0,
    ],
    [
      [
        '--select',
        'ssl-weak-protocols',
        '--severity',
        'ssl-weak-protocols=warning',
        '--max-warnings',
        '0',
        'weak.conf',
      ],
      1,
    ],
    [['--ignore', 'tls', '--select', 'ssl-weak-protocols', 'weak.conf'], 1],
    [['--ignore', 'ssl-weak-protocols', '--select', 'tls', '--fail-on', 'error', 'clean.conf'], 0],
    [['--select', 'nginx', 'fatal.conf'], 1],
    [['--select', 'nginx', 'clean.conf'], 0],
  ])('%j gives %i', async (args, code) => {
    const ran = await nginxLint(args, { cwd });
    expect(ran).toMatchObject({ code, stderr: '' });
  });

  it('prints one line for each problem in the compact format', async () => {
    const ran = await nginxLint(['--format', 'compact', '--select', 'ssl-weak-protocols', 'weak.conf'], { cwd });
    expect(ran.stdout).toMatch(/^weak\.conf:3:15: \w+: .*\[ssl-weak-protocols\]\n$/);
  });

  it('gives the same bytes for the same input', async () => {
    const first = await nginxLint(['--format', 'json', '.'], { cwd });
    const second = await nginxLint(['.', '--format=json'], { cwd });
    expect(second).toEqual(first);
    expect(first.code).toBe(1);
  });

  it('reports errors only with --quiet', async () => {
    const args = ['--quiet', '--severity', 'ssl-weak-protocols=warning', 'weak.conf'];
    expect(await weak(cwd, args)).toMatchObject({ code: 0, diagnostics: [], summary: { warnings: 0 } });
  });

  it('has a summary', async () => {
    const { summary } = await weak(cwd, ['--severity', 'ssl-weak-protocols=warning', 'weak.conf']);
    expect(summary).toMatchObject({ files: 1, errors: 0, warnings: 1, infos: 0, hints: 0, fatal: 0, suppressed: 0 });
  });

  it('prints statistics on standard error', async () => {
    const ran = await nginxLint(['--stats', '--select', 'ssl-weak-protocols', 'weak.conf'], { cwd });
    expect(ran.stderr).toMatch(
      /^findings by rule\n {2}1 {2}ssl-weak-protocols\ntime by rule, ms\n {2}[\d.]+ {2}ssl-weak-protocols\n1 file, 3 directives in \d+ ms\n$/,
    );
  });

  it('minds nothing when nobody reads on', async () => {
    const many = site({ 'nginx.conf': clean(Array.from({ length: 5000 }, () => SERVER).join('\n')) });
    const ran = await nginxLint(['--select', 'ssl-weak-protocols'], { cwd: many, closeEarly: true });
    expect(ran).toMatchObject({ code: 1, stderr: '' });
  });

  it.skipIf(process.platform !== 'linux')('says when the output cannot be written', () => {
    const script = '"$0" "$1" --format json clean.conf > /dev/full; echo $?';
    const command = [process.execPath, join(import.meta.dirname, '../packages/cli/bin/nginx-lint.js')];
    const code = execFileSync('sh', ['-c', script, ...command], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
    expect(code.toString()).toBe('2\n');
  });
});

describe('bad input', () => {
  const long = 'x'.repeat(300);
  const cwd = site({ 'nginx.conf': clean(), 'loop.conf': '-> loop.conf', 'empty/': '', 'dangling.conf': '-> nowhere' });

  it.each([
    [['missing.conf'], 'missing.conf: no such file or folder'],
    [['nginx.conf/x'], 'nginx.conf/x: a part of the path is not a folder'],
    [['dangling.conf'], 'dangling.conf: no such file or folder'],
    [['loop.conf'], 'loop.conf: too many symbolic links'],
    [[long], `${long}: the name is too long`],
    [['nginx.conf', 'missing.conf'], 'missing.conf: no such file or folder'],
    [['empty'], 'no nginx configuration found in empty'],
    [['ruls'], 'ruls: no such file or folder; did you mean the command rules?'],
    [['--fromat', 'json'], 'unknown option --fromat; did you mean --format?'],
    [
      ['--select', 'ssl-weak-protocol', 'nginx.conf'],
      'there is no rule or group "ssl-weak-protocol"; did you mean ssl-weak-protocols?',
    ],
    [['--severity', 'ssl-weak-protocols=eror', 'nginx.conf'], 'did you mean error?'],
    [['--severity', 'tls', 'nginx.conf'], '--severity tls: expected RULE=LEVEL'],
    [['--max-warnings', '-1', 'nginx.conf'], '--max-warnings -1: expected a whole number from 0'],
    [['--nginx-version', '1.28', 'nginx.conf'], '--nginx-version 1.28: expected three numbers, such as 1.28.0'],
    [['--map', 'x', 'nginx.conf'], '--map x: expected FROM=TO'],
    [['--context', 'http,sever', 'nginx.conf'], 'no block "sever" stands in http; did you mean server?'],
    [['--config', 'missing.yaml', 'nginx.conf'], 'missing.yaml: no such file or folder'],
    [['--config', 'x', '--no-config', 'nginx.conf'], '--config and --no-config exclude each other'],
    [['--stdin-filename', 'x', 'nginx.conf'], '--stdin-filename'],
    [['--sarif'], 'unknown option --sarif'],
    [['rules', '--format', 'sarif'], '--format sarif: expected one of pretty, json'],
    [['diff', 'a'], 'diff takes two configurations, OLD and NEW, and there are 1'],
    [['rules', 'alias-traversl'], 'there is no rule "alias-traversl"'],
    [['parse'], 'parse needs a file'],
    [['parse', 'empty'], 'empty: it is a folder'],
    [['help', 'lnt'], 'there is no command "lnt"; did you mean lint?'],
  ])('%j is refused in one line', async (args, message) => {
    const ran = await nginxLint(args, { cwd });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).toMatch(/^nginx-lint: [^\n]*\n$/);
  });

  it.skipIf(process.platform === 'win32')('never opens a pipe', async () => {
    const folder = site({ 'nginx.conf': 'events {}\ninclude pipe.conf;\n' });
    execFileSync('mkfifo', [join(folder, 'pipe.conf')]);
    const named = await nginxLint(['pipe.conf'], { cwd: folder });
    expect(named).toMatchObject({ code: 2, stderr: 'nginx-lint: pipe.conf: it is not a regular file\n' });
    const included = await nginxLint(['--format', 'json', 'nginx.conf'], { cwd: folder });
    expect(JSON.parse(included.stdout).diagnostics[0]).toMatchObject({ rule: 'include-not-found', file: 'nginx.conf' });
  });

  it('takes a folder as include for what it is', async () => {
    const folder = site({ 'nginx.conf': 'events {}\ninclude conf.d;\n', 'conf.d/': '' });
    const ran = await nginxLint(['--format', 'json', 'nginx.conf'], { cwd: folder });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout).diagnostics[0]).toMatchObject({ rule: 'include-not-found', fatal: true });
  });

  it('survives what is no text', async () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256));
    const ran = await nginxLint(['--format', 'json', 'nginx.conf'], { cwd: site({ 'nginx.conf': bytes }) });
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(ran.stdout).summary.fatal).toBeGreaterThan(0);
  });
});

describe('folders', () => {
  it('finds entries, what they include, and what nothing includes', async () => {
    const cwd = site({
      '.git/': '',
      '.gitignore': 'build/\n',
      'a/nginx.conf': clean('include conf.d/*.conf;'),
      'a/conf.d/site.conf': SERVER,
      'b/conf.d/alone.conf': SERVER,
      'build/nginx.conf': clean(WEAK),
      'node_modules/x/nginx.conf': clean(WEAK),
      'apache/httpd.conf': `<VirtualHost *:80>\n  ServerName x\n</VirtualHost>\n${WEAK}\n`,
      'unit/x.conf': '[Unit]\nDescription=x\n',
    });
    expect((await weak(cwd, [])).files).toEqual(['a/conf.d/site.conf', 'b/conf.d/alone.conf']);
    expect((await weak(cwd, ['build'])).files).toEqual(['build/nginx.conf']);
    expect((await weak(cwd, ['apache/httpd.conf'])).files).toEqual(['apache/httpd.conf']);
  });

  it('honours a .gitignore further down', async () => {
    const cwd = site({
      'a/.gitignore': '*.conf\n!nginx.conf\n',
      'a/nginx.conf': clean(WEAK),
      'a/other.conf': clean(WEAK),
    });
    expect((await weak(cwd, ['.'])).files).toEqual(['a/nginx.conf']);
  });

  it('lints a linked file once', async () => {
    const cwd = site({
      'nginx.conf': clean('include sites-enabled/*;'),
      'sites-available/x': SERVER,
      'sites-enabled/x': '-> ../sites-available/x',
    });
    expect((await weak(cwd, [])).files).toEqual(['sites-enabled/x']);
    expect((await weak(cwd, ['sites-available/x'])).files).toEqual(['sites-available/x']);
    expect((await weak(cwd, ['sites-enabled/x', 'nginx.conf'])).files).toEqual(['sites-enabled/x']);
  });

  it('follows no links in a circle', async () => {
    const cwd = site({ 'nginx.conf': clean(WEAK) });
    symlinkSync('.', join(cwd, 'again'));
    mkdirSync(join(cwd, 'deep'));
    symlinkSync('..', join(cwd, 'deep/up'));
    expect((await weak(cwd, [])).files).toEqual(['nginx.conf']);
  });

  it('does not take a piece with an http block for an entry', async () => {
    const cwd = site({ 'nginx.conf': 'events {}\ninclude http.conf;\n', 'http.conf': `http { ${WEAK} }\n` });
    const ran = await nginxLint(['--format', 'json', '--select', 'nginx,ssl-weak-protocols'], { cwd });
    expect(JSON.parse(ran.stdout).diagnostics.map(({ rule }: Shown) => rule)).toEqual(['ssl-weak-protocols']);
  });
});

describe('where paths lead', () => {
  const cwd = site({
    '.git/': '',
    'nginx/nginx.conf': clean('include /srv/conf.d/*.conf;'),
    'nginx/main.conf': clean('include conf.d/*.conf;'),
    'nginx/conf.d/app.conf': SERVER,
    'other/conf.d/app.conf': SERVER,
    'mapped.yaml': 'map: { /srv: other }\n',
    'prefixed.yaml': 'prefix: other\n',
  });

  it.each([
    [['nginx/nginx.conf'], []],
    [['--map', '/srv=nginx', 'nginx/nginx.conf'], ['nginx/conf.d/app.conf']],
    [['--config', 'mapped.yaml', 'nginx/nginx.conf'], ['other/conf.d/app.conf']],
    [['--config', 'mapped.yaml', '--map', '/srv=nginx', 'nginx/nginx.conf'], ['nginx/conf.d/app.conf']],
    [['nginx/main.conf'], ['nginx/conf.d/app.conf']],
    [['--prefix', 'other', 'nginx/main.conf'], ['other/conf.d/app.conf']],
    [['--config', 'prefixed.yaml', 'nginx/main.conf'], ['other/conf.d/app.conf']],
    [['nginx/conf.d'], ['nginx/conf.d/app.conf']],
  ])('%j', async (args, files) => {
    expect((await weak(cwd, args)).files).toEqual(files);
  });

  it('takes two entries that include each other for two entries', async () => {
    const circle = site({
      'a.conf': `events {}\ninclude b.conf;\nhttp { ${WEAK} }`,
      'b.conf': `events {}\ninclude a.conf;\nhttp { ${WEAK} }`,
    });
    expect((await weak(circle, [])).files).toEqual(['a.conf', 'b.conf']);
    const ran = await nginxLint(['--select', 'include-cycle', '--format', 'compact'], { cwd: circle });
    expect(ran.stdout.split('\n')).toHaveLength(3);
  });
});

describe('fragments', () => {
  const cwd = site({
    '.git/': '',
    'nginx/nginx.conf': clean('include conf.d/*.conf;\nserver { listen 443 ssl; include snippets/tls.inc; }'),
    'nginx/conf.d/app.conf': SERVER,
    'nginx/conf.d/other.conf': SERVER,
    'nginx/snippets/tls.inc': WEAK,
    'elsewhere/tls.inc': WEAK,
    'said.inc': `# nginx-lint context: http, server\n${WEAK}`,
  });

  it('are seen in the entry that includes them, and nothing else of it is reported', async () => {
    const app = await weak(cwd, ['nginx/conf.d/app.conf']);
    expect(app.diagnostics).toMatchObject([{ file: 'nginx/conf.d/app.conf', context: ['http', 'server'] }]);
    const tls = await weak(join(cwd, 'nginx/snippets'), ['tls.inc']);
    expect(tls.diagnostics).toMatchObject([{ file: 'tls.inc', context: ['http', 'server'] }]);
    const both = await weak(cwd, ['nginx/conf.d/app.conf', 'nginx/conf.d/other.conf']);
    expect(both.files).toEqual(['nginx/conf.d/app.conf', 'nginx/conf.d/other.conf']);
    expect(both.summary).toMatchObject({ files: 2 });
  });

  it('are seen in the context that is said', async () => {
    const inServer = await nginxLint(
      ['--format', 'json', '--select', 'nginx', '--context', 'http,server', 'elsewhere/tls.inc'],
      { cwd },
    );
    expect(inServer.code).toBe(0);
    const inEvents = await nginxLint(
      ['--format', 'json', '--select', 'nginx', '--context', 'events', 'elsewhere/tls.inc'],
      { cwd },
    );
    expect(JSON.parse(inEvents.stdout).diagnostics).toMatchObject([{ rule: 'directive-not-allowed-here' }]);
  });

  it('say their context in a comment', async () => {
    const ran = await weak(cwd, ['said.inc']);
    expect(ran.diagnostics).toMatchObject([{ file: 'said.inc', context: ['http', 'server'] }]);
  });

  it('are linted alone when nothing includes them', async () => {
    expect(await weak(cwd, ['elsewhere/tls.inc'])).toMatchObject({ code: 1, files: ['elsewhere/tls.inc'] });
  });
});

describe('standard input', () => {
  const cwd = site({ 'nginx.conf': clean('include conf.d/*.conf;'), 'conf.d/app.conf': 'server {}' });

  it('is linted', async () => {
    expect((await weak(cwd, ['-'], { input: clean(WEAK) })).files).toEqual(['<stdin>']);
    expect((await weak(cwd, ['-'], { input: clean() })).code).toBe(0);
  });

  it('takes the place of the file of its name', async () => {
    const ran = await weak(cwd, ['-', '--stdin-filename', 'conf.d/app.conf'], { input: SERVER });
    expect(ran.diagnostics).toMatchObject([{ file: 'conf.d/app.conf', context: ['http', 'server'] }]);
    const fresh = await weak(cwd, ['-', '--stdin-filename=conf.d/new.conf'], { input: SERVER });
    expect(fresh.diagnostics).toMatchObject([{ file: 'conf.d/new.conf', context: ['http', 'server'] }]);
  });
});

describe('suppressions', () => {
  it('are counted, and reported when they do nothing', async () => {
    const cwd = site({
      'used.conf': clean(`# nginx-lint-disable-next-line ssl-weak-protocols -- old clients\n${WEAK}`),
      'unused.conf': clean('# nginx-lint-disable-next-line ssl-weak-protocols\nssl_protocols TLSv1.2;'),
    });
    expect(await weak(cwd, ['used.conf'])).toMatchObject({ code: 0, diagnostics: [], summary: { suppressed: 1 } });
    const unused = await nginxLint(['--format', 'json', 'unused.conf'], { cwd });
    expect(JSON.parse(unused.stdout).diagnostics.map(({ rule }: Shown) => rule)).toContain('suppression-unused');
  });
});

describe('the config file', () => {
  it.each([
    ['.nginx-lint.yaml', 'rules:\n  ssl-weak-protocols: off\n'],
    ['.nginx-lint.yml', 'rules: { ssl-weak-protocols: "off" }\n'],
    ['.nginx-lint.json', '{ "rules": { "ssl-weak-protocols": ["off", {}] } }'],
    ['.nginx-lint.yaml', 'extends: nginx\n'],
    ['.nginx-lint.yaml', 'ignore: ["a/**"]\n'],
    ['.nginx-lint.yaml', 'ignore: a\n'],
  ])('%s is found upwards: %j', async (name, text) => {
    const cwd = site({ '.git/': '', [name]: text, 'a/nginx.conf': clean(WEAK) });
    const rulesOf = async (args: readonly string[]) => {
      const { stdout } = await nginxLint(['--format', 'json', ...args], { cwd });
      return JSON.parse(stdout).diagnostics.map(({ rule }: Shown) => rule);
    };
    expect(await rulesOf(['a/nginx.conf'])).not.toContain('ssl-weak-protocols');
    expect(await rulesOf(['--no-config', 'a/nginx.conf'])).toContain('ssl-weak-protocols');
  });

  it('is not searched above the repository', async () => {
    const cwd = site({
      '.nginx-lint.yaml': 'rules: { ssl-weak-protocols: off }',
      'repo/.git/': '',
      'repo/nginx.conf': clean(WEAK),
    });
    const { stdout } = await nginxLint(['--format', 'compact', 'repo/nginx.conf'], { cwd });
    expect(stdout).toContain('[ssl-weak-protocols]');
  });

  it('builds on others', async () => {
    const cwd = site({
      'base/strict.yaml': 'rules: { ssl-weak-protocols: error }\n',
      '.nginx-lint.yaml': 'extends: [recommended, ./base/strict.yaml]\n',
      'nginx.conf': clean(WEAK),
    });
    expect((await weak(cwd, [])).diagnostics).toMatchObject([{ severity: 'error' }]);
  });

  it.each([
    [
      'rules:\n  ssl-weak-protocol: off\n',
      '.nginx-lint.yaml:2:3: rules.ssl-weak-protocol: unknown rule "ssl-weak-protocol"; did you mean "ssl-weak-protocols"?',
    ],
    [
      'rules:\n  ssl-weak-protocols: eror\n',
      '.nginx-lint.yaml:2:23: rules.ssl-weak-protocols: "eror" is not a level; did you mean "error"?',
    ],
    ['prefix: x\nrulse: {}\n', '.nginx-lint.yaml:2:1: rulse: unknown key "rulse"; did you mean "rules"?'],
    ['rules: [\n', '.nginx-lint.yaml:2:1: '],
    ['a: 1\na: 2\n', '.nginx-lint.yaml:2:1: Map keys must be unique'],
    ['- 1\n', '.nginx-lint.yaml:1:1: expected keys and values, got a list'],
    ['extends: ./missing.yaml\n', 'missing.yaml: no such file or folder'],
    ['extends: .nginx-lint.yaml\n', 'extends itself'],
    ['directives:\n  - name: x\n    contexts: [htpp]\n', '.nginx-lint.yaml:3:16: '],
  ])('%j is refused', async (text, message) => {
    const cwd = site({ '.git/': '', '.nginx-lint.yaml': text, 'nginx.conf': clean() });
    const ran = await nginxLint([], { cwd });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).toMatch(/^nginx-lint: [^\n]*\n$/);
  });

  it('names the entries of fragments, and private directives', async () => {
    const cwd = site({
      '.git/': '',
      '.nginx-lint.yaml': 'entries: etc/main.cfg\ndirectives: [{ name: my_own, contexts: [http] }]\n',
      'etc/main.cfg': clean('my_own 1;\nssl_certificate c.pem;\nssl_certificate_key c.pem;\ninclude ../sites/*.conf;'),
      'sites/a.conf': SERVER,
    });
    expect((await weak(cwd, [])).files).toEqual(['sites/a.conf']);
    expect((await weak(cwd, ['sites/a.conf'])).diagnostics).toMatchObject([{ context: ['http', 'server'] }]);
    const ran = await nginxLint(['--select', 'nginx', 'etc/main.cfg'], { cwd });
    expect(ran).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('rules, help and version', () => {
  const cwd = site({});

  it('lists the rules', async () => {
    const ran = await nginxLint(['rules', '--format', 'json'], { cwd });
    const { rules } = JSON.parse(ran.stdout);
    expect(rules).toContainEqual(expect.objectContaining({ id: 'ssl-weak-protocols', group: 'tls' }));
    const list = (await nginxLint(['rules'], { cwd })).stdout;
    for (const { id } of rules) expect(list).toContain(id);
  });

  it('shows one rule', async () => {
    const ran = await nginxLint(['rules', 'ssl-weak-protocols'], { cwd });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^ssl-weak-protocols[\s\S]*\nWhy\n/);
    const why = ran.stdout.split('\nWhy\n')[1]?.split('\n\n')[0] ?? '';
    for (const line of why.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(why.split('\n').length).toBeGreaterThan(1);
    const page = JSON.parse((await nginxLint(['rules', 'ssl-weak-protocols', '--format=json'], { cwd })).stdout);
    expect(page).toMatchObject({ id: 'ssl-weak-protocols', docs: { why: expect.any(String) } });
  });

  it.each([
    [['rules', 'nothing']],
    [['help', 'nothing']],
    [['completions', 'nothing']],
    [['lsp']],
    [['init', 'nothing']],
  ])('%j cannot do its work', async (args) => {
    const ran = await nginxLint(args, { cwd });
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^nginx-lint: .+\n$/) });
  });

  it.each([[['--version']], [['-V']], [['version']]])('%j prints the version', async (args) => {
    const manifest = readFileSync(join(import.meta.dirname, '../packages/cli/package.json'), 'utf8');
    expect(await nginxLint(args, { cwd })).toEqual({
      code: 0,
      stdout: `nginx-lint ${JSON.parse(manifest).version}\n`,
      stderr: '',
    });
  });

  it.each([[['--help']], [['-h']], [['help']], [['help', 'parse']], [['lint', '--help']]])(
    '%j prints help',
    async (args) => {
      const ran = await nginxLint(args, { cwd });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(ran.stdout).toContain('Usage:');
    },
  );
});
