import type { Occurrence } from '../tree/tree.ts';
import { walk } from './blocks.ts';
import { variablesIn } from './capturing-maps.ts';
import type { ConfigModel } from './types.ts';

const SETTERS: ReadonlySet<string> = new Set(['set', 'auth_request_set', 'js_set', 'js_var', 'perl_set']);

/**
 * May statements be taken out of the text, as far as names go? Not if another place asks for a variable that they alone
 * define (even a `set` that is never run defines its variable), nor out of a file that is included in several places.
 */
export function isRemovable(model: ConfigModel, doomed: readonly Occurrence[]): boolean {
  if (doomed.some((at) => model.occurrencesOf(at.node).length > 1)) return false;
  const inside = new Set(doomed.flatMap((at) => [at, ...walk(at)]));
  // What an included file says would be lost from elsewhere than it stands.
  if ([...inside].some((at) => at.node.name.value === 'include')) return false;
  const lost = new Set([...inside].flatMap(definedBy));
  if (lost.size === 0) return true;
  for (const at of model.tree.all) {
    if (inside.has(at)) continue;
    for (const name of definedBy(at)) lost.delete(name);
  }
  if (lost.size === 0) return true;
  return model.tree.all.every(
    (at) => inside.has(at) || at.node.args.every(({ value }) => variablesIn(value).every((name) => !lost.has(name))),
  );
}

/** Variables in lower case, without their dollar sign. */
function definedBy({ node }: Occurrence): readonly string[] {
  const [first] = node.args;
  if (SETTERS.has(node.name.value)) return first === undefined ? [] : variablesIn(first.value);
  return node.args.flatMap(({ value }) =>
    Array.from(value.matchAll(/\(\?(?:P?<|')([a-z_]\w*)[>']/gi), ([, name = '']) => name.toLowerCase()),
  );
}
