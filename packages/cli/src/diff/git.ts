import { Git } from '../git.ts';
import type { World } from '../world.ts';

/** A file, a link or a submodule of a commit. */
export interface TreeEntry {
  readonly kind: 'file' | 'link' | 'other';
  readonly blob: string;
  /** From the root of the repository. */
  readonly path: string;
}

/** Commits of a repository, read with `ls-tree` and `cat-file`, which run no filter and no text conversion. */
export class Commits {
  readonly root: string;
  readonly #git: Git;

  private constructor(git: Git) {
    this.root = git.root;
    this.#git = git;
  }

  /** The repository around a folder. @throws Failure */
  static async around(folder: string, shown: string, env: World['env']): Promise<Commits> {
    return new Commits(await Git.around(folder, shown, 'the current folder', env));
  }

  /** The full name of what a reference leads to. @throws Failure */
  commit(ref: string, shown: string): Promise<string> {
    return this.#git.commit(ref, shown);
  }

  /** All files of a commit. @throws Failure */
  async entries(commit: string): Promise<readonly TreeEntry[]> {
    const listed = await this.#git.ask(['ls-tree', '-r', '-z', '--full-tree', commit]);
    return listed
      .toString()
      .split('\0')
      .flatMap((line): TreeEntry[] => {
        const [, mode = '', type = '', blob = '', path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
        if (path === '') return [];
        return [{ kind: mode === '120000' ? 'link' : type === 'blob' ? 'file' : 'other', blob, path }];
      });
  }

  /** @throws Failure */
  content(blob: string): Promise<Buffer> {
    return this.#git.blob(blob);
  }
}
