import type { Occurrence } from '../tree/tree.ts';
import { ownAnswer } from './answers.ts';
import { blocksIn, isInside } from './blocks.ts';
import { isPrefix } from './location-search.ts';
import type { ConfigModel, ServerModel } from './types.ts';

/**
 * The blocks of a server in which requests end: its locations, and the server itself unless a location takes every path.
 * Those that send all requests on to another one, and those that a `return` of the server keeps unused, are left out.
 */
export function answeringBlocks(model: ConfigModel, server: ServerModel): readonly Occurrence[] {
  const blocks = server.allLocations.map(({ at }) => at);
  const all = server.locations.some((location) => isPrefix(location) && /^\/?$/.test(location.pattern));
  return (all ? blocks : [server.at, ...blocks]).filter((block) => ownAnswer(model, block) !== null);
}

/** The blocks in which requests end and for which a directive is the one that holds, those of `limit_except` too. */
export function blocksUnder(model: ConfigModel, at: Occurrence): readonly Occurrence[] {
  const level = at.parent;
  if (level === null) return [];
  const name = at.name;
  const holds = (block: Occurrence): boolean => model.effective(block, name).values.includes(at);
  if (level.name === 'limit_except') return [level];
  const server = model.server(at);
  const servers = server === null ? model.servers.filter((each) => isInside(each.at, level)) : [server];
  return servers
    .flatMap((each) => answeringBlocks(model, each))
    .filter((block) => isInside(block, level))
    .flatMap((block) => [block, ...[...blocksIn(block)].filter(({ name }) => name === 'limit_except')])
    .filter(holds);
}
