import { lstatSync, readlinkSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { FileId, FileSystem, FolderEntry, ReadFailure } from '@nginx-lint/core';
import { isOnDisk, nodeFileSystem, nodeHost, toFileId, toPath } from '@nginx-lint/disk';
import { CONFIG_NAMES, type ProjectHost } from '@nginx-lint/service/project';
import type { Git } from '../git.ts';
import { inRealFolder, realFolder } from '../real-folder.ts';
import type { Change } from './changes.ts';

const CONFIG: ReadonlySet<string> = new Set(CONFIG_NAMES);

/** As nginx's own systems have it. */
const MOST_LINKS = 40;

/**
 * The files as they were in a commit: what changed since comes from git, all else from the disk. Config files of
 * nginx-lint are those of today, so that another choice of rules is no change of meaning.
 */
export class OldFiles implements FileSystem {
  readonly #git: Git;
  readonly #changes: ReadonlyMap<string, Change>;

  constructor(git: Git, changes: readonly Change[]) {
    this.#git = git;
    this.#changes = new Map(changes.map((change) => [change.path, change]));
  }

  async read(file: FileId): Promise<Uint8Array | ReadFailure> {
    if (!isOnDisk(file) || CONFIG.has(basename(toPath(file)))) return nodeFileSystem.read(file);
    return this.#readPath(toPath(file), 0);
  }

  async list(folder: FileId): Promise<readonly FolderEntry[]> {
    const real = realFolder(toPath(folder));
    const now = await nodeFileSystem.list(folder);
    const names = new Map(
      now.filter(({ name }) => this.wasThere(join(real, name))).map((entry) => [entry.name, entry]),
    );
    const below = real.endsWith(sep) ? real : real + sep;
    for (const { path, old } of this.#changes.values()) {
      if (old === null || !path.startsWith(below)) continue;
      const [name = '', ...rest] = path.slice(below.length).split(sep);
      if (!names.has(name)) names.set(name, { name, folder: rest.length > 0 });
    }
    return [...names.values()];
  }

  /** Not for a path that is new. Absolute, without symbolic links in its folders. */
  wasThere(path: string): boolean {
    return this.#changes.get(path)?.old !== null;
  }

  /** As a project sees them, which looks for files too. */
  host(cwd: string): ProjectHost {
    const now = nodeHost(cwd, this);
    const kept = (files: readonly FileId[]) => files.filter((file) => this.wasThere(inRealFolder(toPath(file))));
    return {
      ...now,
      match: async (globs) => kept(await now.match(globs)),
      walk: async (folder) => {
        const { files, unreadable } = await now.walk(folder);
        const below = `${folder.replace(/\/$/, '')}/`;
        const gone = [...this.#changes.values()].flatMap(({ path, old, exists }) =>
          old !== null && !exists ? [toFileId(path, '/')] : [],
        );
        return { files: [...kept(files), ...gone.filter((file) => file.startsWith(below))].sort(), unreadable };
      },
    };
  }

  /** Follows links one by one, as each may have changed. */
  async #readPath(path: string, links: number): Promise<Uint8Array | ReadFailure> {
    if (links > MOST_LINKS) return 'failed';
    const here = inRealFolder(path);
    const change = this.#changes.get(here);
    if (change === undefined) {
      const target = linkOf(here);
      return target === null ? nodeFileSystem.read(toFileId(here, '/')) : this.#readPath(target, links + 1);
    }
    if (change.old === null) return 'missing';
    const bytes = await this.#git.blob(change.old.blob);
    return change.old.link ? this.#readPath(resolve(dirname(here), bytes.toString()), links + 1) : bytes;
  }
}

function linkOf(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? resolve(dirname(path), readlinkSync(path)) : null;
  } catch {
    return null;
  }
}
