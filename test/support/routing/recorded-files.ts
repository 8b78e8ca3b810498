import type { FileKind, FileProbe } from '../../../packages/core/src/route/types.ts';
import { ENTRY, PREFIX } from './record.ts';
import { bytesOf } from './recorded-text.ts';

type Tree = Map<string, Tree | 'file'>;

/** The longest name of a file, and the longest path, that Linux takes. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4095;

/** Answers as the files of a recording lay: parents of files are folders, and the configuration itself is a file. */
export function probeOf(files: readonly string[]): FileProbe {
  const root: Tree = new Map();
  for (const file of [ENTRY, ...files]) add(root, bytesOf(file.startsWith('/') ? file : `${PREFIX}/${file}`));
  return (path) => lookUp(root, path);
}

function add(root: Tree, path: string): void {
  const names = path.split('/').filter((name) => name !== '');
  const file = path.endsWith('/') ? null : names.pop();
  let at = root;
  for (const name of names) {
    const known = at.get(name);
    const next: Tree = known instanceof Map ? known : new Map();
    at.set(name, next);
    at = next;
  }
  if (file !== null && file !== undefined && !at.has(file)) at.set(file, 'file');
}

/** stat(2), without links. */
function lookUp(root: Tree, path: string): FileKind {
  if (!path.startsWith('/') || path.length > LONGEST_PATH) return 'missing';
  const way: Tree[] = [root];
  let file = false;
  for (const name of path.split('/').slice(1)) {
    if (file) return 'not-a-directory';
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (way.length > 1) way.pop();
      continue;
    }
    const found = name.length > LONGEST_NAME ? undefined : way.at(-1)?.get(name);
    if (found === undefined) return 'missing';
    if (found === 'file') file = true;
    else way.push(found);
  }
  return file ? 'file' : 'directory';
}
