import type { FileKind, FileProbe } from '../route/types.ts';

/** What is taken for granted of files where a difference hangs on them. */
export type FilesAssumed = 'exist' | 'missing' | 'folders';

const PROBES: Readonly<Record<FilesAssumed, (path: string) => FileKind>> = {
  exist: (path) => (path.endsWith('/') ? 'directory' : 'file'),
  missing: () => 'missing',
  // What looks like a file is one, and everything else a folder.
  folders: (path) => (/\.[^/.]+$/.test(path) ? 'file' : 'directory'),
};

export const FILES_ASSUMED: readonly FilesAssumed[] = ['exist', 'missing', 'folders'];

/** A probe with a note of whether anybody asked it. */
export function watchedProbe(files: FilesAssumed): { readonly probe: FileProbe; readonly asked: () => boolean } {
  let asked = false;
  const kind = PROBES[files];
  return {
    probe: (path) => {
      asked = true;
      return kind(path);
    },
    asked: () => asked,
  };
}
