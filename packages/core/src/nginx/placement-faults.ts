import type { ConfigModel } from '../model/types.ts';
import type { ConfigTree, Occurrence } from '../tree/tree.ts';
import { compiledIn } from './compiled.ts';
import { type PlacementFault, placementFault } from './placement.ts';

const known = new WeakMap<ConfigModel, ReadonlyMap<Occurrence, PlacementFault>>();

/** All directives of a tree that ngx_conf_handler() objects to, in reading order; found once. */
export function placementFaults(model: ConfigModel): ReadonlyMap<Occurrence, PlacementFault> {
  let faults = known.get(model);
  if (faults === undefined) {
    faults = compiledIn(model).placed ? new Map() : findFaults(model.tree);
    known.set(model, faults);
  }
  return faults;
}

function findFaults({ all, facts }: ConfigTree): Map<Occurrence, PlacementFault> {
  const faults = new Map<Occurrence, PlacementFault>();
  for (const at of all) {
    const fault = placementFault(at, facts);
    if (fault !== null) faults.set(at, fault);
  }
  return faults;
}
