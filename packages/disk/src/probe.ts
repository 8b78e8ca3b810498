import { statSync } from 'node:fs';
import type { Bytes, FileKind, FileProbe } from '@nginx-lint/core';
import { codeOf } from './system-errors.ts';

/** A folder of the server and where it is here, both as bytes, absolute and without a slash at the end. */
export interface PlacedFolder {
  readonly from: Bytes;
  readonly to: Bytes;
}

/**
 * What lies on this machine where nginx would look. The longest mapping counts; a path that none holds is asked as it
 * is. Each path is asked once.
 */
export function diskProbe(folders: readonly PlacedFolder[]): FileProbe {
  const byLength = [...folders].sort((a, b) => b.from.length - a.from.length);
  const known = new Map<Bytes, FileKind>();
  return (path) => {
    let kind = known.get(path);
    if (kind === undefined) {
      kind = kindOf(placed(path, byLength));
      known.set(path, kind);
    }
    return kind;
  };
}

/** Takes it that everything is there: a path with a slash at its end is a folder, any other one a file. */
export const everythingExists: FileProbe = (path) => (path.endsWith('/') ? 'directory' : 'file');

export const nothingExists: FileProbe = () => 'missing';

/** `..` stays for the system to follow: what it leads to depends on links, and on whether the folder before it is there. */
function placed(path: Bytes, folders: readonly PlacedFolder[]): Bytes {
  const plain = path.replace(/\/(?:\.?\/)+/g, '/');
  for (const { from, to } of folders) {
    if (plain === from) return to;
    if (plain.startsWith(from === '/' ? from : `${from}/`)) return to + plain.slice(from === '/' ? 0 : from.length);
  }
  return plain;
}

function kindOf(path: Bytes): FileKind {
  // As text in C, a path ends at its first NUL.
  const [name = ''] = path.split('\0', 1);
  try {
    const found = statSync(Buffer.from(name, 'latin1'), { throwIfNoEntry: false });
    if (found === undefined) return isBehindFile(name) ? 'not-a-directory' : 'missing';
    if (found.isDirectory()) return 'directory';
    return found.isFile() ? 'file' : 'unknown';
  } catch (error) {
    return KINDS[codeOf(error) ?? ''] ?? 'unknown';
  }
}

/** As ngx_http_static_handler() takes what open() says. */
const KINDS: Readonly<Record<string, FileKind>> = {
  ENOENT: 'missing',
  ENAMETOOLONG: 'missing',
  ENOTDIR: 'not-a-directory',
  EACCES: 'forbidden',
  ELOOP: 'forbidden',
};

/** Is the nearest part of the path that is there a file? The system then says ENOTDIR and not ENOENT. */
function isBehindFile(path: Bytes): boolean {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const found = statSync(Buffer.from(path.slice(0, at), 'latin1'), { throwIfNoEntry: false });
    if (found !== undefined) return !found.isDirectory();
  }
  return false;
}
