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
  const first = args[0];
  if (first === undefined) return null;
  const second = args[1];
  if (second !== undefined) {
    // With two arguments the first is a modifier and nothing else; nginx refuses any other word.
    const match = MODIFIERS.get(first.value) ?? 'prefix';
    return { match, caseless: first.value === '~*', pattern: second.value, word: second };
  }
  const text = first.value;
  switch (text.charAt(0)) {
    case '=':
      return glued(first, 'exact', 1);
    case '^':
      return text.startsWith('^~') ? glued(first, 'prefix-final', 2) : glued(first, 'prefix', 0);
    case '~':
      return glued(first, 'regex', text.startsWith('~*') ? 2 : 1);
    case '@':
      return glued(first, 'named', 0);
    default:
      return glued(first, 'prefix', 0);
  }
}

function glued(word: Word, match: LocationMatch, length: number): LocationPattern {
  return { match, caseless: match === 'regex' && length === 2, pattern: word.value.slice(length), word };
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

type GrowingLocation = Omit<LocationModel, 'children'> & { children: readonly LocationModel[] };

const NONE: readonly LocationModel[] = [];

/** The locations of a server, nested ones beneath the ones around them. */
export function locationsOf(server: ServerModel): ServerLocations {
  const all: LocationModel[] = [];
  const direct = locationsIn(server.at, server, null, all);
  // As a copy has no room for more, and there may be very many servers.
  return { direct, all: all.slice() };
}

/** Blocks are no deeper than a tree is expanded. */
function locationsIn(
  block: Occurrence,
  server: ServerModel,
  parent: LocationModel | null,
  all: LocationModel[],
): readonly LocationModel[] {
  const blocks = block.children;
  let found: LocationModel[] | null = null;
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < blocks.length; index++) {
    const at = blocks[index];
    const read = at !== undefined && isLocation(at) ? locationPattern(at.node.args) : null;
    if (at === undefined || read === null) continue;
    const { match, caseless, pattern, word } = read;
    const location: GrowingLocation = { at, server, parent, match, caseless, pattern, word, children: NONE };
    if (found === null) found = [location];
    else found.push(location);
    all.push(location);
    location.children = locationsIn(at, server, location, all);
  }
  return found?.slice() ?? NONE;
}

function isLocation(at: Occurrence): boolean {
  return at.name === 'location' && isBlock(at);
}
