import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, COMMAND } from './support/command.ts';
import { site } from './support/site.ts';

const FILES = 300;
const piece = (protocols: string): string =>
  `server {\n    listen 443 ssl;\n    ssl_protocols ${protocols};\n}\n`.repeat(5);
const OLD = piece('TLSv1 TLSv1.2');
const NEW = piece('TLSv1.2');
const UNTIDY = OLD.replaceAll('    listen', 'listen');
const LINT = ['--no-config', '--format', 'compact', '--select', 'ssl-weak-protocols', '--fix'];

function manyFiles(text: string): string {
  const files = Array.from({ length: FILES }, (_, number) => [`conf.d/${number}.conf`, text] as const);
  return site({
    'nginx.conf': 'events {}\nhttp {\n    include conf.d/*.conf;\n}\n',
    ...Object.fromEntries(files),
  });
}

/** How many files hold what; a name or a text that should not be there is shown as it is. */
function found(folder: string, texts: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of readdirSync(join(folder, 'conf.d'))) {
    const text = readFileSync(join(folder, 'conf.d', name), 'utf8');
    const known = /^\d+\.conf$/.test(name) ? (texts[text] ?? text) : name;
    counts[known] = (counts[known] ?? 0) + 1;
  }
  return counts;
}

/** Runs the command, which gets a signal `after` so many milliseconds, or when the first file is new. */
async function interrupted(
  cwd: string,
  after: number | 'first',
): Promise<{ code: number | null; signal: string | null }> {
  const child = spawn(process.execPath, [COMMAND, ...LINT], { cwd, stdio: 'ignore' });
  const isTime = (elapsed: number) =>
    after === 'first' ? readFileSync(join(cwd, 'conf.d/0.conf'), 'utf8') === NEW : elapsed >= after;
  const start = performance.now();
  const timer = setInterval(() => {
    if (!isTime(performance.now() - start)) return;
    clearInterval(timer);
    child.kill('SIGINT');
  }, 1);
  const ended = await new Promise<{ code: number | null; signal: string | null }>((done) =>
    child.on('close', (code, signal) => done({ code, signal })),
  );
  clearInterval(timer);
  return ended;
}

beforeAll(buildCommand, 120_000);

describe('an interrupted run', () => {
  it.each([50, 150, 300, 600, 'first', 'first'] as const)('leaves each file old or new (%s)', async (after) => {
    const cwd = manyFiles(OLD);
    const { code, signal } = await interrupted(cwd, after);
    const { old = 0, new: mended = 0, ...others } = found(cwd, { [OLD]: 'old', [NEW]: 'new' });
    expect(others).toEqual({});
    expect(old + mended).toBe(FILES);
    // It may have been quicker than the signal, but is done with all of its work then.
    if (signal === null) expect({ code, old }).toEqual({ code: 0, old: 0 });
    else expect(signal).toBe('SIGINT');
  });

  it.each([
    ['--fix', LINT, OLD, NEW],
    ['format --write', ['format', '--no-config', '--write'], UNTIDY, OLD],
  ] as const)('finishes the file at hand and ends by the signal (%s)', (_, args, before, after) => {
    const cwd = manyFiles(before);
    // The signal comes when the temporary file of the third one is written and nothing is renamed yet.
    const outer = site({
      'hook.cjs': `const fs = require('node:fs');
const { renameSync } = fs;
let count = 0;
fs.renameSync = (from, to) => {
  if (++count === 3) process.kill(process.pid, 'SIGINT');
  renameSync(from, to);
};
`,
    });
    const { signal } = spawnSync(process.execPath, ['--require', join(outer, 'hook.cjs'), COMMAND, ...args], { cwd });
    expect(signal).toBe('SIGINT');
    expect(found(cwd, { [before]: 'old', [after]: 'new' })).toEqual({ old: FILES - 3, new: 3 });
  });
});
