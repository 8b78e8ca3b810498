import { type FileId, fileAt, memoryFiles, pathOf } from '@nginx-lint/core';
import { ignoredBy, type ProjectHost } from '../../src/project/index.ts';

/** A disk in memory. `links` are symbolic links to files, by their absolute paths. */
export interface MemoryHost extends ProjectHost {
  readonly texts: Map<string, string>;
  readonly links: Map<string, string>;
  /** How often a file was read. */
  readonly reads: Map<string, number>;
}

export function memoryHost(
  texts: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
): MemoryHost {
  const host = { texts: new Map(Object.entries(texts)), links: new Map(Object.entries(links)), reads: new Map() };
  const all = (): Record<string, string> => ({
    ...Object.fromEntries(host.texts),
    ...Object.fromEntries([...host.links].map(([link, target]) => [link, host.texts.get(target) ?? ''])),
  });
  const below = (folder: FileId): string[] =>
    Object.keys(all()).filter((path) => path.startsWith(`${pathOf(folder)}/`) && /\.conf$|\/sites-/.test(path));
  return {
    ...host,
    async read(file) {
      const path = pathOf(file);
      host.reads.set(path, (host.reads.get(path) ?? 0) + 1);
      return memoryFiles(all()).read(file);
    },
    list: (folder) => memoryFiles(all()).list(folder),
    realFile: async (file) => fileAt(host.links.get(pathOf(file)) ?? pathOf(file)),
    walk: async (folder) => ({
      files: below(folder)
        .sort()
        .map((path) => fileAt(path)),
      unreadable: [],
    }),
    match: async (globs) =>
      Object.keys(all())
        .filter((path) => ignoredBy(globs, path))
        .map((path) => fileAt(path)),
    nameOf: pathOf,
    whyUnreadable: () => 'no such file or folder',
  };
}
