import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, nginxLint } from './support/command.ts';
import { site } from './support/site.ts';

beforeAll(buildCommand, 120_000);

const entry = (servers: string, http = '') => `events {}\nhttp {\n${http}\n${servers}\n}\n`;

describe('the table', () => {
  interface Row {
    readonly pattern: string;
    readonly match: string;
    readonly reach: string;
    readonly sample: string | null;
    readonly at: { readonly line: number };
    readonly unreachable: { readonly reason: string; readonly by: readonly { readonly line: number }[] } | null;
    readonly answer: { readonly kind: string; readonly text: string };
    readonly locations: readonly Row[];
  }
  const cwd = site({
    'nginx.conf': entry(`server {
  listen 8080 default_server;
  server_name x.example *.x.example;
  root /srv/www;
  location / { }
  location /a/ { proxy_pass http://127.0.0.1:9000/; location /a/long/ { return 403; } location = /a/x { } }
  location ^~ /aaaa { alias /srv/other; }
  location = /z { return 204; }
  location ~ /r { location /r/never { } }
  location ~* \\.php$ { fastcgi_pass unix:/run/php.sock; }
  location ~ /r/inner { }
  location @fallback { return 502; }
  error_page 404 = @fallback;
}
server { listen 8080; listen 127.0.0.1:443 ssl; ssl_certificate c.pem; ssl_certificate_key c.pem; return 301 https://x; }`),
  });

  it('lists addresses, servers and locations in the order in which nginx tries them', async () => {
    const ran = await nginxLint(['route', '--format', 'json'], { cwd });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const table = JSON.parse(ran.stdout) as {
      addresses: readonly unknown[];
      servers: readonly { locations: readonly Row[] }[];
    };
    expect(table.addresses).toEqual([
      {
        listen: '0.0.0.0:8080',
        tls: false,
        servers: [
          { at: { file: 'nginx.conf', line: 4 }, names: ['x.example', '*.x.example'], default: true },
          { at: { file: 'nginx.conf', line: 18 }, names: [], default: false },
        ],
      },
      {
        listen: '127.0.0.1:443',
        tls: true,
        servers: [{ at: { file: 'nginx.conf', line: 18 }, names: [], default: true }],
      },
    ]);
    expect(table.servers).toMatchObject([
      { listen: ['0.0.0.0:8080'], default: ['0.0.0.0:8080'], answer: { kind: 'static', text: 'root /srv/www' } },
      {
        listen: ['0.0.0.0:8080', '127.0.0.1:443'],
        default: ['127.0.0.1:443'],
        answer: { text: 'return 301 https://x' },
      },
    ]);
    const shown = (rows: readonly Row[]): unknown[] =>
      rows.flatMap(({ match, pattern, reach, locations }) => [`${match} ${pattern} ${reach}`, ...shown(locations)]);
    expect(shown(table.servers[0]?.locations ?? [])).toEqual([
      'exact /z reachable',
      'prefix-final /aaaa reachable',
      'prefix /a/ reachable',
      'exact /a/x reachable',
      'prefix /a/long/ reachable',
      'prefix / reachable',
      'regex /r reachable',
      'prefix /r/never unreachable',
      'regex \\.php$ reachable',
      'regex /r/inner unreachable',
      'named @fallback reachable',
    ]);
    const inner = table.servers[0]?.locations.find(({ pattern }) => pattern === '/r/inner');
    expect(inner).toMatchObject({ sample: null, unreachable: { by: [{ file: 'nginx.conf', line: 12 }] } });
  });

  it('has samples that come to their locations', async () => {
    const { stdout } = await nginxLint(['route', '--format', 'json'], { cwd });
    const rows: Row[] = [];
    const collect = (found: readonly Row[]): void => {
      for (const row of found) {
        rows.push(row);
        collect(row.locations);
      }
    };
    for (const { locations } of JSON.parse(stdout).servers) collect(locations);
    const sampled = rows.filter(({ sample }) => sample !== null);
    expect(sampled.length).toBeGreaterThan(7);
    const input = sampled.map(({ sample }) => JSON.stringify({ url: sample })).join('\n');
    const ran = await nginxLint(['route', '--requests', '-', '--files', 'exist'], { cwd, input });
    const used = ran.stdout.split('\n').slice(0, -1);
    expect(used.map((line) => JSON.parse(line).locations?.[0]?.line)).toEqual(sampled.map(({ at }) => at.line));
  });

  it('marks servers that no request can reach', async () => {
    const shadow = site({
      'nginx.conf': entry(
        'server { listen 80; server_name a b; }\nserver { listen 80; server_name b; }\nserver { listen 80; server_name *.c; location /x { } }',
      ),
    });
    const { stdout } = await nginxLint(['route', '--format', 'json'], { cwd: shadow });
    expect(JSON.parse(stdout).servers).toMatchObject([
      { unreachable: null },
      { unreachable: { reason: 'other servers take all its names', by: [{ file: 'nginx.conf', line: 4 }] } },
      { unreachable: null, locations: [{ sample: 'http://www.c/x' }] },
    ]);
    const pretty = await nginxLint(['route'], { cwd: shadow });
    expect(pretty.stdout).toContain('\n  never reached: other servers take all its names (nginx.conf:4)\n');
  });

  it('is shown to people', async () => {
    const { code, stdout } = await nginxLint(['route'], { cwd });
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot('route-table.expected.txt');
  });

  it('may be empty', async () => {
    const none = await nginxLint(['route'], { cwd: site({ 'nginx.conf': 'events {}\n' }) });
    expect(none).toEqual({ code: 0, stdout: 'No server listens: the configuration has none in http\n', stderr: '' });
  });
});
