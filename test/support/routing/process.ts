import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PREFIX } from './record.ts';

/** nginx did not start; the line is that of the configuration. */
export interface Refusal {
  readonly ok: false;
  readonly message: string;
  readonly line: number | null;
}

export function nginxBinary(): string {
  return process.env['NGINX'] ?? 'nginx';
}

/**
 * Runs nginx while `use` asks it. Below `folder`, which stands for `/`, lies the configuration; it has to write
 * `pid` and `error.log` there.
 */
export async function whileNginxRuns<T>(folder: string, use: () => Promise<T>): Promise<T | Refusal> {
  const log = join(folder, 'error.log');
  const conf = join(folder, PREFIX, 'nginx.conf');
  const nginx = spawn(nginxBinary(), ['-p', join(folder, PREFIX), '-e', log, '-c', conf], {
    stdio: 'ignore',
    env: { ...process.env, NGINX: undefined },
  });
  const ended = new Promise<void>((resolve) => {
    nginx.once('close', () => resolve());
    nginx.once('error', () => resolve());
  });
  try {
    for (let attempt = 0; !existsSync(join(folder, 'pid')); attempt++) {
      if (nginx.exitCode !== null || nginx.signalCode !== null) return refusal(log);
      if (attempt > 5_000) throw new Error('nginx does not start');
      await wait(2);
    }
    return await use();
  } finally {
    // A softer signal can come just before nginx waits for events, and then it waits for ever.
    nginx.kill('SIGKILL');
    await ended;
  }
}

function refusal(log: string): Refusal {
  const text = existsSync(log) ? readFileSync(log, 'latin1') : '';
  const found = /\[emerg\] \d+#\d+: (.*?)(?: in \/\S*nginx\.conf:(\d+))?$/m.exec(text);
  const message = Buffer.from(found?.[1] ?? text, 'latin1').toString('utf8');
  return { ok: false, message, line: found?.[2] === undefined ? null : Number(found[2]) };
}
