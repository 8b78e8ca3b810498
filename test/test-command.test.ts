import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Ran, runCommand } from '../packages/cli/test/support/run-command.ts';
import { site as folder } from './support/site.ts';

const CONF = `events {}
http {
  upstream app { server 127.0.0.1:9001; server 127.0.0.1:9002; }
  server {
    listen 80;
    server_name a.example;
    root /srv/www;
    client_max_body_size 5m;
    add_header X-Frame-Options DENY;
    add_header X-Two one;
    add_header X-Two two;
    add_header X-Id $request_id;
    location / { try_files $uri /index.php?q=$uri; }
    location ~\\.php$ {
      client_max_body_size 10m;
      fastcgi_param SCRIPT_FILENAME /srv/www$fastcgi_script_name;
      fastcgi_pass 127.0.0.1:9003;
    }
    location /api/ { proxy_set_header X-Real $host; proxy_pass http://app/v1/; }
    location = /old { return 301 https://b.example/new; }
    location = /say { return 200 "two\\nlines"; }
    location = /gone { return 444; }
    location = /maybe { if ($cookie_a = $request_id) { return 403; } return 204; }
    location = /same { if ($cookie_a = $request_id) { return 204; } try_files /none =204; }
    location = /me { allow 10.0.0.0/8; deny all; }
    location = /file.txt { }
  }
}
`;

const site = (tests: string, more: Readonly<Record<string, string>> = {}) =>
  folder({ '.git/': '', 'nginx.conf': CONF, 'nginx-lint.test.yaml': tests, ...more });

/** Asks about one request; the answer says what is not as expected. */
async function differing(request: string, expectation: string): Promise<Record<string, string>> {
  const tests = `files: missing\ntests:\n  - { ${request}, expect: ${expectation} }\n`;
  const ran = await runCommand(['test', '--format', 'json'], site(tests));
  expect(ran.stderr).toBe('');
  const { files } = JSON.parse(ran.stdout) as {
    files: { tests: { failures: { field: string; expected: string; got: string }[] }[] }[];
  };
  const failures = files[0]?.tests[0]?.failures ?? [];
  expect(ran.code).toBe(failures.length === 0 ? 0 : 1);
  return Object.fromEntries(failures.map(({ field, expected, got }) => [field, `${expected} | ${got}`]));
}

const url = (path: string): string => `url: "http://a.example${path}"`;

