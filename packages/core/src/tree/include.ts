import { bundledFile } from '../facts/bundled.ts';
import { type FileId, fileAt } from '../text/file-id.ts';
import { glob, isPattern } from './glob.ts';
import type { Places } from './places.ts';

/** Files that come with nginx live here when they are not on disk: `nginx-lint-bundled:///mime.types`. */
const BUNDLED = 'nginx-lint-bundled://' as FileId;

/** Does a file come with nginx, so that nobody edits it? */
export function isShipped(file: FileId): boolean {
  return file.startsWith(BUNDLED);
}

/** A file that an `include` leads to, by the path that nginx would open and by where it is here. */
export interface IncludedFile {
  readonly path: string;
  readonly file: FileId;
}

export interface ResolvedInclude {
  readonly path: string;
  readonly pattern: boolean;
  readonly files: readonly IncludedFile[];
  /** The pattern leads through more folders than we look into. */
  readonly tooWide: boolean;
}

/**
 * Where the argument of an `include` leads, nothing read yet. Mirrors ngx_conf_include: relative to the folder of the
 * entry and never of the including file; a pattern leads to what glob(3) finds, any other name to itself.
 */
export async function resolveInclude(name: string, places: Places): Promise<ResolvedInclude> {
  const path = places.fullName(name);
  const at = (found: string): IncludedFile => ({ path: found, file: places.locate(found) });
  if (!isPattern(path)) return { path, pattern: false, files: [at(path)], tooWide: false };
  const found = await glob(path, places.list);
  return { path, pattern: true, files: (found ?? []).map(at), tooWide: found === null };
}

/** The file of nginx or its packages that lies at a path where they are installed; null where none does. */
export function bundledAt(path: string, places: Places): { readonly file: FileId; readonly text: string } | null {
  const below = places.belowPrefix(path);
  const text = below === null ? null : bundledFile(below);
  return below === null || text === null ? null : { file: fileAt(`/${below}`, BUNDLED), text };
}
