import { isInside } from '../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import { hasUnread } from '../model/unread.ts';
import { internalUris } from './internal-uris.ts';
import { locationName } from './location-levels.ts';

/** Is all of the server there to be read, so that no file out of sight defines a named location or leads to one? */
export function isServerSeen(model: ConfigModel, server: ServerModel): boolean {
  if (server.at.implied || hasUnread(model, server.at)) return false;
  return !model.tree.problems.some(({ rule, at }) => rule === 'include-not-found' && isInside(at, server.at));
}

interface Names {
  readonly all: readonly string[];
  readonly idle: readonly string[];
}

const known = new WeakMap<ServerModel, Names>();

/** The names of a server's named locations, with their `@`, as bytes. */
export function namedLocations(model: ConfigModel, server: ServerModel): readonly string[] {
  return namesOf(model, server).all;
}

/** Those to which nothing leads. */
export function idleNames(model: ConfigModel, server: ServerModel): readonly string[] {
  return namesOf(model, server).idle;
}

function namesOf(model: ConfigModel, server: ServerModel): Names {
  let found = known.get(server);
  if (found === undefined) {
    const all = server.locations.filter(({ match }) => match === 'named').map((each) => locationName(model, each));
    const { names } = internalUris(model, server);
    found = { all, idle: all.filter((name) => !names.has(name)) };
    known.set(server, found);
  }
  return found;
}
