import type { ConfigModel } from '../model/types.ts';

/**
 * May definitions stand where nobody looked: in the files around a fragment, or in one that could not be read? What is
 * defined once for the whole configuration (variables, formats of logs, upstreams, zones) cannot be missed then.
 */
export function seesOnlyPart(model: ConfigModel): boolean {
  return !model.certain || model.roots.some(({ implied }) => implied) || model.tree.problems.length > 0;
}
