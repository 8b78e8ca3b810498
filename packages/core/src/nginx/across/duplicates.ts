import type { DirectiveFact } from '../../facts/types.ts';
import { isInside } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, ModelCheck } from '../fault.ts';
import { placementFault } from '../placement.ts';
import { counts, FILL_OTHERS, lists, mayFillSlot, slotOf, slotsTakenBy } from '../slots.ts';

/** Directives that fill a slot which is filled already, in the same block: `"…" directive is duplicate`. */
export const duplicates: ModelCheck = (model): Fault[] => {
  const faults: Fault[] = [];
  impliedLevels(model.roots, model, faults);
  const blocks = suspectBlocks(model);
  if (blocks.size > 0)
    for (const block of model.tree.all) if (blocks.has(block)) duplicatesIn(block.children, model, faults);
  return faults;
};

/** Blocks in which one name stands twice, or one that may fill the slot of another. */
function suspectBlocks({ byName, facts }: ConfigModel): ReadonlySet<Occurrence> {
  const blocks = new Set<Occurrence>();
  for (const [name, group] of byName) {
    if (!facts.named(name).some(mayFillSlot)) continue;
    let fact: DirectiveFact | null = null;
    let fills = false;
    for (let index = 1; index < group.length; index++) {
      const at = group[index];
      const before = group[index - 1];
      if (at === undefined || before === undefined) break;
      if (at.fact !== fact) {
        fact = at.fact;
        fills = fact !== null && mayFillSlot(fact);
      }
      if (!fills || at.parent === null) continue;
      // Where it stands in the same block before, everything between the two is in that block too.
      if (before.parent === at.parent || isInside(before, at.parent)) blocks.add(at.parent);
    }
  }
  for (const name of FILL_OTHERS) for (const { parent } of byName.get(name) ?? []) if (parent) blocks.add(parent);
  return blocks;
}

/** The main level, and what stands in blocks that are made up around a fragment. */
function impliedLevels(level: readonly Occurrence[], model: ConfigModel, faults: Fault[]): void {
  duplicatesIn(level, model, faults);
  for (const { implied, children } of level) if (implied) impliedLevels(children, model, faults);
}

function duplicatesIn(level: readonly Occurrence[], model: ConfigModel, faults: Fault[]): void {
  let first: Map<string, Occurrence> | null = null;
  for (const at of level) {
    for (const taken of slotsTakenBy(at)) {
      first ??= new Map();
      if (!first.has(taken)) first.set(taken, at);
    }
    const slot = slotOf(at, model.facts);
    if (slot === null) continue;
    first ??= new Map();
    const before = first.get(slot);
    if (before === undefined) {
      if (counts(at)) first.set(slot, at);
    } else if (!lists(before, at) && placementFault(at, model.facts) === null) {
      faults.push(duplicate(at, before));
    }
  }
}

function duplicate(at: Occurrence, before: Occurrence): Fault {
  const name = at.name;
  const other = before.name;
  const alike = name === other && !at.node.body && sameWords(at, before);
  const fault = {
    rule: 'directive-duplicate',
    at,
    span: at.node.name,
    related: [{ file: before.file, span: before.node.name, message: `"${other}" stands here first` }],
    ...(alike ? { deletion: { title: `Remove this "${name}"`, safe: true } } : {}),
  };
  if (name === other) {
    const message = `"${name}" is set twice in the same block${alike ? ', to the same value' : ''}, and nginx accepts it once; remove one of them`;
    return { ...fault, message, nginx: nginxSays(at) };
  }
  if (other === 'map') {
    const message = `"${name}" comes too late: the first "map" has used its size already; put it before all maps`;
    return { ...fault, message, nginx: nginxSays(at) };
  }
  const message = `"${name}" sets what "${other}" has already set in the same block; remove one of them`;
  const earlier = ['root', 'alias'].includes(name) ? `, "${other}" directive was specified earlier` : '';
  return { ...fault, message, nginx: `"${name}" directive is duplicate${earlier}` };
}

function nginxSays({ node }: Occurrence): string {
  const name = node.name.value;
  return name === 'perl' ? `duplicate perl handler "${node.args[0]?.value}"` : `"${name}" directive is duplicate`;
}

function sameWords({ node }: Occurrence, other: Occurrence): boolean {
  const words = other.node.args;
  return node.args.length === words.length && node.args.every(({ value }, index) => value === words[index]?.value);
}
