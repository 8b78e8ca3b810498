import type { Context, DirectiveFact } from '../facts/types.ts';
import type { ConfigModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { type Evaluated, type Reader, readerOf } from './evaluated.ts';
import { evaluationFaults, namesDefined, namesRead, scopeOf, type VariableScope } from './evaluation.ts';
import { compilePattern } from './pattern.ts';
import { hasShape, placementFault, rightShape, type Shape } from './placement.ts';

type Names = Readonly<Record<VariableScope, Set<string>>>;

/** What nginx compiles of a whole configuration: texts with variables, names, expressions. */
export interface Compiled {
  /** The variables that nginx's own directives define, in lower case. */
  readonly defined: Names;
  /** The variables that they read, as written. */
  readonly read: Names;
  /** Is nothing refused as soon as it is compiled, wherever it stands? */
  right: boolean;
  /** Entries of bodies, and what is no directive of nginx. */
  readonly others: Occurrence[];
  /** Does each directive stand where it may, with as many words as it takes? It is told on the same way. */
  placed: boolean;
}

const known = new WeakMap<ConfigModel, Compiled>();

/** Found once a model. */
export function compiledIn(model: ConfigModel): Compiled {
  let compiled = known.get(model);
  if (compiled === undefined) {
    compiled = { defined: names(), read: names(), right: true, others: [], placed: true };
    const texts = names();
    for (const group of model.byName.values()) readGroup(group, compiled, texts, model);
    known.set(model, compiled);
  }
  return compiled;
}

const names = (): Names => ({ http: new Set(), stream: new Set() });

/** `texts` are those that were looked at: the same one stands in server after server. */
function readGroup(group: readonly Occurrence[], into: Compiled, texts: Names, model: ConfigModel): void {
  const { facts } = model;
  let fact: DirectiveFact | null = null;
  let context: Context | null = null;
  let reader: Reader | null = null;
  let right: Shape | null = null;
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < group.length; index++) {
    const at = group[index];
    if (at === undefined) break;
    if (at.fact !== fact || at.context !== context) {
      fact = at.fact;
      context = at.context;
      reader = fact === null ? null : readerOf(fact);
      right = rightShape(fact, context, facts);
    }
    if ((right === null || !hasShape(at.node, right)) && into.placed) into.placed = placementFault(at, facts) === null;
    if (reader !== null) {
      const parts = reader(at.node.args, at, facts);
      if (parts.length > 0) addParts(parts, at, into, texts, model);
    } else if (fact === null || fact.source !== 'core') into.others.push(at);
  }
}

/** Is an expression right, and has it no groups that define variables? */
function isSimple({ text }: Evaluated, at: Occurrence, model: ConfigModel): boolean {
  const { nginx, names } = compilePattern(text, model.source(at.file).encoding);
  return nginx === null && names.length === 0;
}

function addParts(parts: readonly Evaluated[], at: Occurrence, into: Compiled, texts: Names, model: ConfigModel): void {
  const scope = scopeOf(at);
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (part === undefined) break;
    if (part.kind === 'script') {
      if (texts[scope].has(part.text)) continue;
      texts[scope].add(part.text);
    } else if (part.kind === 'pattern' && isSimple(part, at, model)) continue;
    for (const name of namesRead(part)) into.read[scope].add(name);
    for (const name of namesDefined(part, at, model)) into.defined[scope].add(name.toLowerCase());
    if (into.right && evaluationFaults(part, at, model).length > 0) into.right = false;
  }
}
