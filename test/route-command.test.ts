import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, nginxLint, type RunOptions } from './support/command.ts';
import { site } from './support/site.ts';

beforeAll(buildCommand, 120_000);

const entry = (servers: string, http = '') => `events {}\nhttp {\n${http}\n${servers}\n}\n`;

interface Shown {
  readonly request: Record<string, unknown>;
  readonly server: { readonly file: string; readonly line: number } | null;
  readonly serverReason: string | null;
  readonly locations: readonly { readonly file: string; readonly line: number }[] | null;
  readonly final: { readonly file: string; readonly line: number } | null;
  readonly uri: unknown;
  readonly status: number | null;
  readonly body: string | null;
  readonly filename: string | null;
  readonly requestFilename: string | null;
  readonly content: string | null;
  readonly locationHeader: string | null;
  readonly uncertain: readonly string[];
  readonly trace: readonly unknown[];
}

/** One result as JSON. */
async function asked(cwd: string, ...args: readonly string[]): Promise<Shown> {
  const ran = await nginxLint(['route', '--format', 'json', ...args], { cwd });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(ran.stdout) as Shown;
}

const SITE = site({
  '.git/': '',
  'nginx.conf': entry(
    `server {
  listen 80;
  server_name a.example;
  root /srv/www;
  location / { try_files $uri $uri/ =404; }
  location /html { root html; }
  location /own { alias /etc/nginx/own; }
  location /method { return 200 "$request_method $http_x $remote_addr $server_addr"; }
  include conf.d/*.inc;
}
server { listen 80; listen 127.0.0.2:8080; server_name b.example; return 204; }`,
  ),
  'conf.d/more.inc': 'location = /more { return 200 more; }\n',
  'www/index.html': 'x',
  'www/sub/': '',
  'html/html': 'x',
  own: 'x',
});

describe('one request', () => {
  it('is answered as JSON with files relative to the current folder', async () => {
    const more = await asked(SITE, 'http://a.example/more');
    expect(more).toMatchObject({
      request: {
        url: 'http://a.example/more',
        method: 'GET',
        host: 'a.example',
        listen: '127.0.0.1:80',
        clientAddr: null,
        scheme: 'http',
      },
      server: { file: 'nginx.conf', line: 4 },
      serverReason: 'exact name',
      final: { file: 'conf.d/more.inc', line: 1 },
      status: 200,
      body: 'more',
      content: 'inline',
      uncertain: [],
    });
    const up = await asked(join(SITE, 'conf.d'), 'http://a.example/more', '--config', '../nginx.conf');
    expect(up).toMatchObject({ server: { file: '../nginx.conf' }, final: { file: 'more.inc' } });
  });

  it('has the fields of the contract, in their order', async () => {
    expect(Object.keys(await asked(SITE, 'http://a.example/'))).toEqual([
      ...['request', 'server', 'serverReason', 'locations', 'final', 'uri', 'args', 'parsedUri', 'parsedArgs'],
      ...['status', 'locationHeader', 'content', 'requestFilename', 'filename', 'upstream', 'headers', 'body'],
      ...['trace', 'uncertain'],
    ]);
  });

  it('takes what the options say of it', async () => {
    const options = ['--method', 'PUT', '--header', 'X: one', '--header=Y: two', '--client-addr', '198.51.100.9'];
    const answer = await asked(SITE, 'http://a.example/method', ...options, '--listen', '10.1.2.3:80');
    expect(answer.body).toBe('PUT one 198.51.100.9 10.1.2.3');
    const host = await asked(SITE, 'http://a.example/', '--header', 'Host: b.example');
    expect(host).toMatchObject({ server: { line: 14 }, request: { host: 'b.example' }, status: 204 });
    const other = await asked(SITE, 'http://a.example/', '--listen', '127.0.0.2:8080');
    expect(other).toMatchObject({ server: { line: 14 }, serverReason: 'only server' });
  });

  it('comes to nothing where nobody listens, and that is an answer too', async () => {
    expect(await asked(SITE, 'http://a.example:81/')).toMatchObject({ server: null, status: null, locations: [] });
  });

  it('is looked up for the version of nginx that is told', async () => {
    const old = await asked(SITE, 'http://a.example/', '--header', 'Host: a_b', '--nginx-version', '1.22.1');
    expect(old.status).not.toBe(null);
  });

  it('is told as a story', async () => {
    const { code, stdout, stderr } = await nginxLint(['route', 'http://a.example/more'], { cwd: SITE });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^GET http:\/\/a\.example\/more\nto 127\.0\.0\.1:80\n\n/);
    expect(stdout).toMatch(/^ {2}conf\.d\/more\.inc:1 .* {2}W12$/m);
    expect(stdout).toMatch(/\nStatus 200, a text of the configuration\n {2}body +more\n$/);
    expect(stdout).not.toContain('\u001b');
    const colored = await nginxLint(['route', 'http://a.example/more', '--color', 'always'], { cwd: SITE });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what is taken away
    expect(colored.stdout.replace(/\u001b\[[\d;]*m/g, '')).toBe(stdout);
    expect(colored.stdout).not.toBe(stdout);
  });

  it('never moves the cursor of the terminal, whatever it holds', async () => {
    const url = 'http://a.example/%1b[31m%c2%9b%e2%80%ae';
    const { stdout } = await nginxLint(['route', url, '--files', 'exist'], { cwd: SITE });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });
});

