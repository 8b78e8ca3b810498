import type { Pattern } from './ast.ts';
import { type Automaton, acceptsAtEnd, automatonOf, placesAfter, placesAtStart } from './automaton.ts';
import { type Core, coreOf } from './core.ts';
import { findString, type SearchResult, type Universe } from './search.ts';

export interface Prepared {
  readonly core: Core;
  /** Whether core and automaton accept what the pattern matches, and no more. */
  readonly exact: boolean;
  /** null where it would be too large. */
  readonly automaton: Automaton | null;
  readonly examples: Map<string, SearchResult>;
}

/** Patterns are compared with many others; what is made of one is kept as long as its tree. */
const prepared = new WeakMap<Pattern, Prepared>();

export function prepare(tree: Pattern): Prepared {
  const known = prepared.get(tree);
  if (known !== undefined) return known;
  const { core, exact } = coreOf(tree);
  const made: Prepared = { core, exact, automaton: automatonOf(core), examples: new Map() };
  prepared.set(tree, made);
  return made;
}

/** A shortest string of the universe that the core accepts. */
export function exampleOf(made: Prepared, universe: Universe): SearchResult {
  const key = `${universe.newlines ?? true} ${universe.prefix ?? ''}`;
  const known = made.examples.get(key);
  if (known !== undefined) return known;
  const result = made.automaton === null ? 'unknown' : findString(made.automaton, null, universe);
  made.examples.set(key, result);
  return result;
}

export function accepts(automaton: Automaton, subject: string): boolean {
  let places = placesAtStart(automaton);
  for (let i = 0; i < subject.length && !places.matched; i++) {
    places = placesAfter(automaton, places, subject.charCodeAt(i));
  }
  return acceptsAtEnd(automaton, places);
}
