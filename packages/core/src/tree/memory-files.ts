import { type FileId, fileAt, folderOf, pathOf } from '../text/file-id.ts';
import type { FileSystem, FolderEntry } from './files.ts';

/** Files given as texts, by their absolute paths. Folders are where files are. */
export function memoryFiles(texts: Readonly<Record<string, string | Uint8Array>>): FileSystem {
  const files = new Map<FileId, Uint8Array>();
  const folders = new Map<FileId, Map<string, FolderEntry>>();
  for (const [path, content] of Object.entries(texts)) {
    const file = fileAt(path);
    files.set(file, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    let isFolder = false;
    for (let at = pathOf(file); at !== '/'; at = folderOf(at)) {
      const folder = fileAt(folderOf(at));
      const names = folders.get(folder) ?? new Map<string, FolderEntry>();
      const name = at.slice(at.lastIndexOf('/') + 1);
      names.set(name, { name, folder: isFolder });
      folders.set(folder, names);
      isFolder = true;
    }
  }
  return {
    async read(file) {
      return files.get(file) ?? (folders.has(file) ? 'folder' : 'missing');
    },
    async list(folder) {
      return [...(folders.get(folder)?.values() ?? [])];
    },
  };
}
