import {
  createPlaces,
  type FileId,
  type FolderEntry,
  folderOf,
  normalisePath,
  type Occurrence,
  type Places,
  type ValueKind,
} from '@nginx-lint/core';
import type { Snapshot } from '../../snapshot.ts';
import { type CompletionItem, itemsOf, type Offer } from './item.ts';
import { type Command, commandsIn, kindsAt, readStatement, sceneAt } from './scene.ts';
import type { Statement } from './statement.ts';

/** What lies in a folder; empty where there is none. */
export type ListFolder = (folder: FileId) => Promise<readonly FolderEntry[]>;

const PATHS: ReadonlySet<string> = new Set(['path', 'glob', 'log-target']);

/** Arguments of `path` that name no file: the kinds `uri` and texts. */
const NO_FILES: ReadonlySet<string> = new Set(['auth_request', 'location']);

/**
 * Files and folders for the path that is typed at an offset, from where nginx would begin: relative ones lie below the
 * folder of `nginx.conf`, below nginx's prefix, or below the `root` that holds. Never throws; empty where no path stands.
 */
export async function pathCompletions(
  snapshot: Snapshot,
  file: FileId,
  offset: number,
  list: ListFolder,
): Promise<readonly CompletionItem[]> {
  const scene = sceneAt(snapshot, file, offset);
  const statement = scene === null ? null : readStatement(scene);
  if (scene === null || statement?.kind !== 'statement' || statement.index < 0) return [];
  const { before } = statement.word;
  const [name] = statement.earlier;
  if (name === undefined || /[$*?[]/.test(before) || before.includes(':') || NO_FILES.has(name.value)) return [];
  const found: Offer[] = [];
  const seen = new Set<string>();
  for (const command of commandsIn(scene, name.value)) {
    for (const kind of pathKinds(command, statement)) {
      const { entry, config } = command.setting.places[0]?.view.analysis ?? { entry: file, config: null };
      const read = async () => 'missing' as const;
      const places = createPlaces({ entry, files: { list, read }, prefix: config?.prefix, map: config?.map });
      for (const folder of foldersFor(kind, command, places, before)) {
        const key = `${places.locate(folder)} ${kind.kind}`;
        if (seen.has(key)) continue;
        seen.add(key);
        found.push(...offersIn(await places.list(folder), kind, command, statement, offset));
      }
    }
  }
  return itemsOf(found, statement.word.inner);
}

function pathKinds(command: Command, { index, word }: Statement): readonly ValueKind[] {
  // In a body of entries nothing else is a path.
  if (command.name === 'include') return index === 0 ? [{ kind: 'glob', base: 'conf' }] : [];
  const kinds = kindsAt(command, index).filter(({ kind }) => PATHS.has(kind));
  return kinds.filter(({ kind }) => kind !== 'log-target' || !word.before.startsWith('syslog'));
}

/** The folders that may be meant by what is typed up to its last slash. */
function foldersFor({ base }: ValueKind, command: Command, places: Places, typed: string): readonly string[] {
  const below = typed.slice(0, typed.lastIndexOf('/') + 1);
  if (base === 'root') return rootsOf(command).map((root) => folder(places.fullName(root), below.replace(/^\//, '')));
  if (below.startsWith('/')) return [normalisePath(below)];
  const conf = places.prefix;
  // A build from sources has its configuration in a folder of the prefix, packages have both in one.
  const prefix = base === 'prefix' && conf.endsWith('/conf') ? folderOf(conf) : conf;
  return [folder(prefix, below)];
}

function folder(start: string, below: string): string {
  return normalisePath(`${start}/${below}`);
}

/** The values of `root` that hold where the directive stands, those with variables left out. */
function rootsOf({ setting }: Command): readonly string[] {
  const roots = setting.places.flatMap(({ block }) => (block === null ? [] : rootAt(setting.model, block)));
  return [...new Set(roots)];
}

function rootAt(model: Command['setting']['model'], block: Occurrence): readonly string[] {
  return model
    .effective(block, 'root')
    .values.flatMap(({ node }) => node.args[0]?.value ?? [])
    .filter((value) => !value.includes('$'));
}

function offersIn(
  entries: readonly FolderEntry[],
  kind: ValueKind,
  command: Command,
  { word, next }: Statement,
  offset: number,
): Offer[] {
  const typed = word.before.slice(word.before.lastIndexOf('/') + 1);
  const rest = word.after.search(/[/]/);
  const span = { start: offset - typed.length, end: rest === -1 ? word.inner.end : offset + rest };
  const only = wantedOf(command.name);
  const hidden = typed.startsWith('.');
  const shown = entries.filter(({ name, folder: isFolder }) => {
    if (name.startsWith('.') && !hidden) return false;
    return only !== 'folders' || isFolder;
  });
  const slash = rest === -1 ? '/' : '';
  const offers = shown.map(({ name, folder: isFolder }): Offer => {
    const label = isFolder ? `${name}/` : name;
    const text = written(isFolder ? `${name}${slash}` : name, word.quote !== null);
    return { label, text, kind: isFolder ? 'folder' : 'file', rank: isFolder ? 2 : 1, span, retrigger: isFolder };
  });
  const many = shown.filter(({ name, folder: isFolder }) => !isFolder && name.endsWith('.conf')).length > 1;
  if (kind.kind !== 'glob' || !many || next === 'words') return offers;
  return [...offers, { label: '*.conf', kind: 'file', rank: 0, span, detail: 'all of them' }];
}

/** Directives that take a folder. */
function wantedOf(directive: string): 'folders' | 'all' {
  return directive === 'root' || /_(?:cache|temp)_path$/.test(directive) ? 'folders' : 'all';
}

/** Blanks and signs of nginx's reader are escaped outside of quotes. */
function written(name: string, quoted: boolean): string {
  return quoted ? name : name.replace(/[\s;{}"'\\]/g, '\\$&');
}
