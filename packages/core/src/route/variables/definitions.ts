import type { ConfigModel } from '../../model/types.ts';
import { evaluatedIn } from '../../nginx/evaluated.ts';
import { namesDefined, scopeOf } from '../../nginx/evaluation.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What of a configuration gives a variable its value. */
export interface Definition {
  /** `group`: a named group of an expression. `foreign`: a module that cannot be asked. */
  readonly kind: 'map' | 'geo' | 'split_clients' | 'group' | 'set' | 'foreign';
  readonly at: Occurrence;
}

const known = new WeakMap<ConfigModel, ReadonlyMap<string, Definition>>();

/** Definitions by name in lower case. */
export function definitionsOf(model: ConfigModel): ReadonlyMap<string, Definition> {
  let definitions = known.get(model);
  if (definitions === undefined) {
    definitions = collect(model);
    known.set(model, definitions);
  }
  return definitions;
}

/** Of several the last one has its way (`v->get_handler = …`), but `set` takes nothing from others. */
function collect(model: ConfigModel): Map<string, Definition> {
  const definitions = new Map<string, Definition>();
  const define = (name: string, kind: Definition['kind'], at: Occurrence): void => {
    const lower = name.toLowerCase();
    if (kind !== 'set' || !definitions.has(lower)) definitions.set(lower, { kind, at });
  };
  for (const at of model.tree.all) {
    if (scopeOf(at) !== 'http') continue;
    for (const part of evaluatedIn(at, model.facts)) {
      const kind = part.kind === 'pattern' ? 'group' : kindOf(at.name);
      for (const name of namesDefined(part, at, model)) define(name, kind, at);
    }
    const foreign = definedByModule(at);
    if (foreign !== null) define(foreign, 'foreign', at);
  }
  return definitions;
}

function kindOf(directive: string): Definition['kind'] {
  switch (directive) {
    case 'map':
    case 'geo':
    case 'split_clients':
    case 'set':
      return directive;
    default:
      return 'foreign';
  }
}

/** The variable that a directive of a module beyond nginx's own defines. */
function definedByModule({ fact, node }: Occurrence): string | null {
  if (fact === null || fact.source === 'core' || fact.definesVariable === undefined) return null;
  const word = node.args[fact.definesVariable]?.value;
  return word?.startsWith('$') ? word.slice(1) : null;
}
