import { type FileId, fileAt, folderOf, joinPath, normalisePath, pathOf, relativeTo } from '../text/file-id.ts';
import type { FileSystem, FolderEntry } from './files.ts';

/** An absolute path in a configuration, and where its files are here. Both absolute. */
export interface PathMapping {
  readonly from: string;
  readonly to: string;
}

/** Where distributions put the configuration. */
const USUAL_PREFIX = '/etc/nginx';

export interface PlacesOptions {
  readonly entry: FileId;
  readonly files: FileSystem;
  /** The folder of the entry unless given: an absolute path or a file id. */
  readonly prefix?: string | null | undefined;
  readonly map?: readonly PathMapping[] | undefined;
}

/** Leads from the paths that nginx would open to the files that are there. */
export interface Places {
  /** The folder where relative names begin: `conf_prefix`, without the slash at its end. */
  readonly prefix: string;
  /** What nginx opens for a name (ngx_conf_full_name), not normalised. */
  fullName(name: string): string;
  locate(path: string): FileId;
  /** The names in a folder as nginx would see it, with those that a mapping puts there. */
  list(folder: string): Promise<readonly FolderEntry[]>;
  /**
   * Does a path lead out of a checkout to where nobody said what is there? A configuration in `/etc/nginx` is on the
   * machine that it is for, so that nothing is elsewhere.
   */
  isElsewhere(path: string): boolean;
  /** A path relative to the folder of `nginx.conf`; null where it does not lie there. */
  belowPrefix(path: string): string | null;
}

/**
 * The longest mapping wins. Without one for it, `/etc/nginx` stands for the prefix, unless the prefix lies in
 * `/etc/nginx` itself.
 */
export function createPlaces({ entry, files, prefix: given, map = [] }: PlacesOptions): Places {
  const prefix = given ? plainPath(given) : folderOf(pathOf(entry));
  const installed = prefix === USUAL_PREFIX || relativeTo(USUAL_PREFIX, prefix) !== null;
  const mappings = map
    .map(({ from, to }) => ({ from: normalisePath(from), to: plainPath(to) }))
    .sort((a, b) => b.from.length - a.from.length);
  // A mapping of `/etc/nginx/sites-enabled` holds for the relative name `sites-enabled/…` too.
  const namesFor = (from: string, path: string): readonly string[] => {
    const below = installed ? null : path === prefix ? '' : relativeTo(prefix, path);
    const usual = below !== null && relativeTo(USUAL_PREFIX, from) !== null;
    return usual ? [path, normalisePath(`${USUAL_PREFIX}/${below}`)] : [path];
  };
  const moved = (path: string): string => {
    const normal = normalisePath(path);
    for (const { from, to } of mappings) {
      for (const name of namesFor(from, normal)) {
        if (name === from) return to;
        const below = relativeTo(from, name);
        if (below !== null) return joinPath(to, below);
      }
    }
    if (installed) return normal;
    if (normal === USUAL_PREFIX) return prefix;
    const below = relativeTo(USUAL_PREFIX, normal);
    return below === null ? normal : joinPath(prefix, below);
  };
  const locate = (path: string): FileId => fileAt(moved(path), entry);
  const listed = new Map<FileId, Promise<readonly FolderEntry[]>>();
  const listOnce = (folder: FileId): Promise<readonly FolderEntry[]> => {
    const known = listed.get(folder) ?? files.list(folder);
    listed.set(folder, known);
    return known;
  };
  return {
    prefix,
    fullName: (name) => (name.startsWith('/') ? name : `${prefix === '/' ? '' : prefix}/${name}`),
    locate,
    async list(folder) {
      const normal = normalisePath(folder);
      const entries = new Map((await listOnce(locate(folder))).map((found) => [found.name, found]));
      for (const { from, to } of mappings) {
        if (from === '/' || !namesFor(from, normal).includes(folderOf(from))) continue;
        const name = lastPart(from);
        const there = (await listOnce(fileAt(folderOf(to), entry))).find((found) => found.name === lastPart(to));
        if (there) entries.set(name, { name, folder: there.folder });
      }
      return [...entries.values()];
    },
    isElsewhere(path) {
      const normal = normalisePath(path);
      return !installed && moved(normal) === normal && relativeTo(prefix, normal) === null;
    },
    belowPrefix(path) {
      const normal = normalisePath(path);
      return relativeTo(USUAL_PREFIX, normal) ?? relativeTo(prefix, normal);
    },
  };
}

function plainPath(path: string): string {
  return normalisePath(path.includes('://') ? pathOf(path as FileId) : path);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
