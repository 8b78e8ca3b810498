import { bundledFile } from '../facts/bundled.ts';
import type { Directive, SourceFile } from '../syntax/nodes.ts';
import { type FileId, fileAt, folderOf, joinPath, relativeTo } from '../text/file-id.ts';
import type { FileSystem } from './files.ts';
import { fragmentPrefix } from './fragment.ts';
import { isPattern } from './glob.ts';

/** Where distributions put the configuration. */
const USUAL_PREFIX = '/etc/nginx';
/** Folders above the usual one in which is looked. */
const MOST_LEVELS = 6;

/**
 * The folder in which the relative names of a fragment begin: the one that custom tells, or the nearest one above it in
 * which a file lies that the fragment includes. Not above the folder of a repository.
 */
export async function prefixOfFragment(source: SourceFile, files: FileSystem): Promise<string> {
  const usual = fragmentPrefix(source.id);
  const names = plainIncludes(source).filter((name) => bundledFile(name) === null);
  if (names.length === 0) return usual;
  let folder = usual;
  for (let level = 0; level <= MOST_LEVELS; level++) {
    if (await holdsOne(folder, names, source.id, files)) return folder;
    if (folder === '/' || folder === USUAL_PREFIX || (await isRepository(folder, source.id, files))) break;
    folder = folderOf(folder);
  }
  return usual;
}

async function holdsOne(folder: string, names: readonly string[], beside: FileId, files: FileSystem): Promise<boolean> {
  for (const name of names) {
    if (typeof (await files.read(fileAt(joinPath(folder, name), beside))) !== 'string') return true;
  }
  return false;
}

async function isRepository(folder: string, beside: FileId, files: FileSystem): Promise<boolean> {
  return (await files.list(fileAt(folder, beside))).some(({ name }) => name === '.git');
}

/** Names of includes without a pattern, below the folder of the configuration. */
function plainIncludes(source: SourceFile): readonly string[] {
  const names: string[] = [];
  const open: Directive[] = [...source.items];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.body?.kind === 'block') for (const item of at.body.items) open.push(item);
    const [word] = at.args;
    if (at.name.value !== 'include' || word === undefined || isPattern(word.value)) continue;
    const below = word.value.startsWith('/') ? relativeTo(USUAL_PREFIX, word.value) : word.value;
    if (below !== null && below !== '') names.push(below);
  }
  return names;
}