describe('files', () => {
  it.each([
    [['--map', '/srv/www=www', 'http://a.example/index.html'], 200, '/srv/www/index.html'],
    [['--map', '/srv=.', 'http://a.example/index.html'], 200, '/srv/www/index.html'],
    [['--map', '/srv/www=www', 'http://a.example/sub'], 301, '/srv/www/sub'],
    [['--map', '/srv/www=www', 'http://a.example/nope'], 404, null],
    [['http://a.example/index.html'], 404, null],
    [['http://a.example/html'], 200, '/etc/nginx/html/html'],
    [['http://a.example/own'], 200, '/etc/nginx/own'],
    [['--files', 'exist', 'http://a.example/nope'], 200, '/srv/www/nope'],
    [['--files', 'missing', 'http://a.example/own'], 404, '/etc/nginx/own'],
    [['--files', 'missing', '--map', '/srv/www=www', 'http://a.example/index.html'], 404, null],
  ])('%j', async (args, status, filename) => {
    expect(await asked(SITE, ...args)).toMatchObject({ status, filename, uncertain: [] });
  });

  it('lie where the config file says', async () => {
    const cwd = site({
      '.git/': '',
      '.nginx-lint.yaml': 'map: { /srv/www: public }\n',
      'nginx.conf': entry('server { listen 80; root /srv/www; }'),
      'public/a': 'x',
    });
    expect(await asked(cwd, 'http://localhost/a')).toMatchObject({ status: 200 });
    expect(await asked(cwd, 'http://localhost/a', '--no-config')).toMatchObject({ status: 404 });
  });
});

