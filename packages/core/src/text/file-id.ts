/** Names a file everywhere in the core: a normalised URI such as `file:///etc/nginx/nginx.conf`, never a bare path. */
export type FileId = string & { readonly brand: 'FileId' };

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i;

/** A file by its absolute path (POSIX, not encoded); `beside` lends scheme and authority, `file://` without it. */
export function fileAt(path: string, beside?: FileId): FileId {
  const root = beside === undefined ? 'file://' : (SCHEME.exec(beside)?.[0] ?? 'file://');
  const encoded = normalisePath(path)
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
  return (root + encoded) as FileId;
}

/** The absolute path that a file id holds, decoded. */
export function pathOf(file: FileId): string {
  const path = file.replace(SCHEME, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The folder of a path, without a slash at its end (`/` is itself). */
export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at <= 0 ? '/' : path.slice(0, at);
}

/** Joins as nginx does: an absolute `path` stands for itself. */
export function joinPath(folder: string, path: string): string {
  return path.startsWith('/') ? path : `${folder === '/' ? '' : folder}/${path}`;
}

/** Takes `//`, `.` and `..` out of an absolute path. */
export function normalisePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** `path` below `folder` as a relative path, or null where it does not lie there. */
export function relativeTo(folder: string, path: string): string | null {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}
