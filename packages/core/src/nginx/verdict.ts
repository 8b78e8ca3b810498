import type { ConfigModel } from '../model/types.ts';
import { modelChecks } from './across/index.ts';
import { dated } from './dated.ts';
import type { Fault } from './fault.ts';
import { faultsOfLines } from './lines.ts';

const known = new WeakMap<ConfigModel, ReadonlyMap<string, readonly Fault[]>>();

/** All faults of a configuration by the rule that reports them, each list in nginx's reading order. Found once a model. */
export function faultsOf(model: ConfigModel): ReadonlyMap<string, readonly Fault[]> {
  const found = known.get(model);
  if (found) return found;
  const faults = new Map<string, Fault[]>();
  const add = (each: Fault): void => {
    const fault = dated(each, model.facts);
    const list = faults.get(fault.rule);
    if (list === undefined) faults.set(fault.rule, [fault]);
    else list.push(fault);
  };
  for (const fault of faultsOfLines(model)) add(fault);
  for (const check of modelChecks) for (const fault of check(model)) add(fault);
  known.set(model, faults);
  return faults;
}
