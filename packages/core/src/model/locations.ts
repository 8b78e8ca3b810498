import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { isBlock } from './blocks.ts';
import type { LocationMatch, LocationModel, ServerModel } from './types.ts';

/** How a location matches. */
export interface LocationPattern {
  readonly match: LocationMatch;
  readonly caseless: boolean;
  readonly pattern: string;
  readonly word: Word;
}

/** Reads the arguments of a `location` as `ngx_http_core_location` does; null without any. */
export function locationPattern(args: readonly Word[]): LocationPattern | null {
  const [first, second] = args;
  if (first === undefined) return null;
  if (second !== undefined) {
    // With two arguments the first is a modifier and nothing else; nginx refuses any other word.
    const match = MODIFIERS.get(first.value) ?? 'prefix';
    return { match, caseless: first.value === '~*', pattern: second.value, word: second };
  }
  const text = first.value;
  const glued = (match: LocationMatch, length: number): LocationPattern => ({
    match,
    caseless: match === 'regex' && length === 2,
    pattern: text.slice(length),
    word: first,
  });
  if (text.startsWith('=')) return glued('exact', 1);
  if (text.startsWith('^~')) return glued('prefix-final', 2);
  if (text.startsWith('~*')) return glued('regex', 2);
  if (text.startsWith('~')) return glued('regex', 1);
  return glued(text.startsWith('@') ? 'named' : 'prefix', 0);
}

const MODIFIERS: ReadonlyMap<string, LocationMatch> = new Map([
  ['=', 'exact'],
  ['^~', 'prefix-final'],
  ['~', 'regex'],
  ['~*', 'regex'],
]);

export interface ServerLocations {
  readonly direct: readonly LocationModel[];
  readonly all: readonly LocationModel[];
}

type GrowingLocation = LocationModel & { readonly children: LocationModel[] };

/** The locations of a server, nested ones beneath the ones around them. */
export function locationsOf(server: ServerModel): ServerLocations {
  const direct: LocationModel[] = [];
  const all: LocationModel[] = [];
  const pending: { at: Occurrence; parent: GrowingLocation | null }[] = [];
  const openBlock = (block: Occurrence, parent: GrowingLocation | null): void => {
    for (let index = block.children.length - 1; index >= 0; index--) {
      const child = block.children[index];
      if (child !== undefined && isLocation(child)) pending.push({ at: child, parent });
    }
  };
  openBlock(server.at, null);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { at, parent } = next;
    const pattern = locationPattern(at.node.args);
    if (pattern === null) continue;
    const location: GrowingLocation = { at, server, parent, ...pattern, children: [] };
    (parent === null ? direct : parent.children).push(location);
    all.push(location);
    openBlock(at, location);
  }
  return { direct, all };
}

function isLocation(at: Occurrence): boolean {
  return at.node.name.value === 'location' && isBlock(at);
}
