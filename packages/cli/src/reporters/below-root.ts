import { posix, relative, sep } from 'node:path';
import type { FileId } from '@nginx-lint/core';
import type { ShownNames } from '../targets.ts';
import type { World } from '../world.ts';

/** Variables with the folder of the checkout. */
const ROOTS = { github: 'GITHUB_WORKSPACE', gitlab: 'CI_PROJECT_DIR' } as const;

/**
 * Names from the root of the repository, as the forge knows its files, where its runner says which folder that is and
 * the current folder lies below it. Other names stay as they are.
 */
export function namesBelowRoot(forge: keyof typeof ROOTS, nameOf: ShownNames, { cwd, env }: World): ShownNames {
  const root = env[ROOTS[forge]];
  if (root === undefined || root === '') return nameOf;
  const below = relative(root, cwd).split(sep).join('/');
  if (below === '' || below.startsWith('..') || posix.isAbsolute(below)) return nameOf;
  return (file: FileId) => {
    const shown = nameOf(file);
    if (posix.isAbsolute(shown) || shown.startsWith('<')) return shown;
    const joined = posix.join(below, shown);
    return joined.startsWith('../') ? shown : joined;
  };
}
