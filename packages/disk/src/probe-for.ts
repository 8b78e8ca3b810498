import { posix } from 'node:path';
import { bytesOf, type FileId, type FileProbe, fileAt, folderOf, pathOf } from '@nginx-lint/core';
import type { Mapping } from '@nginx-lint/service/project';
import { toPath } from './file-system.ts';
import { diskProbe, type PlacedFolder } from './probe.ts';

/** Where nginx of the usual packages has its folder. */
const USUAL_PREFIX = '/etc/nginx';

/** What lies on this machine where the nginx of an entry would look, by where paths of the server lead here. */
export function probeFor(entry: FileId, { prefix, map }: Mapping): FileProbe {
  const folders = map.map(({ from, to }) => placedFolder(from, to));
  const own = prefix ?? folderOf(pathOf(entry));
  const installed = `${own}/`.startsWith(`${USUAL_PREFIX}/`);
  return diskProbe(installed ? folders : [...folders, placedFolder(USUAL_PREFIX, own)]);
}

function placedFolder(from: string, to: string): PlacedFolder {
  return { from: bytesOf(withoutSlash(posix.normalize(from))), to: bytesOf(withoutSlash(toPath(fileAt(to)))) };
}

function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
