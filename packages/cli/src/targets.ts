import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { FileId, FileSystem } from '@nginx-lint/core';
import {
  isFolder,
  isOnDisk,
  nodeFileSystem,
  readPath,
  realPathOf,
  toFileId,
  toPath,
  whyUnreadable,
} from '@nginx-lint/disk';
import { didYouMean } from './did-you-mean.ts';
import { Failure } from './failure.ts';
import { COMMANDS } from './options.ts';
import type { World } from './world.ts';

/** The paths of a command line, checked. Absolute ones, but for `names` and `shown`. */
export interface ReadTargets {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Real paths of the named files, with the names that they were given. */
  readonly names: ReadonlyMap<string, string>;
  /** What standard input brings, over the files; null where it was not asked for. */
  readonly overlay: FileSystem | null;
  /** All of them, for a message. */
  readonly shown: string;
}

/** @throws Failure for the first path that does not lead to a readable file or folder */
export async function readTargets(
  operands: readonly string[],
  stdinFilename: string | null,
  world: World,
): Promise<ReadTargets> {
  const files: string[] = [];
  const folders: string[] = [];
  const names = new Map<string, string>();
  let overlay: FileSystem | null = null;
  if (stdinFilename !== null && !operands.includes('-'))
    throw new Failure('--stdin-filename names what comes in on standard input; give “-” as a path too');
  for (const operand of operands.length === 0 ? ['.'] : operands) {
    const name = operand === '-' ? (stdinFilename ?? '<stdin>') : operand;
    const path = resolve(world.cwd, name);
    if (operand === '-') overlay ??= overlaid(nodeFileSystem, path, await world.stdin(), world.cwd);
    else if (isFolder(path)) {
      folders.push(path);
      continue;
    } else if (typeof readPath(path) === 'string')
      throw new Failure(`${operand}: ${whyUnreadable(path)}${hintFor(operand, operands)}`);
    files.push(path);
    names.set(realPathOf(path), shownPath(path, world.cwd));
  }
  return { files, folders, names, overlay, shown: operands.length === 0 ? 'the current folder' : operands.join(', ') };
}

/** The first word may have been meant as a command. */
function hintFor(operand: string, operands: readonly string[]): string {
  if (operand !== operands[0] || !/^[a-z]+$/.test(operand)) return '';
  const hint = didYouMean(operand, COMMANDS, '', 'the command ');
  return hint === '' ? '' : `; ${hint}`;
}

export type ShownNames = (file: FileId) => string;

/** How files are called in what is printed: as they were given, else relative to the current folder. */
export function namesOf(given: ReadonlyMap<string, string>, cwd: string): ShownNames {
  const known = new Map<FileId, string>();
  return (file) => {
    const found = known.get(file);
    if (found !== undefined) return found;
    const path = toPath(file);
    const name = isOnDisk(file) ? (given.get(realPathOf(path)) ?? shownPath(path, cwd)) : `<nginx>${path}`;
    known.set(file, name);
    return name;
  };
}

function shownPath(path: string, cwd: string): string {
  return (relative(cwd, path) || path).split(sep).join('/');
}

/** One file more, or with another content, than there is. */
function overlaid(below: FileSystem, path: string, bytes: Uint8Array, cwd: string): FileSystem {
  const file = toFileId(path, cwd);
  const folder = toFileId(dirname(path), cwd);
  return {
    read: async (wanted) => (wanted === file ? bytes : below.read(wanted)),
    list: async (wanted) => {
      const entries = await below.list(wanted);
      if (wanted !== folder || entries.some((entry) => entry.name === basename(path))) return entries;
      return [...entries, { name: basename(path), folder: false }];
    },
  };
}
