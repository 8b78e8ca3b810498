import { readdirSync, readFileSync, statSync } from 'node:fs';
import { pathOf } from '../../packages/core/src/text/file-id.ts';
import type { FileSystem, ReadFailure } from '../../packages/core/src/tree/files.ts';

const FAILURES: Readonly<Record<string, ReadFailure>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EISDIR: 'folder',
  EACCES: 'denied',
  EPERM: 'denied',
};

/** The files of this machine, for tests. */
export const diskFiles: FileSystem = {
  async read(file) {
    try {
      return readFileSync(pathOf(file));
    } catch (error) {
      return FAILURES[(error as NodeJS.ErrnoException).code ?? ''] ?? 'failed';
    }
  },
  async list(folder) {
    try {
      return readdirSync(pathOf(folder)).map((name) => ({ name, folder: isFolder(`${pathOf(folder)}/${name}`) }));
    } catch {
      return [];
    }
  },
};

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
