import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type FileId, type FileSystem, type FolderEntry, fileAt, pathOf, type ReadFailure } from '@nginx-lint/core';
import { codeOf, reasonOf } from './system-errors.ts';

/** No configuration is that large; a log or a disk image that got here by mistake would only fill the memory. */
export const LARGEST_FILE = 64 * 1024 * 1024;

/**
 * Files of this machine. Calls are synchronous inside: for local files that is several times faster than
 * the thread pool, and nothing else waits meanwhile.
 */
export const nodeFileSystem: FileSystem = {
  async read(file) {
    return readPath(toPath(file));
  },
  async list(folder) {
    return listPath(toPath(folder));
  },
};

/** What a file holds. Pipes, devices and sockets are never opened: that could wait for ever. */
export function readPath(path: string): Uint8Array | ReadFailure {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return 'folder';
    if (!found.isFile() || found.size > LARGEST_FILE) return 'failed';
    return readFileSync(path);
  } catch (error) {
    return failureOf(error);
  }
}

/** Why {@link readPath} could not read, for a message. */
export function whyUnreadable(path: string): string {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return 'it is a folder';
    if (!found.isFile()) return 'it is not a regular file';
    if (found.size > LARGEST_FILE) return `it is larger than ${LARGEST_FILE / 1024 / 1024} MiB`;
  } catch (error) {
    return reasonOf(error);
  }
  return 'it cannot be read';
}

/** System errors in the words of a {@link FileSystem}. */
export function failureOf(error: unknown): ReadFailure {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'missing';
    case 'EISDIR':
      return 'folder';
    case 'EACCES':
    case 'EPERM':
      return 'denied';
    default:
      return 'failed';
  }
}

function listPath(path: string): readonly FolderEntry[] {
  try {
    return readdirSync(path, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      folder: entry.isDirectory() || (entry.isSymbolicLink() && isFolder(`${path}/${entry.name}`)),
    }));
  } catch {
    return [];
  }
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The path without symbolic links: two names of one file have the same. The path itself where there is no such file. */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** A path of this system, absolute or relative to `cwd`, as a file id. */
export function toFileId(path: string, cwd: string): FileId {
  const absolute = resolve(cwd, path);
  return fileAt(process.platform === 'win32' ? `/${absolute.replaceAll('\\', '/')}` : absolute);
}

/** Is it on this machine? Files that nginx ships are known without being there. */
export function isOnDisk(file: FileId): boolean {
  return file.startsWith('file:');
}

/** The inverse of {@link toFileId}. */
export function toPath(file: FileId): string {
  const path = pathOf(file);
  return process.platform === 'win32' ? path.slice(1).replaceAll('/', '\\') : path;
}
