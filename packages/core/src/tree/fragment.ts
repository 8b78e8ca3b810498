import type { Context, Facts } from '../facts/types.ts';
import type { Directive } from '../syntax/nodes.ts';
import { type FileId, folderOf, pathOf } from '../text/file-id.ts';
import { point } from '../text/span.ts';
import type { ImpliedBlock, Surroundings } from './expand.ts';
import { type Inside, MAIN, standing, UNKNOWN } from './standing.ts';
import type { Occurrence } from './tree.ts';

/** Folders in which files are kept that the configuration one folder up includes. */
const PART_FOLDER =
  /^(?:.*\.d|sites-.*|modules-.*|streams?-.*|snippets|includes?|common|global|vhosts?|sites|servers)$/;

/** The folder of the entry that a fragment most probably belongs to, by the customs of distributions. */
export function fragmentPrefix(file: FileId): string {
  const folder = folderOf(pathOf(file));
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  return PART_FOLDER.test(name) ? folderOf(folder) : folder;
}

/**
 * The blocks around a fragment, by their names from the outside in. `stream.server` and `if in location` mean `server`
 * and `if`; blocks left out at the outside are filled in (`server` alone stands in `http`). Null: nobody knows them.
 */
export function surroundingsOf(file: FileId, context: readonly Context[] | null, facts: Facts): Surroundings {
  if (context === null) return { inside: UNKNOWN, parent: null };
  let inside: Inside = MAIN;
  let parent: ImpliedBlock | null = null;
  for (const name of fullContext(context, facts)) {
    const node = impliedNode(name);
    const { fact, inner } = standing(facts, node, inside, [inside.context]);
    const children: Occurrence[] = [];
    const block: ImpliedBlock = {
      name,
      node,
      file,
      context: inside.context,
      fact,
      parent,
      children,
      via: [],
      implied: true,
    };
    parent?.children.push(block);
    parent = block;
    inside = inner;
  }
  return { inside, parent };
}

function impliedNode(name: string): Directive {
  const empty = point(0);
  const body = { ...empty, kind: 'block', close: null, items: [] } as const;
  return {
    ...empty,
    name: { ...empty, value: name, quote: null },
    args: [],
    terminator: '{',
    stop: 0,
    damaged: false,
    body,
  };
}

/** Where a block stands that is named without its surroundings. */
const USUAL_SURROUNDINGS: Readonly<Record<string, readonly string[]>> = {
  server: ['http'],
  upstream: ['http'],
  types: ['http'],
  map: ['http'],
  geo: ['http'],
  split_clients: ['http'],
  charset_map: ['http'],
  location: ['http', 'server'],
  if: ['http', 'server'],
  limit_except: ['http', 'server', 'location'],
  'stream.server': ['stream'],
  'stream.upstream': ['stream'],
  'mail.server': ['mail'],
  'if in server': ['http', 'server'],
  'if in location': ['http', 'server', 'location'],
};

function fullContext(context: readonly Context[], facts: Facts): readonly string[] {
  const names = context.filter((name) => name !== 'main');
  const [outer] = names;
  if (outer === undefined) return [];
  const standsAlone = facts.place(outer, 'main').kind === 'known';
  const around = standsAlone ? [] : (USUAL_SURROUNDINGS[outer] ?? []);
  return [...around, ...names].map((name) => name.replace(/^.*\./, '').replace(/ in .*$/, ''));
}
