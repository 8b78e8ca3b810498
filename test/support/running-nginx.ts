import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type Ask = (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

/** No test needs an nginx for longer. */
const MOST_TIME = 20_000;
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * Runs an nginx of its own on loopback, below a temporary folder, while `use` asks it. `http` makes the content of the
 * http block, with `port` to listen on.
 */
export async function withNginx<T>(http: (port: number) => string, use: (ask: Ask) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ngr-'));
  const port = await freePort();
  const log = join(folder, 'error.log');
  const temporary = TEMPORARY.map((name) => `${name}_temp_path ${name};`).join(' ');
  const main = `daemon off; master_process off; pid nginx.pid; error_log ${log}; events { }`;
  writeFileSync(join(folder, 'nginx.conf'), `${main} http { access_log off; ${temporary}\n${http(port)}\n}\n`);
  const nginx = spawn(process.env['NGINX'] ?? 'nginx', ['-p', folder, '-e', log, '-c', join(folder, 'nginx.conf')], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => {
    nginx.once('close', () => resolve());
    nginx.once('error', () => resolve());
  });
  const limit = setTimeout(() => nginx.kill('SIGKILL'), MOST_TIME);
  const ask: Ask = (path, headers = {}) => get(port, path, headers);
  try {
    await answering(ask, () => {
      if (nginx.exitCode !== null) throw new Error(`nginx has ended: ${readFileSync(log, 'utf8')}`);
    });
    return await use(ask);
  } finally {
    nginx.kill('SIGTERM');
    await ended;
    clearTimeout(limit);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answering(ask: Ask, checkAlive: () => void): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    checkAlive();
    try {
      await ask('/');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error('nginx does not answer');
}

function get(port: number, path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, headers: { Connection: 'close', ...headers }, timeout: 5_000 };
    const call = request(options, (response) => {
      let body = '';
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.on('error', reject);
    call.end();
  });
}

/** A port of the loopback interface on which nobody listens at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(address)));
    });
  });
}
