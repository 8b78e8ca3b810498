import { spawnSync } from 'node:child_process';
import { exchangeRaw } from '../../../../test/support/routing/raw-exchange.ts';
import { withNginx } from '../../../../test/support/running-nginx.ts';
import type { ValueCase, ValueRequest } from './value-cases.ts';

/** The version of the nginx that is asked (`NGINX`, else the installed one), or null. */
export function nginxVersion(): string | null {
  const { stderr } = spawnSync(process.env['NGINX'] ?? 'nginx', ['-v'], { encoding: 'utf8', timeout: 5_000 });
  return /nginx\/([\d.]+)/.exec(stderr ?? '')?.[1] ?? null;
}

/** Was it built with a `configure` option? */
export function isBuiltWith(option: string): boolean {
  const { stderr } = spawnSync(process.env['NGINX'] ?? 'nginx', ['-V'], { encoding: 'utf8', timeout: 5_000 });
  return (stderr ?? '').includes(option);
}

/** What an nginx of its own answers with on loopback, one character for each byte. */
export async function observeValues(one: ValueCase): Promise<string[]> {
  let port = 0;
  const http = (free: number): string => {
    port = free;
    return `${one.http}\nserver { listen 127.0.0.1:${free}; ${one.server} }`;
  };
  return withNginx(http, async () => {
    const bodies: string[] = [];
    for (const request of one.requests) {
      const localAddress = request.client ?? '127.0.0.1';
      const answer = await exchangeRaw({ host: '127.0.0.1', port, localAddress }, onTheWire(request));
      const header = answer?.headers.find(([name]) => name.toLowerCase() === one.header)?.[1] ?? 'none';
      bodies.push(hidden(one.header === undefined ? (answer?.body ?? 'no answer') : header, port));
    }
    return bodies;
  });
}

/** The port is another one each time. */
function hidden(body: string, port: number): string {
  return body.replaceAll(String(port), 'PORT');
}

function onTheWire({ target, method = 'GET', version = '1.1', host = 'h', headers = [] }: ValueRequest): string {
  if (version === '0.9') return `${method} ${target}\r\n`;
  const lines = [`${method} ${target} HTTP/${version}`];
  if (host !== null) lines.push(`Host: ${host}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  return `${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`;
}
