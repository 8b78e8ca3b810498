import type { FileId, FileSystem } from '@nginx-lint/core';

export interface Walk {
  /** In byte order. */
  readonly files: readonly FileId[];
  /** Folders that could not be read, with the reason. */
  readonly unreadable: readonly string[];
}

/** What a project needs of the place where its files are. No function ever throws. */
export interface ProjectHost extends FileSystem {
  /** The file without symbolic links: two names of one file have the same. The file itself where there is none. */
  realFile(file: FileId): Promise<FileId>;
  /** The files below a folder that may be nginx configurations; what `.gitignore` files name is left out. */
  walk(folder: FileId): Promise<Walk>;
  /** The files that globs match, which are absolute; sorted. */
  match(globs: readonly string[]): Promise<readonly FileId[]>;
  /** How a file is called in a message. */
  nameOf(file: FileId): string;
  /** Why a file cannot be read, in words. */
  whyUnreadable(file: FileId): string;
}
