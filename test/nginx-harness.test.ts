import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type NginxCase, nginxTest, nginxVersion } from './support/nginx.ts';
import { older, recordKey, verdictOf } from './support/nginx-records.ts';
import { statementsOf } from './support/nginx-words.ts';

const installed = nginxVersion();
if (installed === null) console.warn('No nginx on this machine: its harness is tested for the records only.');

const whole = (text: string): NginxCase => ({ files: { 'nginx.conf': text }, entry: 'nginx.conf' });
const part = (context: string, text: string): NginxCase => ({
  files: { 'part.conf': text },
  entry: 'part.conf',
  context: context.split(', '),
});

const accepted: Record<string, NginxCase> = {
  'certificates, keys, DH parameters and tickets': part(
    'http, server',
    `listen 443 ssl; ssl_certificate /etc/letsencrypt/live/a/fullchain.pem;
    ssl_certificate_key "/etc/letsencrypt/live/a/privkey.pem"; ssl_dhparam dh.pem; ssl_session_ticket_key /k/t.key;
    ssl_trusted_certificate ca.pem; ssl_password_file pass; ssl_crl /none.crl;`,
  ),
  'a TLS server whose certificate is further out': part('http', 'server { listen 443 ssl; }'),
  'a certificate of the tree that is none': {
    files: { 'a.conf': 'server { listen 443 ssl; ssl_certificate c.pem; ssl_certificate_key k.pem; }', 'c.pem': 'x' },
    entry: 'a.conf',
    context: ['http'],
  },
  'names that do not resolve': part(
    'http',
    `upstream a { server one.invalid; server two.invalid:81; }
    server { listen three.invalid:8080; resolver four.invalid; location / { proxy_pass http://five.invalid:80/x; } }`,
  ),
  'addresses of other machines': whole('events {} http { server { listen 192.0.2.1:80; listen [2001:db8::1]:80; } }'),
  'unknown users and log folders': whole(
    'user nobody-here nobody-there; pid /nope/pid; error_log /nope/e; events {} http { access_log /nope/a/b; }',
  ),
  'the files that nginx ships': whole('events {} http { include mime.types; include /etc/nginx/fastcgi_params; }'),
  'modules that are missing': whole('load_module modules/ngx_none_module.so; events {}'),
  'modules that are not loaded': whole('events {} stream { server { listen 5000; proxy_pass 127.0.0.1:1; } }'),
  'a mail server': part('mail, server', 'listen 25; protocol smtp;'),
  'a part of the main level': part('main', 'http { }'),
  'a body of map': part('http, map $uri $x', 'default 0; ~^/a 1;'),
};

const refused: [string, NginxCase, { message: string; file: string | null; line: number | null }][] = [
  [
    'an unknown directive, in the line of its end',
    whole('events {}\nhttp {\n  fooo\n    bar;\n}\n'),
    { message: 'unknown directive "fooo"', file: 'nginx.conf', line: 4 },
  ],
  [
    'lines after repairs',
    part('http', 'upstream a { server x.invalid; }\nserver {\n listen 443 ssl;\n listen 443 ssl;\n}'),
    { message: 'a duplicate listen 0.0.0.0:443', file: 'part.conf', line: 4 },
  ],
  [
    'a file that is not there',
    whole('events {}\ninclude /etc/nginx/none.conf;'),
    {
      message: 'open() "/etc/nginx/none.conf" failed (2: No such file or directory)',
      file: 'nginx.conf',
      line: 2,
    },
  ],
  [
    'a whole without events',
    whole('http { }'),
    { message: 'no "events" section in configuration', file: null, line: null },
  ],
  [
    'a mistake in an included file outside the prefix',
    {
      files: { 'nginx.conf': 'events {} include /opt/*.conf;', '/opt/a.conf': '\nworker_processes x;' },
      entry: 'nginx.conf',
    },
    { message: '"worker_processes" directive invalid value', file: '/opt/a.conf', line: 2 },
  ],
  [
    'a TLS server without certificate in a whole configuration',
    whole('events {} http { server {\n listen 443 ssl; } }'),
    { message: 'no "ssl_certificate" is defined for the "listen ... ssl" directive', file: 'nginx.conf', line: 1 },
  ],
];

