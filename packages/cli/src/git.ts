import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { codeOf } from '@nginx-lint/disk';
import { Failure } from './failure.ts';
import type { World } from './world.ts';

/** More than any text of a configuration repository. */
const LARGEST_OUTPUT = 512 * 1024 * 1024;

/** Nothing that a repository or its user configures is run: no hooks, no pager, no monitor of files. */
const CAUTION = ['--no-pager', '--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/** git sets them for its hooks; they would lead to another repository than that of the folder. */
const OF_HOOKS = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_EXTERNAL_DIFF'];

/** A git repository with a work tree, asked through the `git` of this machine and never through a shell. */
export class Git {
  /** The folder of the work tree; absolute, without symbolic links. */
  readonly root: string;
  readonly #env: World['env'];

  private constructor(root: string, env: World['env']) {
    this.root = root;
    this.#env = env;
  }

  /** The repository around a folder, which messages call `place`; `shown` is what asks for it. @throws Failure */
  static async around(folder: string, shown: string, place: string, env: World['env']): Promise<Git> {
    const clean: Record<string, string | undefined> = { ...env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
    for (const name of OF_HOOKS) delete clean[name];
    const root = await answerOf(['rev-parse', '--show-toplevel'], folder, clean);
    if (typeof root !== 'string') return new Git(resolve(root.toString().replace(/\r?\n$/, '')), clean);
    throw new Failure(`${shown}: ${/not a git repository/i.test(root) ? `${place} lies in no git repository` : root}`);
  }

  /** The full name of the commit that a reference leads to. @throws Failure */
  async commit(ref: string, shown: string): Promise<string> {
    // git would take it for an option.
    if (ref.startsWith('-')) throw new Failure(`${shown}: a git reference does not begin with a dash`);
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
    const found = await answerOf(args, this.root, this.#env);
    const name = typeof found === 'string' ? '' : found.toString().trim();
    if (/^[0-9a-f]{40,64}$/.test(name)) return name;
    throw new Failure(`${shown}: there is no commit "${ref}" in ${this.root}`);
  }

  /** @throws Failure */
  blob(name: string): Promise<Buffer> {
    return this.ask(['cat-file', 'blob', name]);
  }

  /** What git prints, asked in the root of the repository. @throws Failure */
  async ask(args: readonly string[]): Promise<Buffer> {
    const answer = await answerOf(args, this.root, this.#env);
    if (typeof answer === 'string') throw new Failure(`git ${args[0] ?? ''} failed: ${answer}`);
    return answer;
  }
}

/** What git prints; its first complaint as text where it fails. */
function answerOf(args: readonly string[], cwd: string, env: World['env']): Promise<Buffer | string> {
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
