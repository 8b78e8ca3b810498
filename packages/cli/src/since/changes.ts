import { resolve } from 'node:path';
import type { Git } from '../git.ts';

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

const MODE_LINK = '120000';

/** What differs between a commit and the work tree; files that git ignores count as unchanged. @throws Failure */
export async function changesSince(git: Git, commit: string): Promise<readonly Change[]> {
  const options = ['--raw', '-z', '--no-abbrev', '--find-renames', '--no-color', '--ignore-submodules=all'];
  const raw = await git.ask(['diff', '--no-ext-diff', '--no-textconv', ...options, commit, '--']);
  const untracked = await git.ask(['ls-files', '-z', '--others', '--exclude-standard', '--full-name']);
  const changes = new Map<string, Change>();
  for (const change of readRaw(raw.toString(), git.root))
    changes.set(change.path, { ...change, old: changes.get(change.path)?.old ?? change.old });
  for (const name of untracked.toString().split('\0')) {
    if (name === '') continue;
    const path = resolve(git.root, name);
    const old = changes.get(path)?.old ?? null;
    changes.set(path, { path, old, exists: true, from: null });
  }
  return [...changes.values()];
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
