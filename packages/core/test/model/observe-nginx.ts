import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../test/support/running-nginx.ts';
import { type Answer, type Case, configOf, LEVELS, PROBES, type Probe, variantsOf } from './inheritance-cases.ts';

/** The version of the installed nginx, or null. */
export function nginxVersion(): string | null {
  const { stderr } = spawnSync('nginx', ['-v'], { encoding: 'utf8', timeout: 5_000 });
  return /nginx\/([\d.]+)/.exec(stderr ?? '')?.[1] ?? null;
}

/** Which levels were seen, by variant and probe. */
export type Observations = Record<string, Record<string, readonly string[]>>;

/** Runs one case in an nginx of its own, on loopback and below a temporary folder. */
export async function observe(one: Case, http: boolean): Promise<Observations> {
  const prefix = mkdtempSync(join(tmpdir(), 'nginx-lint-model-'));
  try {
    writeSite(prefix);
    const [port, backend] = [await freePort(), await freePort()];
    const places: Record<string, string> = { PREFIX: prefix, PORT: String(port), BACKEND: String(backend) };
    const config = configOf(one, http).replace(/@([A-Z]+)@/g, (_, name: string) => places[name] ?? '');
    writeFileSync(join(prefix, 'nginx.conf'), config);
    const answers = await withNginx(prefix, port, () => ask(one, http, port));
    return judge(one, answers, prefix);
  } finally {
    rmSync(prefix, { recursive: true, force: true });
  }
}

type Answers = Map<string, Map<Probe, Omit<Answer, 'logged'>>>;

async function ask(one: Case, http: boolean, port: number): Promise<Answers> {
  const answers: Answers = new Map();
  for (const [index, variant] of variantsOf(one, http).entries()) {
    const probes = new Map<Probe, Omit<Answer, 'logged'>>();
    for (const [probe, folder] of Object.entries(PROBES) as [Probe, string][]) {
      probes.set(probe, await get(port, `v${index}`, `${folder}${one.file}?${variant.name}`));
    }
    answers.set(variant.name, probes);
  }
  return answers;
}

/** The logs are read when nginx has ended, so that they are complete. */
function judge(one: Case, answers: Answers, prefix: string): Observations {
  const logs = LEVELS.map((level, index) => ({ level, lines: readLog(join(prefix, 'logs', String(index + 1))) }));
  const seen: Observations = {};
  for (const [variant, probes] of answers) {
    const row: Record<string, readonly string[]> = {};
    for (const [probe, answer] of probes) {
      const line = ` ${PROBES[probe]}${one.file}?${variant} `;
      const logged = logs.filter(({ lines }) => lines.includes(line)).map(({ level }) => level);
      row[probe] = one.seen({ ...answer, logged });
    }
    seen[variant] = row;
  }
  return seen;
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function writeSite(prefix: string): void {
  for (const folder of ['temp', 'logs']) mkdirSync(join(prefix, folder));
  writeFileSync(join(prefix, 'users'), '');
  for (const folder of Object.values(PROBES)) {
    for (let n = 1; n <= LEVELS.length; n++) {
      mkdirSync(join(prefix, String(n), folder), { recursive: true });
      writeFileSync(join(prefix, String(n), folder, 'x.txt'), String(n));
    }
    const files = join(prefix, 'files', folder);
    mkdirSync(files, { recursive: true });
    for (const name of ['x', 'x.txt']) writeFileSync(join(files, name), 'file');
    LEVELS.forEach((_, index) => {
      writeFileSync(join(files, `${index + 1}.txt`), String(index + 1));
    });
  }
  // What the nested location finds beneath the alias of the outer one.
  for (let n = 1; n <= LEVELS.length; n++) {
    mkdirSync(join(prefix, String(n), 's/n'), { recursive: true });
    writeFileSync(join(prefix, String(n), 's/n/x.txt'), String(n));
  }
}

async function withNginx<T>(prefix: string, port: number, use: () => Promise<T>): Promise<T> {
  const nginx = spawn('nginx', ['-p', prefix, '-e', join(prefix, 'error.log'), '-c', join(prefix, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  nginx.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  const ended = new Promise<void>((resolve) => {
    nginx.once('close', () => resolve());
    nginx.once('error', () => resolve());
  });
  const limit = setTimeout(() => nginx.kill('SIGKILL'), 20_000);
  try {
    await answering(
      port,
      () => nginx.exitCode !== null,
      () => `${complaint}${readLog(join(prefix, 'error.log'))}`,
    );
    return await use();
  } finally {
    nginx.kill('SIGTERM');
    await ended;
    clearTimeout(limit);
  }
}

async function answering(port: number, dead: () => boolean, why: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (dead()) throw new Error(`nginx has ended: ${why()}`);
    try {
      await get(port, 'none', '/');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error(`nginx does not answer: ${why()}`);
}

function get(port: number, host: string, path: string): Promise<Omit<Answer, 'logged'>> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, headers: { Host: host, Connection: 'close' }, timeout: 5_000 };
    const call = request(options, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => {
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
        );
        resolve({ status: response.statusCode ?? 0, headers, body });
      });
    });
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.on('error', reject);
    call.end();
  });
}
