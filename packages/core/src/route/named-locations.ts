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

/** The names of a server's named locations, with their `@`, as bytes. */
export function namedLocations(model: ConfigModel, server: ServerModel): readonly string[] {
  return server.locations.filter(({ match }) => match === 'named').map((each) => locationName(model, each));
}

/** Those to which nothing leads. */
export function idleNames(model: ConfigModel, server: ServerModel): readonly string[] {
  const { names } = internalUris(model, server);
  return namedLocations(model, server).filter((name) => !names.has(name));
}