describe('the entry', () => {
  it('is nginx.conf here, or the only one further down', async () => {
    const cwd = site({
      '.git/': '',
      'deploy/etc/nginx.conf': entry('server { listen 80; include conf.d/*; }'),
      'deploy/etc/conf.d/a.conf': 'location / { return 201; }',
    });
    expect(await asked(cwd, 'http://x/')).toMatchObject({ final: { file: 'deploy/etc/conf.d/a.conf' } });
    const part = await asked(cwd, 'http://x/', '--config', 'deploy/etc/conf.d/a.conf');
    expect(part).toMatchObject({ server: { file: 'deploy/etc/nginx.conf' }, status: 201 });
    const two = site({ '.git/': '', 'a/nginx.conf': entry(''), 'b/nginx.conf': entry('') });
    expect(await nginxLint(['route', 'http://x/'], { cwd: two })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'nginx-lint: there are several configurations here: a/nginx.conf, b/nginx.conf; choose one with --config\n',
    });
  });

  it('may be a part whose place is stated', async () => {
    const cwd = site({
      '.git/': '',
      'said.conf': '# nginx-lint context: http\nserver { listen 80; return 202; }\n',
      'alone.conf': 'server { listen 80; return 202; }\n',
    });
    expect(await asked(cwd, 'http://x/', '--config', 'said.conf')).toMatchObject({ status: 202 });
    const alone = await nginxLint(['route', 'http://x/', '--config', 'alone.conf'], { cwd });
    expect(alone).toMatchObject({ code: 2, stdout: '' });
    expect(alone.stderr).toContain('alone.conf: it is a part of a configuration');
  });

  it('that nginx would not start with is no ground for an answer', async () => {
    const cwd = site({ 'nginx.conf': entry('server { listen 80; lissten 81; }') });
    const ran = await nginxLint(['route', 'http://x/'], { cwd });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^nginx-lint: nginx\.conf:4:21: .*"lissten".* \[unknown-directive\]\n/);
    expect(ran.stderr).toMatch(/\nnginx-lint: nginx would not start with nginx\.conf, .*\(1 problem\)\n$/);
  });

  it('with an include that is not here gives answers that say so, where it may matter', async () => {
    const cwd = site({
      'nginx.conf': entry(
        `server { listen 80; server_name a; include /opt/a.conf; return 200; }
server { listen 80; server_name b; return 200; location /x { include /opt/x.conf; } }`,
      ),
    });
    const reason = (path: string, line: number) =>
      `what ${path} holds, which nginx.conf:${line} includes and which cannot be read`;
    expect(await asked(cwd, 'http://a/')).toMatchObject({ uncertain: [reason('/opt/a.conf', 4)] });
    expect(await asked(cwd, 'http://b/')).toMatchObject({ uncertain: [] });
    const everywhere = site({ 'nginx.conf': entry('server { listen 80; return 200; }', 'include /opt/h.conf;') });
    expect(await asked(everywhere, 'http://b/')).toMatchObject({ uncertain: [reason('/opt/h.conf', 3)] });
    const table = await nginxLint(['route'], { cwd: everywhere });
    expect(table).toMatchObject({
      code: 0,
      stderr: 'nginx-lint: nginx.conf:3: /opt/h.conf cannot be read, and what it holds is not in the table\n',
    });
  });
});

describe('what cannot be done', () => {
  it.each([
    [['a', 'b'], 'route takes one URL, and there are 2'],
    [['ftp://x/'], 'http'],
    [['http://'], 'host'],
    [['http://x:99999/'], 'host'],
    [['http://x/a b'], 'blank'],
    [['http://u:p@x/'], 'Authorization'],
    [['http://x/', '--requests', '-'], 'exclude each other'],
    [['--requests', '-', '--format', 'pretty'], '--format pretty'],
    [['--requests', 'nope.jsonl'], 'nope.jsonl: no such file or folder'],
    [['--requests', 'www'], 'www: it is a folder'],
    [['--method', 'PUT'], '--method is about a request'],
    [['--client-addr', '::1'], '--client-addr is about a request'],
    [['http://x/', '--method', 'P T'], '--method P T: expected a method'],
    [['http://x/', '--header', 'nothing'], '--header nothing: expected NAME: VALUE'],
    [['http://x/', '--header', ': v'], 'expected NAME: VALUE'],
    [['http://x/', '--header', 'a b: v'], 'expected NAME: VALUE'],
    [['http://x/', '--header', 'a: b\r\nc: d'], 'holds no line end'],
    [['http://x/', '--listen', 'a\nb:c'], '--listen a␊b:c: expected an address and a port'],
    [['http://x/\ny'], 'blank'],
    [['http://x/', '--listen', '1.2.3.4:0'], '--listen 1.2.3.4:0: expected an address and a port'],
    [['http://x/', '--listen', '80-90'], '--listen 80-90: expected an address and a port'],
    [['http://x/', '--client-addr', 'me'], '--client-addr me: expected an IP address'],
    [['http://x/', '--files', 'some'], '--files some: expected one of disk, exist, missing'],
    [['http://x/', '--format', 'sarif'], 'sarif'],
    [['http://x/', '--config', 'nope.conf'], 'nope.conf: no such file or folder'],
    [['http://x/', '--config', 'www'], 'www: it is a folder'],
    [['http://x/', '--quiet'], '--quiet is not an option of "nginx-lint route"'],
    [['http://x/', '--map', 'x'], '--map x: expected FROM=TO'],
    [['http://x/', '--nginx-version', 'new'], '--nginx-version new: expected three numbers'],
  ])('%j is refused in one line', async (args, message) => {
    const ran = await nginxLint(['route', ...args], { cwd: SITE });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).toMatch(/^nginx-lint: [^\n]*\n$/);
  });

  it('includes a folder without any configuration', async () => {
    const ran = await nginxLint(['route', 'http://x/'], { cwd: site({ '.git/': '' }) });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('no nginx configuration found');
  });
});

