import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { codeOf } from '@nginx-lint/disk';
import { Failure } from '../failure.ts';
import type { World } from '../world.ts';

/** A file, a link or a submodule of a commit. */
export interface TreeEntry {
  readonly kind: 'file' | 'link' | 'other';
  readonly blob: string;
  /** From the root of the repository. */
  readonly path: string;
}

const LARGEST_OUTPUT = 512 * 1024 * 1024;

/** Nothing that a repository or its user configures is run: no hooks, no pager, no monitor of files. */
const CAUTION = ['--no-pager', '--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/** git sets them for its hooks; they would lead to another repository than that of the folder. */
const OF_HOOKS = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_EXTERNAL_DIFF'];

/** Commits of a repository, read with `ls-tree` and `cat-file`, which run no filter and no text conversion. */
export class Commits {
  readonly root: string;
  readonly #env: World['env'];

  private constructor(root: string, env: World['env']) {
    this.root = root;
    this.#env = env;
  }

  /** The repository around a folder. @throws Failure */
  static async around(folder: string, shown: string, env: World['env']): Promise<Commits> {
    const clean: Record<string, string | undefined> = { ...env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
    for (const name of OF_HOOKS) delete clean[name];
    const root = await git(['rev-parse', '--show-toplevel'], folder, clean);
    if (typeof root !== 'string') return new Commits(resolve(root.toString().replace(/\r?\n$/, '')), clean);
    throw new Failure(
      `${shown}: ${/not a git repository/i.test(root) ? 'the current folder lies in no git repository' : root}`,
    );
  }

  /** The full name of what a reference leads to. @throws Failure */
  async commit(ref: string, shown: string): Promise<string> {
    // git would take it for an option.
    if (ref.startsWith('-')) throw new Failure(`${shown}: a git reference does not begin with a dash`);
    const found = await git(
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
      this.root,
      this.#env,
    );
    const name = typeof found === 'string' ? '' : found.toString().trim();
    if (/^[0-9a-f]{40,64}$/.test(name)) return name;
    throw new Failure(`${shown}: there is no commit "${ref}" in ${this.root}`);
  }

  /** All files of a commit. @throws Failure */
  async entries(commit: string): Promise<readonly TreeEntry[]> {
    const listed = await this.#ask(['ls-tree', '-r', '-z', '--full-tree', commit]);
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
    return this.#ask(['cat-file', 'blob', blob]);
  }

  async #ask(args: readonly string[]): Promise<Buffer> {
    const answer = await git(args, this.root, this.#env);
    if (typeof answer === 'string') throw new Failure(`git ${args[0] ?? ''} failed: ${answer}`);
    return answer;
  }
}

/** What git prints; its first complaint as text where it fails. */
function git(args: readonly string[], cwd: string, env: World['env']): Promise<Buffer | string> {
  return new Promise((done) => {
    const options = { cwd, env, encoding: 'buffer', maxBuffer: LARGEST_OUTPUT, windowsHide: true } as const;
    execFile('git', [...CAUTION, ...args], options, (error, stdout, stderr) => {
      if (error === null) return done(stdout);
      if (codeOf(error) === 'ENOENT') return done('there is no program “git”');
      const [line = ''] = stderr.toString().trim().split('\n');
      done(line.replace(/^(?:fatal|error): /, '') || 'git failed');
    });
  });
}
