import type { Pattern } from './ast.ts';
import { type Automaton, automatonOf } from './automaton.ts';
import { accepts, exampleOf, type Prepared, prepare } from './prepared.ts';
import { findString, type SearchResult, type Universe } from './search.ts';

export type Answer = 'yes' | 'no' | 'unknown';

/** An answer with its reason: behind 'no' stands a string (one character per byte) that shows it, else null. */
export interface Judgement {
  readonly answer: Answer;
  readonly witness: string | null;
}

const YES: Judgement = { answer: 'yes', witness: null };
const UNKNOWN: Judgement = { answer: 'unknown', witness: null };

/**
 * Whether `a` matches every string of the universe that `b` matches, both searching anywhere in the string as
 * pcre2_match() does. 'yes' is proved, 'no' has a witness. Both count only what the library can match in
 * principle, not the limits at which it gives up. A `b` that matches nothing there is covered by everything: ask
 * {@link canMatch} first where that matters. Look-arounds, back references, conditions, recursion, atomic and
 * possessive parts, `\b`, `(?m)` and Unicode properties are undecided, as far as it hangs on them.
 */
export function judgeCoverage(a: Pattern, b: Pattern, universe: Universe = {}): Judgement {
  if (isSame(a, b)) return YES;
  const left = prepare(a);
  const right = prepare(b);
  if (left.automaton === null) return UNKNOWN;
  const quick = refuteByExample(left.automaton, right, universe);
  if (quick !== null) return quick;
  if (right.automaton === null) return UNKNOWN;
  return judged(findString(right.automaton, left.automaton, universe), left.exact, right.exact);
}

/** {@link judgeCoverage} without the witness. */
export function covers(a: Pattern, b: Pattern, universe: Universe = {}): Answer {
  return judgeCoverage(a, b, universe).answer;
}

/** Whether `a` matches every string of the universe. */
export function judgeAll(a: Pattern, universe: Universe = {}): Judgement {
  const left = prepare(a);
  if (left.automaton === null || EVERYTHING === null) return UNKNOWN;
  return judged(findString(EVERYTHING, left.automaton, universe), left.exact, true);
}

/** Whether `a` matches every string that starts with `prefix` (a byte string). */
export function coversPrefix(a: Pattern, prefix: string, universe: Omit<Universe, 'prefix'> = {}): Answer {
  return judgeAll(a, { ...universe, prefix }).answer;
}

/** Whether `a` matches some string of the universe. 'yes' has such a string as its witness. */
export function judgeSome(a: Pattern, universe: Universe = {}): Judgement {
  const made = prepare(a);
  const example = exampleOf(made, universe);
  // No match of the wider core is no match of the pattern.
  if (example === 'none') return { answer: 'no', witness: null };
  return example !== 'unknown' && made.exact ? { answer: 'yes', witness: example.found } : UNKNOWN;
}

/** {@link judgeSome} without the witness. */
export function canMatch(a: Pattern, universe: Universe = {}): Answer {
  return judgeSome(a, universe).answer;
}

/** Whether `a` matches a subject (a byte string); undecided as with {@link judgeCoverage}. */
export function matches(a: Pattern, subject: string): boolean | 'unknown' {
  const { automaton, exact } = prepare(a);
  if (automaton === null) return 'unknown';
  if (!accepts(automaton, subject)) return false;
  return exact ? true : 'unknown';
}

const EVERYTHING = automatonOf({ kind: 'sequence', items: [] });

function isSame(a: Pattern, b: Pattern): boolean {
  return a.source === b.source && a.caseless === b.caseless && a.encoding === b.encoding;
}

/** Most pairs of patterns have nothing to do with each other; one string of `b` shows that without a search. */
function refuteByExample(left: Automaton, right: Prepared, universe: Universe): Judgement | null {
  const example = exampleOf(right, universe);
  if (example === 'unknown') return null;
  if (example === 'none') return YES;
  if (accepts(left, example.found)) return null;
  return right.exact ? { answer: 'no', witness: example.found } : UNKNOWN;
}

/** What a search for a string in `right` but not in `left` says about the patterns behind them. */
function judged(result: SearchResult, leftExact: boolean, rightExact: boolean): Judgement {
  if (result === 'unknown') return UNKNOWN;
  if (result === 'none') return leftExact ? YES : UNKNOWN;
  return rightExact ? { answer: 'no', witness: result.found } : UNKNOWN;
}
