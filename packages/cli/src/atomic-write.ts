import { randomUUID } from 'node:crypto';
import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isFolder, realPathOf, reasonOf } from '@nginx-lint/disk';
import { Failure } from './failure.ts';

/**
 * Writes a file as a whole or not at all: whoever reads it meanwhile sees the old one. Where there is something
 * that is no regular file (`/dev/stdout`, a pipe), it is written to instead of replaced. @throws Failure
 */
export function writeWhole(path: string, text: string | Uint8Array, shown: string): void {
  if (isFolder(path)) throw new Failure(`${shown}: it is a folder`);
  // A link stays a link: what it leads to is replaced.
  const target = realPathOf(path);
  const old = statSync(target, { throwIfNoEntry: false });
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
