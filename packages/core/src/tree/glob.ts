import type { FolderEntry } from './files.ts';
import { compilePart, type PartMatcher } from './glob-part.ts';

/** Folders that one pattern may make us look into; past it, the pattern is taken for a mistake. */
const MAX_FOLDERS = 10_000;

/** nginx's own test (`strpbrk` in ngx_conf_include): only then does it call glob(3). It asks the whole path, prefix and all. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

/**
 * The paths that glob(3) finds for an absolute pattern, as nginx calls it: no flags, the C locale. Sorted by bytes of
 * the whole path; the text of the pattern's plain parts is kept (`./a/../b`). Null where too many folders would have to
 * be read.
 */
export async function glob(
  pattern: string,
  list: (folder: string) => Promise<readonly FolderEntry[]>,
): Promise<readonly string[] | null> {
  const parts = pattern.split('/').slice(1);
  // A slash at the end asks for folders.
  const onlyFolders = parts.length > 1 && parts.at(-1) === '';
  if (onlyFolders) parts.pop();
  const firstPattern = parts.findIndex(isPattern);
  let bases: string[] = [''];
  let folders = 0;
  for (const [index, text] of parts.entries()) {
    const last = index === parts.length - 1;
    const part = compilePart(text, last);
    if (part.literal !== null && (!last || firstPattern === -1)) {
      bases = bases.map((base) => `${base}/${part.literal}`);
      continue;
    }
    folders += bases.length;
    if (folders > MAX_FOLDERS) return null;
    const found: string[] = [];
    for (const base of bases) {
      const entries = await list(base === '' ? '/' : base);
      for (const name of matching(part, entries, !last || onlyFolders)) found.push(`${base}/${name}`);
    }
    bases = found;
  }
  return bases.map((path) => (onlyFolders ? `${path}/` : path)).sort(byBytes);
}

function matching(part: PartMatcher, entries: readonly FolderEntry[], onlyFolders: boolean): readonly string[] {
  const names = entries.filter((entry) => (!onlyFolders || entry.folder) && part.matches(entry.name)).map(nameOf);
  // readdir(3) gives these two as well, `list` does not.
  if (entries.length > 0 && part.startsWithDot) names.push(...['.', '..'].filter((name) => part.matches(name)));
  return names;
}

const nameOf = (entry: FolderEntry): string => entry.name;

/** Order of the UTF-8 bytes, which is that of code points and not of UTF-16 units: strcoll(3) in the C locale. */
export function byBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
