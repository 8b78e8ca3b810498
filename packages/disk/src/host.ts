import { sep } from 'node:path';
import { type FileId, type FileSystem, fileAt } from '@nginx-lint/core';
import type { ProjectHost } from '@nginx-lint/service/project';
import { nodeFileSystem, realPathOf, toFileId, toPath, whyUnreadable } from './file-system.ts';

/** The files of this machine, as a project wants them; `files` may hold some with another content. */
export function nodeHost(cwd: string, files: FileSystem = nodeFileSystem): ProjectHost {
  return {
    read: (file) => files.read(file),
    list: (folder) => files.list(folder),
    realFile: async (file) => realFileOf(file),
    async walk(folder) {
      const { repositoryOf, walk } = await import('./walk.ts');
      const path = toPath(folder);
      const { files: found, unreadable } = await walk(path, repositoryOf(path));
      return { files: found.map((name) => toFileId(name, cwd)), unreadable };
    },
    match,
    nameOf: (file) => shownName(toPath(file), cwd),
    whyUnreadable: (file) => whyUnreadable(toPath(file)),
  };
}

/** The file without symbolic links; itself where it is not there. */
export function realFileOf(file: FileId): FileId {
  return toFileId(realPathOf(toPath(file)), '/');
}

async function match(globs: readonly string[]): Promise<readonly FileId[]> {
  if (globs.length === 0) return [];
  const { default: fastGlob } = await import('fast-glob');
  const native = globs.map((glob) => toPath(fileAt(glob)).split(sep).join('/'));
  const found = await fastGlob.glob(native, { absolute: true, dot: true });
  return found.sort().map((path) => toFileId(path, '/'));
}

/** Below the current folder by the way from there, else as it is. */
function shownName(path: string, cwd: string): string {
  const below = cwd.endsWith(sep) ? cwd : cwd + sep;
  return path.startsWith(below) ? path.slice(below.length).split(sep).join('/') : path;
}
