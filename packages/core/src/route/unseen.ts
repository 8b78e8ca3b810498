import type { ConfigModel } from '../model/types.ts';
import type { Occurrence, TreeProblem } from '../tree/tree.ts';
import type { RouteOutcome } from './outcome.ts';

/**
 * The parts of a configuration that could not be read, as far as they may change an outcome: those that an `include`
 * names outside of servers, and those in the blocks that the request has come to.
 */
export function unseenFor(outcome: RouteOutcome, model: ConfigModel): readonly TreeProblem[] {
  const { problems } = model.tree;
  if (problems.length === 0) return [];
  const used = new Set<Occurrence>();
  const places = [outcome.server?.at ?? null, outcome.final, ...(outcome.locations ?? [])];
  for (const place of places) for (let at = place; at !== null; at = at.parent) used.add(at);
  // Where the ways part, nobody has written down which locations they go through.
  const parting = outcome.locations === null || outcome.final === null;
  return problems.filter(({ at }) => mayMatter(at, used, parting, model));
}

/** Of servers and their locations, only those matter that were used; what stands around them may define anything. */
function mayMatter(at: Occurrence, used: ReadonlySet<Occurrence>, parting: boolean, model: ConfigModel): boolean {
  const server = model.server(at);
  if (server === null) return !isInside(at, ['stream', 'mail', 'events', 'types']);
  if (!used.has(server.at)) return false;
  // Where it stands in a block of the server that was not used, it holds nothing for this request but inner locations.
  const location = model.location(at);
  return parting || location === null || used.has(location.at);
}

function isInside(at: Occurrence, names: readonly string[]): boolean {
  for (let block = at.parent; block !== null; block = block.parent) if (names.includes(block.name)) return true;
  return false;
}
