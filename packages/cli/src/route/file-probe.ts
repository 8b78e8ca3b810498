import { posix } from 'node:path';
import { bytesOf, type FileId, type FileProbe, fileAt, folderOf, pathOf } from '@nginx-lint/core';
import { diskProbe, everythingExists, nothingExists, type PlacedFolder, toPath } from '@nginx-lint/disk';
import type { Project } from '@nginx-lint/service/project';
import type { FilesChoice } from './route-options.ts';

/** Where nginx of the usual packages has its folder. */
const USUAL_PREFIX = '/etc/nginx';

/** Who is asked for files: the disk, by the mappings of the command line and the config file, or nobody. */
export async function fileProbe(choice: FilesChoice, project: Project, entry: FileId): Promise<FileProbe> {
  if (choice === 'exist') return everythingExists;
  if (choice === 'missing') return nothingExists;
  const { prefix, map } = await project.mapping(entry);
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