describe('many requests', () => {
  const run = (input: string | Buffer, args: readonly string[] = [], options: Partial<RunOptions> = {}) =>
    nginxLint(['route', '--requests', '-', ...args], { cwd: SITE, input, ...options });
  const lines = (text: string): Shown[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Shown);

  it('are answered line by line, with what a single one is answered', async () => {
    const urls = ['http://a.example/more', 'http://b.example/', 'http://a.example:81/'];
    const input = urls.map((url) => `${JSON.stringify({ url })}\n`);
    const ran = await run(input.join('\n\r\n'));
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(lines(ran.stdout)).toEqual(await Promise.all(urls.map((url) => asked(SITE, url))));
    const cwd = site({ 'r.jsonl': `\ufeff${input.join('')}` });
    const file = await nginxLint(['route', '--requests', join(cwd, 'r.jsonl')], { cwd: SITE });
    expect(file.stdout).toBe(ran.stdout);
  });

  it('come in every shape', async () => {
    const url = 'http://a.example/method';
    const shapes = [
      { url, method: 'PUT', headers: { X: 'one' }, clientAddr: '198.51.100.1', listen: '10.0.0.1:80' },
      { url, headers: [['x', 'two']], client: '198.51.100.1' },
      { target: '/method', host: 'a.example', connect: '10.0.0.1:80', headers: { X: 'é' }, client: '192.0.2.7' },
      { method: 'GET', target: '/method', version: '1.0', host: 'a.example', connect: '127.0.0.1:80', scheme: 'http' },
      { url, clientAddr: '198.51.100.2', version: '1.0' },
    ];
    const ran = await run(shapes.map((shape) => JSON.stringify(shape)).join('\n'));
    expect(lines(ran.stdout).map(({ body }) => body)).toEqual([
      'PUT one 198.51.100.1 10.0.0.1',
      'GET two 198.51.100.1 127.0.0.1',
      'GET é 192.0.2.7 10.0.0.1',
      // Who asks was not said.
      null,
      'GET  198.51.100.2 127.0.0.1',
    ]);
  });

  it('take from the options what their lines do not say', async () => {
    const url = 'http://a.example/method';
    const shapes = [
      { url },
      { url, method: 'GET', headers: { x: 'mine' } },
      { url, headers: [['Y', '1']], clientAddr: '192.0.2.1' },
    ];
    const options = [
      '--method',
      'PATCH',
      '--header',
      'X: yours',
      '--client-addr',
      '192.0.2.2',
      '--listen',
      '10.0.0.9:80',
    ];
    const ran = await run(shapes.map((shape) => JSON.stringify(shape)).join('\n'), options);
    expect(lines(ran.stdout).map(({ body }) => body)).toEqual([
      'PATCH yours 192.0.2.2 10.0.0.9',
      'GET mine 192.0.2.2 10.0.0.9',
      'PATCH yours 192.0.2.1 10.0.0.9',
    ]);
  });

  it.each([
    ['{', 'it is no JSON'],
    ['1', 'object'],
    ['null', 'object'],
    ['[]', 'object'],
    ['{}', '"url"'],
    ['{"url": 5}', '"url"'],
    ['{"url": "ftp://x/"}', 'ftp'],
    ['{"url": "http://a.example/", "headers": 5}', '"headers"'],
    ['{"url": "http://a.example/", "headers": [["x"]]}', 'header'],
    ['{"url": "http://a.example/", "listen": "x:y:z"}', 'x:y:z'],
    ['{"url": "http://a.example/", "clientAddr": "me"}', 'me'],
    ['{"target": "/", "version": "3"}', '"version"'],
    ['{"target": "/", "connect": 80}', '"connect"'],
    ['"\\ud800"', 'object'],
  ])('stop at the line %s, when those before are answered', async (line, message) => {
    const ran = await run(`{"url": "http://a.example/more"}\n\n${line}\n{"url": "http://a.example/more"}\n`);
    expect(ran.code).toBe(2);
    expect(lines(ran.stdout)).toHaveLength(1);
    expect(ran.stderr).toMatch(/^nginx-lint: line 3 of the requests: [^\n]*\n$/);
    expect(ran.stderr).toContain(message);
  });

  it('survive what is no text', async () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256));
    expect(await run(bytes)).toMatchObject({ code: 2, stdout: '' });
    expect(await run('[['.repeat(100_000))).toMatchObject({ code: 2 });
    expect(await run('')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('survive hostile ones', async () => {
    const targets = [
      '/%',
      '/%00',
      '/%2e%2e/..',
      '//',
      '*',
      'x',
      '',
      '/\u0000',
      '/é?#',
      `/${'a/'.repeat(20_000)}`,
      '/..',
    ];
    const hosts = ['', '[', ']', 'a..b', 'a:b', '\u0000', '-', '.', 'x'.repeat(70_000), '__proto__', null];
    const requests = [
      ...targets.map((target) => ({ target, host: 'a.example', connect: '127.0.0.1:80' })),
      ...hosts.map((host) => ({ target: '/', host, connect: '127.0.0.1:80' })),
      { target: '/method', host: 'a.example', headers: { __proto__: 'x', constructor: 'y', '': 'z', X: '\r\n\u0000' } },
      { target: '/method', host: 'a.example', method: '\r\n' },
      { target: '/method', host: 'a.example', method: '' },
      { url: `http://a.example/${'%2e%2e/'.repeat(5000)}` },
    ];
    const ran = await run(requests.map((request) => JSON.stringify(request)).join('\n'));
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(lines(ran.stdout)).toHaveLength(requests.length);
  });

  it('mind nothing when nobody reads on', async () => {
    const input = '{"url": "http://a.example/more"}\n'.repeat(20_000);
    expect(await run(input, [], { closeEarly: true })).toMatchObject({ code: 0, stderr: '' });
  });

  it.skipIf(process.platform !== 'linux')('say when the answers cannot be written', () => {
    const command = [process.execPath, join(import.meta.dirname, '../packages/cli/bin/nginx-lint.js')];
    const script = 'echo \'{"url":"http://a.example/"}\' | "$0" "$1" route --requests - > /dev/full; echo $?';
    const { stdout } = spawnSync('sh', ['-c', script, ...command], { cwd: SITE, encoding: 'utf8' });
    expect(stdout).toBe('2\n');
  });
});

it('says in its help what it does when nginx would not start', async () => {
  const { stdout } = await nginxLint(['help', 'route'], { cwd: SITE });
  expect(stdout).toContain('nginx would not start');
  expect(stdout).toContain('--requests FILE');
  expect(readFileSync(join(import.meta.dirname, '../docs/guide/routing.md'), 'utf8')).toContain('would not start');
});