describe.skipIf(installed === null)('the real nginx', () => {
  it.each(Object.entries(accepted))('is satisfied with %s', (_, asked) => {
    expect(nginxTest(asked)).toMatchObject({ ok: true, message: null });
  });

  it.each(refused)('refuses %s', (_, asked, answer) => {
    expect(nginxTest(asked)).toMatchObject({ ok: false, ...answer });
  });

  it('follows the symbolic links of a folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ngr-'));
    try {
      for (const name of ['available', 'enabled']) mkdirSync(join(folder, name));
      writeFileSync(join(folder, 'nginx.conf'), 'events {} include enabled/*;');
      writeFileSync(join(folder, 'available/a'), '\nerror_log /nope/log;\nfooo;');
      symlinkSync('../available/a', join(folder, 'enabled/a'));
      const answer = { ok: false, message: 'unknown directive "fooo"', file: 'enabled/a', line: 3 };
      expect(nginxTest({ folder, entry: 'nginx.conf' })).toMatchObject(answer);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('passes on warnings', () => {
    const twice = 'server { listen 80; server_name a; }\nserver { listen 80; server_name a; }';
    expect(nginxTest(part('http', twice)).warnings).toEqual([
      { message: 'conflicting server name "a" on 0.0.0.0:80, ignored', file: null, line: null },
    ]);
  });
});

describe('the reading of words', () => {
  it.each([
    [
      'a b;\nc\n d;',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      [1, 3],
    ],
    ['a "x;y" \'{z\';', [['a', 'x;y', '{z']], [1]],
    [
      '# a b;\nif ($x ~ "a{2}") { return 1; }',
      [
        ['if', '($x', '~', 'a{2}', ')'],
        ['return', '1'],
      ],
      [2, 2],
    ],
    [`set $a $\{b}c; d#e;`, [['set', '$a', `$\{b}c`], ['d#e']], [1, 1]],
    ['a x\\;y "multi\nline";', [['a', 'x\\;y', 'multi\nline']], [2]],
  ])('%j', (text, words, lines) => {
    const statements = statementsOf(text);
    expect(statements.map((each) => each.words.map((word) => word.text))).toEqual(words);
    expect(statements.map((each) => each.line)).toEqual(lines);
  });
});

describe('the records', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ngr-'));
  const records = join(folder, 'records.json');
  const before = process.env['UPDATE_RECORDS'];
  afterAll(() => {
    restore();
    rmSync(folder, { recursive: true });
  });
  const restore = (): void => {
    if (before === undefined) delete process.env['UPDATE_RECORDS'];
    else process.env['UPDATE_RECORDS'] = before;
  };
  const updating = <T>(on: boolean, run: () => T): T => {
    process.env['UPDATE_RECORDS'] = on ? '1' : '0';
    try {
      return run();
    } finally {
      restore();
    }
  };

  it('say how to be made', () => {
    const ask = (): unknown => verdictOf(whole('events {}'), { records });
    expect(() => updating(false, ask)).toThrow(/UPDATE_RECORDS=1/);
  });

  it.skipIf(installed === null)('are written sorted, answered again and compared', () => {
    const cases = ['events {}', 'events {', 'event {}'].map(whole);
    const live = updating(true, () => cases.map((each) => verdictOf(each, { records })));
    const text = readFileSync(records, 'utf8');
    const keys = Object.keys(JSON.parse(text));
    expect(keys).toHaveLength(3);
    expect(keys).toEqual([...keys].sort());
    expect(updating(false, () => cases.map((each) => verdictOf(each, { records })))).toEqual(live);
    expect(live[2]).toEqual({
      nginx: installed,
      ok: false,
      message: 'unknown directive "event"',
      file: 'nginx.conf',
      line: 1,
    });
  });

  it.skipIf(installed === null)('are not allowed to differ from what nginx says', () => {
    const asked = whole('events {} # told otherwise');
    updating(true, () => verdictOf(asked, { records }));
    const line = JSON.stringify({ nginx: installed, ok: true });
    const text = readFileSync(records, 'utf8');
    writeFileSync(records, text.replaceAll(line, JSON.stringify({ nginx: installed, ok: false })));
    expect(() => updating(false, () => verdictOf(asked, { records }))).toThrow(/not the recorded one/);
  });

  it('answer where there is no nginx', () => {
    const asked = whole('events {} # kept');
    const kept = { nginx: '99.0.0', ok: false, message: 'told', line: 7 };
    const key = recordKey(asked);
    writeFileSync(records, JSON.stringify({ [key]: kept }));
    expect(verdictOf(asked, { records, needs: '98.0.0' })).toEqual(kept);
  });

  it('know which nginx is too old', () => {
    expect(verdictOf(whole('events {} # newer'), { records, needs: '100.0.0' })).toBe('too-old');
    expect([older('1.9.9', '1.22.1'), older('1.29.3', '1.29.3'), older('1.22.1', undefined)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
