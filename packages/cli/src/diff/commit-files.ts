import {
  type FileId,
  type FileSystem,
  type FolderEntry,
  fileAt,
  pathOf,
  type ReadFailure,
  relativeTo,
} from '@nginx-lint/core';
import { nodeFileSystem, nodeHost, toFileId, toPath, whyUnreadable } from '@nginx-lint/disk';
import { matchListing, type ProjectHost, walkListing } from '@nginx-lint/service/project';
import type { Commits, TreeEntry } from './git.ts';

/** As nginx's own systems have it. */
const MOST_LINKS = 40;

type Node = TreeEntry | Map<string, Node>;

/**
 * The files of a commit, in the place where the work tree has them. What lies outside of the repository is that of the
 * disk, as it is for a side that is read from there.
 */
export class CommitFiles implements FileSystem {
  readonly #commits: Commits;
  readonly #root: string;
  readonly #tree = new Map<string, Node>();
  readonly #contents = new Map<string, Promise<Buffer>>();

  private constructor(commits: Commits) {
    this.#commits = commits;
    this.#root = pathOf(toFileId(commits.root, '/'));
  }

  static async of(commits: Commits, commit: string): Promise<CommitFiles> {
    const files = new CommitFiles(commits);
    for (const entry of await commits.entries(commit)) files.#add(entry);
    return files;
  }

  async read(file: FileId): Promise<Uint8Array | ReadFailure> {
    const found = await this.#find(pathOf(file));
    if (found === 'missing') return 'missing';
    if ('outside' in found) return nodeFileSystem.read(fileAt(found.outside, file));
    if (found.node instanceof Map) return 'folder';
    return found.node.kind === 'file' ? this.#content(found.node.blob) : 'missing';
  }

  async list(folder: FileId): Promise<readonly FolderEntry[]> {
    const found = await this.#find(pathOf(folder));
    if (found === 'missing') return [];
    if ('outside' in found) return nodeFileSystem.list(fileAt(found.outside, folder));
    if (!(found.node instanceof Map)) return [];
    const entries: FolderEntry[] = [];
    for (const [name, node] of found.node) {
      if (node instanceof Map || node.kind !== 'link') entries.push({ name, folder: node instanceof Map });
      else entries.push({ name, folder: (await this.read(fileAt(`${pathOf(folder)}/${name}`, folder))) === 'folder' });
    }
    return entries;
  }

  /** As a project wants them. `nameOf` says how files of the commit are called. */
  host(cwd: string, nameOf: (path: string) => string): ProjectHost {
    const disk = nodeHost(cwd);
    const inside = (file: FileId): string | null => relativeTo(this.#root, pathOf(file));
    const name = (file: FileId): string => {
      const path = inside(file);
      return path === null ? disk.nameOf(file) : nameOf(path);
    };
    return {
      read: (file) => this.read(file),
      list: (folder) => this.list(folder),
      realFile: async (file) => {
        const found = await this.#find(pathOf(file));
        return found === 'missing' ? file : fileAt('outside' in found ? found.outside : found.path, file);
      },
      walk: (folder) => walkListing(this, folder),
      match: (globs) => matchListing(this, fileAt(this.#root), globs),
      nameOf: name,
      whyUnreadable: (file) => (inside(file) === null ? whyUnreadable(toPath(file)) : 'it is no file of that commit'),
    };
  }

  #add(entry: TreeEntry): void {
    const names = entry.path.split('/');
    const last = names.pop() ?? '';
    let at = this.#tree;
    for (const name of names) {
      const known = at.get(name);
      const next: Map<string, Node> = known instanceof Map ? known : new Map();
      at.set(name, next);
      at = next;
    }
    at.set(last, entry);
  }

  /** Follows links one by one; one that leads out of the repository leads to the disk. */
  async #find(
    path: string,
  ): Promise<{ readonly node: Node; readonly path: string } | { readonly outside: string } | 'missing'> {
    let wanted = path;
    for (let links = 0; links <= MOST_LINKS; links++) {
      const below = wanted === this.#root ? '' : relativeTo(this.#root, wanted);
      if (below === null) return { outside: wanted };
      const names = below.split('/').filter((name) => name !== '');
      let node: Node = this.#tree;
      let followed: string | null = null;
      for (const [index, name] of names.entries()) {
        const next: Node | undefined = node instanceof Map ? node.get(name) : undefined;
        if (next === undefined) return 'missing';
        if (!(next instanceof Map) && next.kind === 'link') {
          const folder = [this.#root, ...names.slice(0, index)].join('/');
          const target = (await this.#content(next.blob)).toString();
          followed = pathOf(
            fileAt([target.startsWith('/') ? target : `${folder}/${target}`, ...names.slice(index + 1)].join('/')),
          );
          break;
        }
        node = next;
      }
      if (followed === null) return { node, path: wanted };
      wanted = followed;
    }
    return 'missing';
  }

  #content(blob: string): Promise<Buffer> {
    let content = this.#contents.get(blob);
    if (content === undefined) {
      content = this.#commits.content(blob);
      this.#contents.set(blob, content);
    }
    return content;
  }
}
