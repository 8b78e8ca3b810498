import { type FileId, fileAt } from '@nginx-lint/core';

const URI = /^([a-z][a-z0-9+.-]*:)(?:(\/\/[^/?#]*))?([^?#]*)/i;

/** The id of the file that a URI of an editor names. `untitled:Untitled-1` has no path; it gets one below the root. */
export function fileOfUri(uri: string): FileId {
  const [, scheme = 'file:', authority = '//', path = ''] = URI.exec(uri) ?? [];
  return fileAt(drive(decoded(path)), `${scheme}${authority}/` as FileId);
}

/** Editors spell the same file in several ways; each gets back the way that it used. */
export class Uris {
  readonly #spelled = new Map<FileId, string>();

  /** Notes how the editor spells a file. */
  file(uri: string): FileId {
    const file = fileOfUri(uri);
    this.#spelled.set(file, uri);
    return file;
  }

  uri(file: FileId): string {
    return this.#spelled.get(file) ?? file;
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** `/c:/nginx` and `/C:/nginx` are one path. */
function drive(path: string): string {
  return /^\/[a-z]:/.test(path) ? `/${path.charAt(1).toUpperCase()}${path.slice(2)}` : path;
}