describe('what is expected', () => {
  it.each([
    [url('/x.php'), '{ server: a.example, location: "~ \\\\.php$", upstream: "127.0.0.1:9003" }'],
    [url('/x.php'), '{ location: "~\\\\.php$", server: "nginx.conf:4" }'],
    [url('/x.php'), '{ location: "nginx.conf:14", upstreamParams: { SCRIPT_FILENAME: /srv/www/x.php } }'],
    [url('/x.php'), '{ effective: { client_max_body_size: 10m, sendfile: null } }'],
    [url('/x.php'), '{ effective: { add_header: [X-Frame-Options DENY, X-Two one, X-Two two, X-Id $request_id] } }'],
    [url('/a?b'), '{ location: "~ \\\\.php$" }'],
    [url('/old'), '{ status: 301, redirect: "https://b.example/new", headers: { Location: "https://b.example/new" } }'],
    [url('/old'), '{ redirect: { matches: "^https://b\\\\.example/" }, upstream: null, file: null }'],
    [url('/say'), '{ status: 200, body: "two\\nlines", headers: { X-Frame-Options: DENY, x-other: null } }'],
    [url('/say'), '{ headers: { X-Two: [one, two], x-frame-options: { matches: "^D" } }, uncertain: false }'],
    [url('/gone'), '{ status: null, body: null }'],
    [url('/gone'), '{ status: 444 }'],
    [url('/api/x'), '{ upstream: app, upstreamUri: /v1/x, upstreamHeaders: { x-real: a.example, x-no: null } }'],
    [url('/maybe'), '{ uncertain: true, location: "= /maybe" }'],
    [`${url('/me')}, client: 10.1.1.1`, '{ status: 404 }'],
    [`${url('/file.txt')}, files: exist`, '{ file: /srv/www/file.txt, status: 200 }'],
    ['url: "http://a.example:81/"', '{ server: null, location: null, status: null }'],
    [`${url('/say')}, method: POST, headers: { X: [a, b] }, listen: "127.0.0.9:80"`, '{ status: 200 }'],
  ])('holds: %s → %s', async (request, expectation) => {
    expect(await differing(request, expectation)).toEqual({});
  });

  it.each([
    [url('/x.php'), '{ server: b.example }', { server: 'b.example | a.example (nginx.conf:4)' }],
    [url('/x.php'), '{ location: / }', { location: '/ | ~ \\.php$ (nginx.conf:14)' }],
    [url('/x.php'), '{ status: 200 }', { status: '200 | not known: the upstream decides it' }],
    [url('/old'), '{ status: 302, redirect: null }', { status: '302 | 301', redirect: 'none | https://b.example/new' }],
    [url('/old'), '{ redirect: { matches: "^http:" } }', { redirect: 'matches ^http: | https://b.example/new' }],
    [url('/gone'), '{ status: 200 }', { status: '200 | no answer' }],
    [url('/say'), '{ body: "two lines" }', { body: 'two lines | two\\nlines' }],
    [url('/say'), '{ headers: { X-Two: one } }', { 'headers.X-Two': 'one | one, two' }],
    [url('/say'), '{ headers: { X-Frame-Options: null } }', { 'headers.X-Frame-Options': 'none | DENY' }],
    [url('/say'), '{ upstream: app, upstreamUri: / }', { upstream: 'app | none', upstreamUri: '/ | none' }],
    [url('/say'), '{ uncertain: true }', { uncertain: 'uncertain | certain' }],
    [
      url('/x.php'),
      '{ effective: { client_max_body_size: 5m, expires: 1d } }',
      { 'effective.client_max_body_size': '5m | 10m', 'effective.expires': '1d | not set' },
    ],
  ])('differs: %s → %s', async (request, expectation, differences) => {
    expect(await differing(request, expectation)).toEqual(differences);
  });

  it('cannot be judged where it hangs on what nobody knows, and that is a failure', async () => {
    const maybe = await differing(url('/maybe'), '{ status: 204, location: "= /maybe" }');
    expect(Object.keys(maybe)).toEqual(['status']);
    expect(maybe['status']).toMatch(/^204 \| not known: it hangs on this: /);
    const me = await differing(url('/me'), '{ status: 404 }');
    expect(me['status']).toMatch(/not known: .*client/);
    // What is the same on all ways is known; whether there is an answer at all is not.
    expect(await differing(url('/same'), '{ status: 204, uncertain: true }')).toEqual({});
    expect(Object.keys(await differing(url('/same'), '{ status: null }'))).toEqual(['status']);
    // A header whose value differs from request to request is there, so it is not absent either.
    const id = await differing(url('/say'), '{ headers: { X-Id: null } }');
    expect(id['headers.X-Id']).toMatch(/not known/);
  });
});

