import {
  type ConfigModel,
  createFacts,
  createModel,
  encode,
  type FileId,
  fileAt,
  loadFragment,
  loadTree,
  pathOf,
} from '@nginx-lint/core';
import { filesWithLinks } from '../../packages/core/test/tree/corpus-links.ts';
import { corpus, corpusJson } from './corpus.ts';
import type { Entry } from './corpus-verdicts.ts';
import { changedFiles } from './fix-properties.ts';
import { nginxTest } from './nginx.ts';

interface ListedEntry extends Entry {
  readonly includedBy?: readonly string[];
  readonly template?: boolean;
}

/** Configurations of the corpus that stand for themselves: no other includes them, and they are no templates. */
export function corpusEntries(wanted: (entry: Entry, index: number) => boolean): readonly Entry[] {
  return corpusJson<ListedEntry[]>('index.json').filter(
    (entry, index) => !entry.includedBy?.length && !entry.template && wanted(entry, index),
  );
}

const contextOf = ({ context }: Entry): string[] => context.split(/(?<=^(?:stream|mail|rtmp))\./);

const isWhole = (entry: Entry): boolean => contextOf(entry)[0] === 'main' && entry.kind === 'main';

/** Its model, with some files read otherwise than they are. */
export async function loadEntry(
  entry: Entry,
  changed: ReadonlyMap<FileId, Uint8Array>,
  version: string | null,
): Promise<ConfigModel> {
  const map = Object.entries(entry.maps ?? {}).map(([from, to]) => ({ from, to: `${corpus}/${to}` }));
  const options = {
    files: changedFiles(filesWithLinks, changed),
    facts: createFacts(version === null ? {} : { version }),
    prefix: `${corpus}/${entry.prefix}`,
    map: [...map, { from: entry.prefixPath, to: `${corpus}/${entry.prefix}` }],
  };
  const file = fileAt(`${corpus}/${entry.root}`);
  return createModel(
    isWhole(entry) ? await loadTree(file, options) : await loadFragment(file, contextOf(entry), options),
  );
}

/** What a real nginx says of its files before and after a change; null where they do not lie in one folder. */
export function nginxVerdicts(
  entry: Entry,
  before: ConfigModel,
  changed: ReadonlyMap<FileId, Uint8Array>,
): readonly [string, string] | null {
  const folder = `${corpus}/${entry.prefix}/`;
  const own = [...before.tree.files.values()].filter(({ id }) => id.startsWith('file:'));
  if (own.some(({ id }) => !pathOf(id).startsWith(folder))) return null;
  const ask = (contents: ReadonlyMap<FileId, Uint8Array>): string => {
    const files = own.map(({ id, text, encoding }) => [
      pathOf(id).slice(folder.length),
      contents.get(id) ?? encode(text, encoding),
    ]);
    const { ok, message } = nginxTest({
      files: Object.fromEntries(files) as Record<string, Uint8Array>,
      entry: `${corpus}/${entry.root}`.slice(folder.length),
      ...(isWhole(entry) ? {} : { context: contextOf(entry) }),
      prefix: entry.prefixPath,
    });
    return ok ? 'accepted' : `refused: ${message ?? ''}`;
  };
  return [ask(new Map()), ask(changed)];
}
