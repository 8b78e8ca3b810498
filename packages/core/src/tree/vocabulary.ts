import type { Arity, Context, DirectiveFact, Facts } from '../facts/types.ts';
import type { BlockPath, Shape, Vocabulary } from '../syntax/vocabulary.ts';

/** The contexts in which the statements of a block may stand; a body of entries (`map`, `types`, …) by its grammar. */
interface Place {
  readonly contexts: ReadonlySet<Context>;
  readonly entries: ReadonlySet<string>;
}

/** Words an entry may hold behind its first; other bodies take any number. */
const ENTRY_ARGUMENTS: Readonly<Record<string, number>> = { map: 1, split_clients: 1, charset_map: 1, geo: 1 };

/** A place with what was found for it: every block that leads to the same contexts is the same place. */
interface KnownPlace extends Place {
  readonly inner: Map<string, KnownPlace>;
  readonly shapes: Map<string, Shape>;
}

/**
 * What the facts say to the syntax. A file does not know where it will be included, so its first level may be any
 * context; further in, the names of the blocks narrow it down.
 */
export function vocabularyOf(facts: Facts): Vocabulary {
  const outermost = newPlace({ contexts: new Set(), entries: new Set() });
  const byContent = new Map<string, KnownPlace>();
  const byPath = new WeakMap<BlockPath, KnownPlace>();
  const step = (name: string, outer: KnownPlace | null): KnownPlace => {
    const { inner } = outer ?? outermost;
    const known = inner.get(name);
    if (known !== undefined) return known;
    const found = inside(facts, name, outer);
    const content = `${[...found.contexts].join()} ${[...found.entries].join()}`;
    const place = byContent.get(content) ?? newPlace(found);
    byContent.set(content, place);
    // Names that are none are without number.
    if (facts.named(name).length > 0) inner.set(name, place);
    return place;
  };
  const place = (path: BlockPath | null): KnownPlace | null => {
    if (path === null) return null;
    const known = byPath.get(path);
    if (known !== undefined) return known;
    const made = step(path.name, place(path.outer));
    byPath.set(path, made);
    return made;
  };
  return {
    shape: (name, path) => {
      const at = place(path);
      if (at && at.entries.size > 0 && name !== 'include') return entryShape(at);
      const { shapes } = at ?? outermost;
      const known = shapes.get(name);
      if (known !== undefined) return known;
      const shape = shapeOf(facts, name, at);
      if (shape !== null) shapes.set(name, shape);
      return shape;
    },
    mayStand: (name, path) => {
      const at = place(path);
      if (at && at.entries.size > 0) return true;
      return facts.named(name).some((fact) => isHere(fact, at) && placed(facts, name, fact, at));
    },
  };
}

const newPlace = (place: Place): KnownPlace => ({ ...place, inner: new Map(), shapes: new Map() });

function inside(facts: Facts, name: string, outer: Place | null): Place {
  const contexts = new Set<Context>();
  const entries = new Set<string>();
  for (const fact of facts.named(name)) {
    if (!fact.block || !isHere(fact, outer)) continue;
    for (const context of fact.contexts) {
      if (outer && !outer.contexts.has(context) && context !== 'any') continue;
      const opened = facts.opens(fact, context);
      if (opened !== null) contexts.add(opened);
      else if (fact.body !== undefined && fact.body !== 'unknown') entries.add(fact.body);
    }
  }
  if (contexts.size > 0 || entries.size > 0) return { contexts, entries };
  return outer === null ? { contexts, entries } : inside(facts, name, null);
}

/** Nothing is known of a place without contexts: any directive may stand there. */
function isHere(fact: DirectiveFact, at: Place | null): boolean {
  if (at === null || at.contexts.size === 0) return true;
  return fact.contexts.some((context) => context === 'any' || at.contexts.has(context));
}

function placed(facts: Facts, name: string, fact: DirectiveFact, at: Place | null): boolean {
  const contexts = at === null || at.contexts.size === 0 ? fact.contexts : [...at.contexts];
  return contexts.some((context) => facts.place(name, context).kind === 'known');
}

function entryShape(at: Place): Shape {
  const limits = [...at.entries].map((grammar) => ENTRY_ARGUMENTS[grammar] ?? Number.POSITIVE_INFINITY);
  return { min: 1, max: Math.max(...limits), block: 'never' };
}

function shapeOf(facts: Facts, name: string, at: Place | null): Shape | null {
  const all = facts.named(name);
  const here = all.filter((fact) => isHere(fact, at));
  const candidates = here.length > 0 ? here : all;
  if (candidates.length === 0) return null;
  const arities = candidates.map((fact): Arity => facts.arity(fact));
  const blocks = candidates.filter((fact) => fact.block).length;
  return {
    min: Math.min(...arities.map((arity) => arity.min)),
    max: Math.max(...arities.map((arity) => arity.max ?? Number.POSITIVE_INFINITY)),
    block: blocks === 0 ? 'never' : blocks === candidates.length ? 'always' : 'either',
  };
}