describe('a file of tests', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['test: []', 'nginx-lint.test.yaml:1:1: test: unknown key "test"; did you mean "tests"?'],
    ['tests: []', 'nginx-lint.test.yaml:1:8: tests: expected a list of requests, got a list'],
    [
      'tests: [{ url: "http://a/", expect: { stauts: 200 } }]',
      ':1:39: tests.0.expect.stauts: unknown key "stauts"; did you mean "status"?',
    ],
    ['tests:\n  - url: http://a/\n    expect: { status: "200" }', ':3:23: tests.0.expect.status: expected a status'],
    ['tests:\n  - url: http://a/\n    expect: {}', ':3:13: tests.0.expect: expects nothing'],
    ['tests:\n  - expect: { status: 200 }', ':2:5: tests.0: expected "url"'],
    ['tests:\n  - url: http://a/', ':2:5: tests.0: expected "expect"'],
    ['tests:\n  - url: ftp://a/\n    expect: { status: 200 }', ':2:10: tests.0.url: '],
    [
      'files: maybe\ntests: [{ url: "http://a/", expect: { status: 200 } }]',
      ':1:8: files: unknown choice "maybe"; known are disk, exist, missing',
    ],
    ['tests: [{ url: "http://a/", expect: { body: { matches: "(" } } }]', 'missing closing parenthesis'],
    [
      'tests: [{ url: "http://a/", expect: { effective: { client_max_bodysize: 1m } } }]',
      'unknown directive "client_max_bodysize"; did you mean "client_max_body_size"?',
    ],
    ['tests: [{ url: "http://a/", expect: { effective: { sendfile: true } } }]', 'write it as nginx does: on'],
    ['tests: [{ url: "http://a/", client: me, expect: { status: 200 } }]', '"me" is no IP address'],
    [
      'nginxVersion: 1.28\ntests: [{ url: "http://a/", expect: { status: 200 } }]',
      ':1:15: nginxVersion: "1.28" is not a version',
    ],
    ['config: other.conf\ntests: [{ url: "http://a/", expect: { status: 200 } }]', 'other.conf: no such file'],
    ['tests: [', 'nginx-lint.test.yaml:'],
  ];
  it.each(cases)('that is wrong is refused with its place: %s', async (text, message) => {
    const ran = await runCommand(['test'], site(text));
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  it('names its configuration, its version and where paths live, from its own folder', async () => {
    const tests =
      'config: ../conf/nginx.conf\nmap: { /srv/www: www }\ntests:\n  - url: http://a.example/file.txt\n    expect: { status: 200, server: "../conf/nginx.conf:4" }\n';
    const cwd = folder({ 'conf/nginx.conf': CONF, 'tests/one.yaml': tests, 'tests/www/file.txt': '' });
    expect(await runCommand(['test', 'tests/one.yaml'], cwd)).toMatchObject({ code: 0, stderr: '' });
    const missing = await runCommand(['test', 'tests/one.yaml', '--files', 'missing'], cwd);
    expect(missing).toMatchObject({ code: 1 });
    expect(missing.stdout).toContain('got       404');
  });

  it('may be several, and one that is missing is said', async () => {
    const folder = site('tests: [{ url: "http://a.example/say", expect: { status: 200 } }]', {
      'b.yaml': 'tests: [{ url: "http://a.example/say", expect: { status: 201 } }]',
    });
    const both = await runCommand(['test', 'nginx-lint.test.yaml', 'b.yaml'], folder);
    expect(both).toMatchObject({ code: 1 });
    expect(both.stdout).toContain('1 of 2 tests failed');
    const none = await runCommand(['test', 'c.yaml'], folder);
    expect(none).toEqual({ code: 2, stdout: '', stderr: 'nginx-lint: c.yaml: no such file or folder\n' });
  });
});

const REPORTED = `tests:
  - name: It is <said> & done
    url: http://a.example/say
    expect: { status: 200 }
  - url: http://a.example/old
    expect:
      server: a.exmaple
      status: 302
`;

describe('what is printed', () => {
  it('is a mark for each test, and below a failed one what differs and the story', async () => {
    const { code, stdout } = await runCommand(['test'], site(REPORTED));
    expect(code).toBe(1);
    expect(stdout).toContain('  ok      It is <said> & done: http://a.example/say\n');
    expect(stdout).toContain('  failed  http://a.example/old  (nginx-lint.test.yaml:5)\n');
    expect(stdout).toContain('nginx-lint.test.yaml:8  status\n        expected  302\n        got       301\n');
    expect(stdout).toContain('there is no "a.exmaple"; did you mean "a.example"?');
    expect(stdout).toMatch(/^ +nginx\.conf:20 .* {2}W12$/m);
    expect(stdout).toMatch(/1 of 2 tests failed\n$/);
  });

  it('is JSON for scripts, with the whole result of a failed test', async () => {
    const { stdout } = await runCommand(['test', '--format', 'json'], site(REPORTED));
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      version: 1,
      files: [
        {
          file: 'nginx-lint.test.yaml',
          config: 'nginx.conf',
          tests: [
            { ok: true, line: 2, failures: [] },
            {
              ok: false,
              line: 5,
              failures: [
                { field: 'server', line: 7, hint: expect.stringContaining('did you mean') },
                { field: 'status', line: 8, expected: '302', got: '301', unknown: false },
              ],
              result: { status: 301, trace: expect.any(Array) },
            },
          ],
        },
      ],
      summary: { tests: 2, ok: 1, failed: 1 },
    });
    expect(report.files[0].tests[0]).not.toHaveProperty('result');
  });

  it('is JUnit for CI servers', async () => {
    const { stdout } = await runCommand(['test', '--format', 'junit'], site(REPORTED));
    expect(stdout).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="nginx-lint test" tests="2" failures="1" errors="0">/,
    );
    expect(stdout).toContain('name="It is &lt;said&gt; &amp; done: http://a.example/say"');
    expect(stdout).toContain(
      '<failure message="server, status" type="expectation">nginx-lint.test.yaml:7: server: expected a.exmaple, got',
    );
    expect(stdout).toMatch(/<\/testsuites>\n$/);
  });

  it('says what an include that is not here might change', async () => {
    const conf = 'events {}\nhttp { server { listen 80; include /opt/more.conf; return 204; } }\n';
    const tests = 'tests: [{ url: "http://a.example/", expect: { status: 204 } }]';
    const { code, stdout } = await runCommand(['test'], site(tests, { 'nginx.conf': conf }));
    expect(code).toBe(0);
    expect(stdout).toContain('as if /opt/more.conf, which is not here, held nothing');
  });
});

