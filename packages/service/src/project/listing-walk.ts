import { decode, type FileId, type FileSystem, fileAt, joinPath, pathOf } from '@nginx-lint/core';
import { CANDIDATES, NEVER } from './candidates.ts';
import { type IgnoreRule, ignoredBy, readGitignore, verdict } from './gitignore.ts';
import type { Walk } from './host.ts';

/** Folders deeper than this are not entered: links may lead in a circle. */
const DEEPEST = 24;

/**
 * The files below a folder that may be nginx configurations, for places of which nothing but the listing of folders is
 * known, such as the workspace of an editor in a browser. What `.gitignore` files name is left out.
 */
export async function walkListing(files: FileSystem, folder: FileId): Promise<Walk> {
  const found = await below(files, folder, (path) => isCandidate(pathOf(folder), path));
  return { files: found.sort(), unreadable: [] };
}

/** The files below a folder that globs match. The globs are absolute. */
export async function matchListing(
  files: FileSystem,
  folder: FileId,
  globs: readonly string[],
): Promise<readonly FileId[]> {
  if (globs.length === 0) return [];
  return (await below(files, folder, (path) => ignoredBy(globs, path))).sort();
}

interface Level {
  readonly folder: FileId;
  readonly depth: number;
  /** The `.gitignore` files from here upwards, the nearest first, each with its folder. */
  readonly ignores: readonly { readonly path: string; readonly rules: readonly IgnoreRule[] }[];
}

async function below(files: FileSystem, top: FileId, wanted: (path: string) => boolean): Promise<FileId[]> {
  const found: FileId[] = [];
  const pending: Level[] = [{ folder: top, depth: 0, ignores: [] }];
  for (let level = pending.pop(); level !== undefined; level = pending.pop()) {
    const path = pathOf(level.folder);
    const entries = await files.list(level.folder);
    const own = entries.some(({ name }) => name === '.gitignore') ? await rulesIn(files, level.folder) : [];
    const ignores = own.length === 0 ? level.ignores : [{ path, rules: own }, ...level.ignores];
    for (const { name, folder } of entries) {
      const full = joinPath(path, name);
      if (isIgnored(full, folder, ignores)) continue;
      const file = fileAt(full, top);
      if (!folder && wanted(full)) found.push(file);
      else if (folder && level.depth < DEEPEST && !NEVER_ENTERED.has(name))
        pending.push({ folder: file, depth: level.depth + 1, ignores });
    }
  }
  return found;
}

const NEVER_ENTERED = new Set(['node_modules', '.git', '.hg', '.svn']);

function isCandidate(folder: string, path: string): boolean {
  const base = (folder === '/' ? '' : folder).replace(/[*?[\\!#]/g, '\\$&');
  const at = (glob: string): string => `${base}/${glob}`;
  return ignoredBy(CANDIDATES.map(at), path) && !ignoredBy(NEVER.map(at), path);
}

async function rulesIn(files: FileSystem, folder: FileId): Promise<readonly IgnoreRule[]> {
  const bytes = await files.read(fileAt(joinPath(pathOf(folder), '.gitignore'), folder));
  return typeof bytes === 'string' ? [] : readGitignore(decode(bytes).text);
}

/** The nearest `.gitignore` that says anything decides. */
function isIgnored(path: string, folder: boolean, ignores: Level['ignores']): boolean {
  for (const { path: base, rules } of ignores) {
    const answer = verdict(rules, path.slice(base === '/' ? 1 : base.length + 1), folder);
    if (answer !== null) return answer === 'ignored';
  }
  return false;
}
