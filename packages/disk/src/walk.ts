import { type Dirent, existsSync, readdir, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { CANDIDATES, type IgnoreRule, NEVER, readGitignore, verdict } from '@nginx-lint/service/project';
import { reasonOf } from './system-errors.ts';

export interface Walk {
  /** Absolute paths, in byte order. */
  readonly files: readonly string[];
  /** Folders that could not be read, with the reason. */
  readonly unreadable: readonly string[];
}

/** The files below a folder that may be nginx configurations; what `.gitignore` files name is left out. */
export async function walk(folder: string, root: string | null): Promise<Walk> {
  const { default: fastGlob } = await import('fast-glob');
  const ignores = new Ignores(folder, root);
  const unreadable: string[] = [];
  const list = (path: string, _options: unknown, done: (error: Error | null, entries: Dirent[]) => void): void => {
    readdir(path, { withFileTypes: true }, (error, entries) => {
      if (error !== null) {
        unreadable.push(`${path}: ${reasonOf(error)}`);
        done(null, []);
        return;
      }
      const names = new Set(entries.map((entry) => entry.name));
      if (names.has('.gitignore')) ignores.add(path);
      done(
        null,
        entries
          .map((entry) => followed(path, entry))
          .filter((entry) => !ignores.ignored(join(path, entry.name), entry)),
      );
    });
  };
  const found = await fastGlob.glob([...CANDIDATES], {
    cwd: folder,
    dot: true,
    ignore: [...NEVER],
    absolute: true,
    // Links to files are followed in `list`; links to folders would show the same files twice, or for ever.
    followSymbolicLinks: false,
    fs: { readdir: list as unknown as typeof readdir },
  });
  const files = found.map((path) => path.split('/').join(sep));
  return { files: files.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))), unreadable };
}

/** A link to a file counts as that file. */
function followed(folder: string, entry: Dirent): Dirent {
  if (!entry.isSymbolicLink()) return entry;
  try {
    if (!statSync(join(folder, entry.name)).isFile()) return entry;
  } catch {
    return entry;
  }
  return Object.assign(Object.create(entry) as Dirent, {
    name: entry.name,
    isFile: () => true,
    isSymbolicLink: () => false,
  });
}

/** The `.gitignore` files from the root of the repository down to where the walk has come. */
class Ignores {
  readonly #rules = new Map<string, readonly IgnoreRule[]>();
  readonly #root: string | null;

  constructor(folder: string, root: string | null) {
    this.#root = root;
    if (root === null) return;
    for (let at = dirname(folder); at.startsWith(root); at = dirname(at)) {
      if (existsSync(join(at, '.gitignore'))) this.add(at);
      if (at === root || at === dirname(at)) break;
    }
  }

  add(folder: string): void {
    try {
      this.#rules.set(folder, readGitignore(readFileSync(join(folder, '.gitignore'), 'utf8')));
    } catch {
      // A folder or a dangling link of that name ignores nothing.
    }
  }

  /** The nearest `.gitignore` that says anything decides. */
  ignored(path: string, entry: Dirent): boolean {
    for (let at = dirname(path); ; at = dirname(at)) {
      const rules = this.#rules.get(at);
      const answer =
        rules === undefined ? null : verdict(rules, relative(at, path).split(sep).join('/'), entry.isDirectory());
      if (answer !== null) return answer === 'ignored';
      if (at === this.#root || at === dirname(at)) return false;
    }
  }
}

/** The nearest folder upwards that is a repository; null outside of one. */
export function repositoryOf(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return null;
  }
}