describe('a draft', () => {
  it('holds as it stands, and is never written over another file', async () => {
    const folder = site('mine');
    const refused = await runCommand(['test', '--record'], folder);
    expect(refused).toMatchObject({
      code: 2,
      stderr: 'nginx-lint: nginx-lint.test.yaml: it is there already; --force writes over it\n',
    });
    expect(readFileSync(join(folder, 'nginx-lint.test.yaml'), 'utf8')).toBe('mine');
    expect(await runCommand(['test', '--record', '--force'], folder)).toMatchObject({ code: 0, stdout: '' });
    const text = readFileSync(join(folder, 'nginx-lint.test.yaml'), 'utf8');
    expect(text).toContain('config: nginx.conf\nfiles: disk\n');
    expect(text).toContain('# = /maybe (nginx.conf:23)\n  # not known: ');
    expect(text).toContain('  # the status is that of the upstream\n');
    expect(text).toContain(
      'url: http://a.example/old\n    expect:\n      server: a.example\n      location: = /old\n      status: 301\n      redirect: https://b.example/new\n',
    );
    expect(await runCommand(['test'], folder)).toMatchObject({ code: 0 });
    // What is true now is what it holds: another configuration fails.
    writeFileSync(join(folder, 'nginx.conf'), CONF.replace('b.example/new', 'b.example/newer'));
    expect(await runCommand(['test'], folder)).toMatchObject({ code: 1 });
  });

  it('has a test for a server without locations', async () => {
    const conf =
      'events {}\nhttp { server { listen 80; server_name old.example; return 301 https://b.example$request_uri; } }\n';
    const folder = site('', { 'nginx.conf': conf });
    expect(await runCommand(['test', '--record', 'new.yaml'], folder)).toMatchObject({ code: 0 });
    const text = readFileSync(join(folder, 'new.yaml'), 'utf8');
    expect(text).toContain('# server old.example (nginx.conf:2)\n  - url: http://old.example/\n');
    expect(text).toContain('redirect: https://b.example/\n');
    expect(await runCommand(['test', 'new.yaml'], folder)).toMatchObject({ code: 0 });
    const nothing = site('', { 'nginx.conf': 'events {}\nhttp { }\n' });
    expect(await runCommand(['test', '--record', 'new.yaml'], nothing)).toMatchObject({ code: 2 });
  });

  it('of the playground holds too', async () => {
    const folder = site('');
    const playground = fileURLToPath(new URL('../fixtures/playground', import.meta.url));
    const target = join(folder, 'drafted.yaml');
    const drafted: Ran = await runCommand(['test', '--record', target], playground);
    expect(drafted).toMatchObject({ code: 0 });
    const checked = await runCommand(['test', target, '--format', 'json'], playground);
    expect(JSON.parse(checked.stdout).summary).toMatchObject({ failed: 0 });
    expect(JSON.parse(checked.stdout).summary.tests).toBeGreaterThan(30);
  });
});

it('has a schema that takes what the reader takes', () => {
  const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
  const { default: Ajv } = createRequire(import.meta.url)('ajv/dist/2020') as typeof import('ajv/dist/2020.js');
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(read('../packages/cli/test.schema.json')) as object,
  );
  const errors = (text: string) =>
    validate(parse(text)) ? [] : validate.errors?.map(({ instancePath }) => instancePath);
  for (const name of ['nginx-lint.test.yaml', 'wrong.test.yaml'])
    expect(errors(read(`../fixtures/tests/${name}`))).toEqual([]);
  expect(errors(REPORTED)).toEqual([]);
  expect(errors('tests: [{ url: "http://a/", expect: { stauts: 200 } }]')).toEqual(['/tests/0/expect']);
  expect(errors('tests: []')).toEqual(['/tests']);
  expect(errors('tests: [{ url: "http://a/", expect: { status: "200" } }]')).toEqual(['/tests/0/expect/status']);
});
