import { randomUUID } from 'node:crypto';
import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isFolder, realPathOf, reasonOf } from '@nginx-lint/disk';
import { Failure } from './failure.ts';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let finishing = false;

/**
 * From the first file that is written on, a signal that ends the process waits for the one at hand: it is heard when
 * the event loop turns, and nothing here lets it turn before a file is whole and no temporary one is left.
 */
function finishOnSignals(): void {
  if (finishing) return;
  finishing = true;
  for (const signal of ENDING) process.once(signal, () => process.kill(process.pid, signal));
}

/** Between two files: lets a signal be heard. */
export async function hearSignals(): Promise<void> {
  // Signals are read before the second turn in any case.
  for (let turn = 0; turn < 2; turn++) await new Promise((done) => setImmediate(done));
}

/**
 * Writes a file as a whole or not at all: whoever reads it meanwhile sees the old one. Where there is something
 * that is no regular file (`/dev/stdout`, a pipe), it is written to instead of replaced. @throws Failure
 */
export function writeWhole(path: string, text: string | Uint8Array, shown: string): void {
  if (isFolder(path)) throw new Failure(`${shown}: it is a folder`);
  // A link stays a link: what it leads to is replaced.
  const target = realPathOf(path);
  const old = statSync(target, { throwIfNoEntry: false });
  finishOnSignals();
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    if (old !== undefined && !old.isFile()) {
      writeFileSync(target, text);
      return;
    }
    // It would be replaced even where it may not be written.
    if (old !== undefined) accessSync(target, constants.W_OK);
    writeFileSync(temporary, text, { flag: 'wx', ...(old === undefined ? {} : { mode: old.mode & 0o777 }) });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Failure(`${shown}: cannot be written: ${reasonOf(error)}`);
  }
}
