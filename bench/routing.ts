import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the commands have to reach, from their start to their end. */
const TABLE_MILLISECONDS = 1_500;
const ONE_MILLISECONDS = 150;
const REQUESTS = 10_000;
const PER_SECOND = 5_000;

/** A server of 1,000 locations that nginx accepts: 700 names, some nested, and 300 expressions. */
export function routingConfiguration(): string {
  const lines: string[] = [];
  for (let number = 0; number < 400; number++) {
    const modifier = number % 10 === 0 ? '= ' : number % 7 === 0 ? '^~ ' : '';
    lines.push(`location ${modifier}/part${number}/ { root /srv/www/part${number}; }`);
  }
  for (let number = 0; number < 150; number++) {
    const inner = `location /shop${number}/api/ { proxy_pass http://127.0.0.1:9001; }`;
    lines.push(`location /shop${number}/ { try_files $uri $uri/ =404; ${inner} }`);
  }
  for (let number = 0; number < 300; number++) lines.push(expression(number));
  return `events { }\nhttp {\nserver {\nlisten 8080;\nserver_name www.example.com;\nroot /srv/www;\n${lines.join('\n')}\n}\n}\n`;
}

function expression(number: number): string {
  const patterns = [
    `~ ^/api/v${number}/([a-z]+)/([0-9]+)$`,
    `~* \\.(?:gif|jpe?g|png|f${number})$`,
    `~ ^/user${number}/[^/]+/profile\\.php$`,
    `~ /archive${number}-[0-9]+(?:/|$)`,
    `~* ^/(?:de|en|fr)/page${number}(/.*)?$`,
  ];
  return `location ${patterns[number % patterns.length]} { return 200 "$uri"; }`;
}

function requestLines(): string {
  const paths = [
    '/part17/a/b',
    '/shop31/api/x?y=1',
    '/api/v5/users/77',
    '/a/b.f6',
    '/archive13-99/x',
    '/de/page24/q',
    '/none',
  ];
  const lines: string[] = [];
  for (let number = 0; number < REQUESTS; number++) {
    lines.push(JSON.stringify({ url: `http://www.example.com:8080${paths[number % paths.length]}${number}` }));
  }
  return `${lines.join('\n')}\n`;
}

type Measure = (args: readonly string[], runs: number) => Promise<number>;

/** Prints what the `route` command takes; `measure` gives the median of its runs in milliseconds. */
export async function routing(folder: string, measure: Measure): Promise<void> {
  const [conf, requests] = [join(folder, 'routing.conf'), join(folder, 'requests.txt')];
  writeFileSync(conf, routingConfiguration());
  writeFileSync(requests, requestLines());
  const base = ['route', '--config', conf, '--prefix', '/etc/nginx'];
  print('route, the table of 1,000 locations', await measure(base, 5), TABLE_MILLISECONDS);
  const one = [...base, '--files', 'missing', 'http://www.example.com:8080/shop31/api/x'];
  print('route URL', await measure(one, 9), ONE_MILLISECONDS);
  const many = await measure([...base, '--files', 'missing', '--requests', requests], 3);
  print(`route --requests, ${REQUESTS}`, many, (1000 * REQUESTS) / PER_SECOND);
  console.log(`${''.padEnd(38)}${((1000 * REQUESTS) / many).toFixed(0).padStart(6)} requests/s, start-up included`);
}

function print(what: string, milliseconds: number, goal: number): void {
  const ratio = (milliseconds / goal).toFixed(2);
  console.log(`${what.padEnd(38)}${milliseconds.toFixed(0).padStart(6)} ms   goal ${goal} ms  ours/goal ${ratio}`);
}
