import { isInside } from '../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import { hasUnread } from '../model/unread.ts';
import { nearest } from '../text/nearest.ts';
import { internalUris } from './internal-uris.ts';
import { locationName } from './location-levels.ts';

/** Is all of the server there to be read, so that no file out of sight defines a named location or leads to one? */
export function isServerSeen(model: ConfigModel, server: ServerModel): boolean {
  if (server.at.implied || hasUnread(model, server.at)) return false;
  return !model.tree.problems.some(({ rule, at }) => rule === 'include-not-found' && isInside(at, server.at));
}

interface Names {
  readonly all: ReadonlySet<string>;
  readonly misspelt: ReadonlyMap<string, string>;
}

/** With more pairs than these to compare nothing is taken for another name. */
const MOST_PAIRS = 40_000;

const known = new WeakMap<ServerModel, Names>();

/** The names of a server's named locations, with their `@`, as bytes. */
export function namedLocations(model: ConfigModel, server: ServerModel): ReadonlySet<string> {
  return namesOf(model, server).all;
}

/** By the name of a location to which nothing leads, the one that is meant: something leads there, and it does not exist. */
export function misspeltNames(model: ConfigModel, server: ServerModel): ReadonlyMap<string, string> {
  return namesOf(model, server).misspelt;
}

function namesOf(model: ConfigModel, server: ServerModel): Names {
  let found = known.get(server);
  if (found === undefined) {
    const named = server.locations.filter(({ match }) => match === 'named');
    const all = new Set(named.map((each) => locationName(model, each)));
    const { names } = internalUris(model, server);
    const idle = [...all].filter((name) => !names.has(name));
    const missing = [...names].filter((name) => !all.has(name));
    const pairs =
      idle.length * missing.length > MOST_PAIRS ? [] : idle.map((name) => [name, nearest(name, missing)[0]] as const);
    const misspelt = new Map(pairs.flatMap(([name, meant]) => (meant === undefined ? [] : [[name, meant] as const])));
    found = { all, misspelt };
    known.set(server, found);
  }
  return found;
}
