import type { FileId } from '../text/file-id.ts';

export interface FolderEntry {
  readonly name: string;
  readonly folder: boolean;
}

/** Why a file could not be read. */
export type ReadFailure = 'missing' | 'folder' | 'denied' | 'failed';

/** A file that an include names and that cannot be had. */
export interface IncludeFailure {
  /** What nginx would open. */
  readonly path: string;
  readonly failure: ReadFailure;
  /** The path leads out of the checkout, and nothing says where its files are here. */
  readonly elsewhere: boolean;
}

/** All there is of the outside. Symbolic links are followed; neither function ever throws. */
export interface FileSystem {
  read(file: FileId): Promise<Uint8Array | ReadFailure>;
  /** The names in a folder, hidden ones too, in any order; empty where there is no such folder. */
  list(folder: FileId): Promise<readonly FolderEntry[]>;
}
