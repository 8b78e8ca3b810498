import { type Budget, findWitness, type Pattern, READABLE_BYTES } from '@nginx-lint/regex';
import { locationRegex } from '../model/location-search.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import { blockAsked } from './asked.ts';
import { normalisedPaths } from './normalised-paths.ts';
import type { Bytes } from './types.ts';

/** How often something else may take the path that was found. */
const MOST_ROUNDS = 6;

/**
 * A path that begins with `name`, goes on with a name of the kind told, and that a regex location answers: looked up with
 * the real search. Null where none is found, which proves nothing.
 */
export function pathInto(
  model: ConfigModel,
  server: ServerModel,
  regex: LocationModel,
  name: Bytes,
  likely: RegExp,
  budget: Budget,
): Bytes | null {
  const some = regexesOf(model, regex);
  const folder = name.endsWith('/') ? name : `${name}/`;
  for (const prefix of [`${folder}index`, folder, name]) {
    const none: Pattern[] = [];
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const within = [normalisedPaths(true)];
      const found = findWitness({ some, none, within, prefix, bytes: READABLE_BYTES, budget, careful: true });
      if (typeof found === 'string') break;
      const taker = blockAsked(model, server, found.found);
      if (taker === regex) {
        if (likely.test(found.found.slice(folder.length))) return found.found;
        break;
      }
      const others = taker === null || taker === 'server' ? [] : regexesOf(model, taker);
      if (others.length === 0 || others.some((other) => none.includes(other))) break;
      none.push(...others.filter((other) => !some.includes(other)));
    }
  }
  return null;
}

/** The expressions that a path must match to get into a location. */
function regexesOf(model: ConfigModel, location: LocationModel): Pattern[] {
  const found: Pattern[] = [];
  for (let at: LocationModel | null = location; at !== null; at = at.parent) {
    const tree = locationRegex(model, at);
    if (tree !== null) found.push(tree);
  }
  return found;
}
