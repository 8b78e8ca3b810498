// Ours and `nginx -t` side by side, on the same configurations, in one run. `npm run bench`
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFacts, fileAt, parse, vocabularyOf } from '@nginx-lint/core';
import { configuration } from './generate.ts';
import { routing } from './routing.ts';
import { ruleCosts } from './rules.ts';
import { scale } from './scale.ts';
import { server } from './server.ts';

const COMMAND = fileURLToPath(new URL('../packages/cli/bin/nginx-lint.js', import.meta.url));
const SIZES: readonly (readonly [string, number])[] = [
  ['1 KB', 1_000],
  ['400 KB', 400_000],
  ['5 MB', 5_000_000],
];

interface Run {
  readonly milliseconds: number;
  /** Megabytes at the peak; null where the system does not tell. */
  readonly memory: number | null;
}

const folder = mkdtempSync(join(tmpdir(), 'nginx-lint-bench-'));

async function measured(command: string, args: readonly string[]): Promise<Run> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: 'ignore' });
  let memory: number | null = null;
  const timer = setInterval(() => {
    memory = Math.max(memory ?? 0, peakOf(child.pid ?? 0) ?? 0) || null;
  }, 1);
  await new Promise((done) => child.on('exit', done));
  clearInterval(timer);
  return { milliseconds: performance.now() - start, memory };
}

function peakOf(pid: number): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) / 1024 : null;
  } catch {
    return null;
  }
}

/** The median of some runs. */
async function median(runs: number, command: string, args: readonly string[]): Promise<Run> {
  const all: Run[] = [];
  for (let run = 0; run < runs; run++) all.push(await measured(command, args));
  all.sort((a, b) => a.milliseconds - b.milliseconds);
  const memory = Math.max(...all.map((run) => run.memory ?? 0));
  return { milliseconds: all[runs >> 1]?.milliseconds ?? 0, memory: memory || null };
}

const shown = (run: Run | null): string =>
  run === null
    ? 'no nginx'
    : `${run.milliseconds.toFixed(0).padStart(6)} ms ${run.memory === null ? '' : `${run.memory.toFixed(0).padStart(5)} MB`}`;

async function commands(): Promise<void> {
  const nothing = await median(15, process.execPath, ['-e', '0']);
  const version = await median(15, process.execPath, [COMMAND, '--version']);
  console.log(`start-up      node -e 0 ${shown(nothing)}   --version ${shown(version)}`);
  const nginx = spawnSync('nginx', ['-v']).error ? null : 'nginx';
  for (const [name, size] of SIZES) {
    const path = join(folder, `${size}.conf`);
    writeFileSync(path, configuration(size));
    const runs = size > 1_000_000 ? 3 : 9;
    const ours = await median(runs, process.execPath, [COMMAND, '--no-config', '--format', 'compact', path]);
    const theirs =
      nginx && (await median(runs, nginx, ['-t', '-q', '-e', '/dev/null', '-g', `pid ${folder}/pid;`, '-c', path]));
    const ratio = theirs ? `  ours/nginx ${(ours.milliseconds / theirs.milliseconds).toFixed(1)}` : '';
    const toNode = size < 2_000 ? `  ours/node -e 0 ${(ours.milliseconds / nothing.milliseconds).toFixed(2)}` : '';
    console.log(`${name.padEnd(8)} nginx-lint ${shown(ours)}   nginx -t ${shown(theirs)}${ratio}${toNode}`);
  }
}

function syntax(): void {
  const vocabulary = vocabularyOf(createFacts());
  for (const size of [400_000, 1_000_000, 2_000_000, 5_000_000]) {
    const bytes = new TextEncoder().encode(configuration(size));
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 5; run++) {
      const start = performance.now();
      parse(fileAt('/nginx.conf'), bytes, vocabulary);
      best = Math.min(best, performance.now() - start);
    }
    const speed = bytes.length / 1000 / best;
    console.log(
      `parse ${(bytes.length / 1e6).toFixed(1).padStart(4)} MB ${best.toFixed(0).padStart(5)} ms   ${speed.toFixed(1)} MB/s`,
    );
  }
}

const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  syntax,
  rules: () => ruleCosts(folder),
  commands,
  routing: () =>
    routing(folder, async (args, runs) => (await median(runs, process.execPath, [COMMAND, ...args])).milliseconds),
  scale: () => scale(join(folder, 'scale'), [process.execPath, COMMAND]),
  server: () => {
    const workspace = join(folder, 'workspace');
    mkdirSync(workspace);
    return server(workspace, [process.execPath, COMMAND, 'lsp', '--stdio']);
  },
};

try {
  // All of them, or those that are named: `npm run bench -- scale`.
  const wanted = process.argv.slice(2);
  for (const [name, part] of Object.entries(PARTS)) if (wanted.length === 0 || wanted.includes(name)) await part();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
