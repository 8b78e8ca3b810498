import type { ConfigModel } from '../model/types.ts';
import { modelChecks } from './across/index.ts';
import { dated } from './dated.ts';
import { directiveChecks } from './directives/index.ts';
import { evaluatedOf, evaluationFaults } from './evaluation.ts';
import type { DirectiveCheck, Fault } from './fault.ts';
import { placementFault } from './placement.ts';
import { takesJudgedValues, valueFaults } from './values/index.ts';

const known = new WeakMap<ConfigModel, ReadonlyMap<string, readonly Fault[]>>();

/** All faults of a configuration by the rule that reports them, each list in nginx's reading order. Found once a model. */
export function faultsOf(model: ConfigModel): ReadonlyMap<string, readonly Fault[]> {
  const found = known.get(model);
  if (found) return found;
  const faults = new Map<string, Fault[]>();
  for (const each of findFaults(model)) {
    const fault = dated(each, model.facts);
    const list = faults.get(fault.rule) ?? [];
    list.push(fault);
    faults.set(fault.rule, list);
  }
  known.set(model, faults);
  return faults;
}

function* findFaults(model: ConfigModel): Generator<Fault> {
  const byName = checksByName();
  for (const at of model.tree.all) {
    if (at.fact === null || at.fact.source !== 'core' || placementFault(at, model.facts) !== null) continue;
    // What is not ended has swallowed what it should not, and nginx never reads it as it stands.
    if (at.node.damaged) continue;
    if (takesJudgedValues(at)) yield* valueFaults(at, model);
    for (const part of evaluatedOf(at, model)) yield* evaluationFaults(part, at, model);
    const checks = byName.get(at.node.name.value);
    if (checks === undefined) continue;
    for (const check of checks) {
      if (check.contexts === undefined || check.contexts.includes(at.context)) yield* check.check(at, model);
    }
  }
  for (const check of modelChecks) yield* check(model);
}

let index: ReadonlyMap<string, readonly DirectiveCheck[]> | null = null;

function checksByName(): ReadonlyMap<string, readonly DirectiveCheck[]> {
  index ??= indexed();
  return index;
}

function indexed(): Map<string, DirectiveCheck[]> {
  const byName = new Map<string, DirectiveCheck[]>();
  for (const check of directiveChecks)
    for (const name of check.names) byName.set(name, [...(byName.get(name) ?? []), check]);
  return byName;
}
