import { Buffer } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { diskFiles } from '../../../../test/support/disk-files.ts';
import { fileAt, folderOf, joinPath, normalisePath, pathOf } from '../../src/text/file-id.ts';
import type { FileSystem } from '../../src/tree/files.ts';

/**
 * The corpus holds symbolic links, but a copy of it may hold files with their targets instead, as git does where there
 * are no links: one path, no end of line.
 */
export const filesWithLinks: FileSystem = {
  read: (file) => diskFiles.read(fileAt(followed(pathOf(file)))),
  async list(folder) {
    const path = followed(pathOf(folder));
    const entries = await diskFiles.list(fileAt(path));
    return entries.map(({ name, folder: isFolder }) => ({
      name,
      folder: isFolder || statSync(followed(`${path}/${name}`), { throwIfNoEntry: false })?.isDirectory() === true,
    }));
  },
};

function followed(path: string): string {
  let found = '';
  for (const part of path.split('/').slice(1)) {
    found = `${found}/${part}`;
    for (let target = linkIn(found); target !== null; target = linkIn(found)) {
      found = normalisePath(joinPath(folderOf(found), target));
    }
  }
  return found;
}

const LINK = /^(?:\.\.\/)*(?:[\w.-]+\/)*[\w.-]+$/;

function linkIn(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size > 100) return null;
  const text = Buffer.from(readFileSync(path)).toString();
  return LINK.test(text) ? text : null;
}
