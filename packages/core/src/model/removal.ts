import type { Occurrence } from '../tree/tree.ts';
import { walk } from './blocks.ts';
import { variablesIn } from './capturing-maps.ts';
import type { ConfigModel } from './types.ts';

const SETTERS: ReadonlySet<string> = new Set(['set', 'auth_request_set', 'js_set', 'js_var', 'perl_set']);

/** How often variables are defined and named, by their names in lower case. */
interface Counts {
  readonly defined: Map<string, number>;
  readonly named: Map<string, number>;
}

const known = new WeakMap<ConfigModel, Counts>();

/**
 * May statements be taken out of the text, as far as names go? Not if another place asks for a variable that they alone
 * define (even a `set` that is never run defines its variable), nor out of a file that is included in several places.
 */
export function isRemovable(model: ConfigModel, doomed: readonly Occurrence[]): boolean {
  if (doomed.some((at) => model.occurrencesOf(at.node).length > 1)) return false;
  const inside = doomed.flatMap((at) => [at, ...walk(at)]);
  // What an included file says would be lost from elsewhere than it stands.
  if (inside.some((at) => at.name === 'include')) return false;
  const own = counted(inside);
  if (own.defined.size === 0) return true;
  let all = known.get(model);
  if (all === undefined) {
    all = counted(model.tree.all);
    known.set(model, all);
  }
  for (const [name, count] of own.defined) {
    const elsewhere = (all.defined.get(name) ?? 0) > count;
    if (!elsewhere && (all.named.get(name) ?? 0) > (own.named.get(name) ?? 0)) return false;
  }
  return true;
}

function counted(all: readonly Occurrence[]): Counts {
  const counts: Counts = { defined: new Map(), named: new Map() };
  for (const at of all) {
    for (const name of definedBy(at)) counts.defined.set(name, (counts.defined.get(name) ?? 0) + 1);
    for (const { value } of at.node.args)
      for (const name of variablesIn(value)) counts.named.set(name, (counts.named.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Variables in lower case, without their dollar sign. */
function definedBy({ node }: Occurrence): readonly string[] {
  const [first] = node.args;
  if (SETTERS.has(node.name.value)) return first === undefined ? [] : variablesIn(first.value);
  return node.args.flatMap(({ value }) =>
    value.includes('(?')
      ? Array.from(value.matchAll(/\(\?(?:P?<|')([a-z_]\w*)[>']/gi), ([, name = '']) => name.toLowerCase())
      : [],
  );
}
