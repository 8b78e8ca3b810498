import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { codeOf } from '@nginx-lint/disk';
import { Failure } from '../failure.ts';
import type { World } from '../world.ts';

/** What a path was in a commit and is in the work tree. */
export interface Change {
  /** Absolute, without symbolic links in its folders. */
  readonly path: string;
  /** Null for a path that is new. */
  readonly old: OldFile | null;
  /** Is it there now? */
  readonly exists: boolean;
  /** Where it was, if somewhere else; absolute. */
  readonly from: string | null;
}

export interface OldFile {
  readonly blob: string;
  readonly link: boolean;
}

/** More than any text of a configuration repository. */
const LARGEST_OUTPUT = 512 * 1024 * 1024;

/** Nothing that a repository configures is run: no hooks, no monitor of files, no other diff or filter for it. */
const CAUTION = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/** Set by git for its hooks, and relative to a folder that need not be ours. */
const OF_HOOKS = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX'];

const MODE_LINK = '120000';

/** A git repository with a work tree, asked through the `git` of this machine. */
export class Repository {
  readonly root: string;
  readonly #env: World['env'];

  private constructor(root: string, env: World['env']) {
    this.root = root;
    this.#env = env;
  }

  /** The repository of a folder. @throws Failure outside of one, and where there is no git */
  static async of(folder: string, shown: string, env: World['env']): Promise<Repository> {
    const clean: Record<string, string | undefined> = { ...env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
    for (const name of OF_HOOKS) delete clean[name];
    const root = await git(['rev-parse', '--show-toplevel'], folder, clean);
    if (typeof root !== 'string') return new Repository(resolve(root.toString().replace(/\r?\n$/, '')), clean);
    const why = /not a git repository/i.test(root) ? 'it does not lie in a git repository' : root;
    throw new Failure(`--changed-since: ${shown}: ${why}`);
  }

  /** The full name of the commit that a reference leads to. @throws Failure */
  async commit(ref: string): Promise<string> {
    // It would be taken for an option.
    if (ref.startsWith('-')) throw new Failure(`--changed-since ${ref}: a reference cannot begin with a dash`);
    const found = await git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], this.root, this.#env);
    const name = typeof found === 'string' ? '' : found.toString().trim();
    if (/^[0-9a-f]{40,64}$/.test(name)) return name;
    throw new Failure(`--changed-since ${ref}: there is no such commit in ${this.root}`);
  }

  /** What differs between a commit and the work tree; files that git ignores count as unchanged. @throws Failure */
  async changes(commit: string): Promise<readonly Change[]> {
    const options = ['--raw', '-z', '--no-abbrev', '--find-renames', '--no-color', '--ignore-submodules=all'];
    const raw = await this.#ask(['diff', '--no-ext-diff', '--no-textconv', ...options, commit, '--']);
    const untracked = await this.#ask(['ls-files', '-z', '--others', '--exclude-standard', '--full-name']);
    const changes = new Map<string, Change>();
    for (const change of readRaw(raw.toString(), this.root))
      changes.set(change.path, { ...change, old: changes.get(change.path)?.old ?? change.old });
    for (const name of untracked.toString().split('\0')) {
      if (name === '') continue;
      const path = resolve(this.root, name);
      const old = changes.get(path)?.old ?? null;
      changes.set(path, { path, old, exists: true, from: null });
    }
    return [...changes.values()];
  }

  /** @throws Failure */
  blob(name: string): Promise<Buffer> {
    return this.#ask(['cat-file', 'blob', name]);
  }

  async #ask(args: readonly string[]): Promise<Buffer> {
    const answer = await git(args, this.root, this.#env);
    if (typeof answer === 'string') throw new Failure(`git ${args[0] ?? ''} failed: ${answer}`);
    return answer;
  }
}

/** `:oldmode newmode oldblob newblob status`, then one path, or two for what was moved or copied, each ended by NUL. */
function* readRaw(raw: string, root: string): Generator<Change> {
  const fields = raw.split('\0');
  for (let at = 0; at + 1 < fields.length; ) {
    const [mode = '', , blob = '', , status = ''] = (fields[at++] ?? '').slice(1).split(' ');
    const old = status === 'A' ? null : { blob, link: mode === MODE_LINK };
    const path = resolve(root, fields[at++] ?? '');
    if (!/^[RC]/.test(status)) {
      yield { path, old, exists: status !== 'D', from: null };
      continue;
    }
    const to = resolve(root, fields[at++] ?? '');
    if (status.startsWith('R')) yield { path, old, exists: false, from: null };
    // It was not there under its name, although its lines were.
    yield { path: to, old: null, exists: true, from: path };
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
      done(line.replace(/^(?:fatal|error): /, '') || error.message.split('\n')[0] || 'git failed');
    });
  });
}
