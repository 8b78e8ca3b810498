import { lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { realPathOf } from '@nginx-lint/disk';

/** A path whose folders are no links; what it names itself may be one. */
export function inRealFolder(path: string): string {
  return join(realFolder(dirname(path)), basename(path));
}

/** A folder without links, as far as it is there. */
export function realFolder(path: string): string {
  const real = realPathOf(path);
  if (real !== path || dirname(path) === path || exists(path)) return real;
  return join(realFolder(dirname(path)), basename(path));
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
