/** What the system says of a failed call, in words that need no table of error codes. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return (code === null ? undefined : REASONS[code]) ?? (error instanceof Error ? error.message : String(error));
}

/** `ENOENT` and the like; null for what is no system error. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
};
