import type { ByteSet } from './ast.ts';
import { type Automaton, acceptsAtEnd, type Places, placesAfter, placesAtStart } from './automaton.ts';
import { hasByte, NEWLINE } from './byte-set.ts';

/**
 * Which strings are asked about: those that start with `prefix` (a byte string: one character per byte).
 * `newlines: false` leaves out those with a newline, which `.` and `$` treat in their own way.
 */
export interface Universe {
  readonly prefix?: string;
  readonly newlines?: boolean;
}

/** 'none' is a proof; 'unknown' means that the budget was used up. */
export type SearchResult = { readonly found: string } | 'none' | 'unknown';

const BUDGET = 60_000;

/**
 * A shortest string of the universe that `wanted` accepts and `unwanted` (where given) does not.
 * Both automata run side by side over sets of places, which is the subset construction on demand.
 */
export function findString(wanted: Automaton, unwanted: Automaton | null, universe: Universe): SearchResult {
  const prefix = universe.prefix ?? '';
  const newlines = universe.newlines ?? true;
  if (!newlines && prefix.includes('\n')) return 'none';
  let start: Pair = { wanted: placesAtStart(wanted), unwanted: unwanted && placesAtStart(unwanted) };
  for (let i = 0; i < prefix.length; i++) start = step(wanted, unwanted, start, prefix.charCodeAt(i));
  const alphabet = alphabetOf([...wanted.sets, ...(unwanted?.sets ?? [])], newlines);
  return explore(wanted, unwanted, start, prefix, alphabet);
}

interface Pair {
  readonly wanted: Places;
  readonly unwanted: Places | null;
}

interface Visit {
  readonly pair: Pair;
  readonly from: Visit | null;
  readonly byte: number;
}

function step(wanted: Automaton, unwanted: Automaton | null, pair: Pair, byte: number): Pair {
  return {
    wanted: placesAfter(wanted, pair.wanted, byte),
    unwanted: unwanted && pair.unwanted && placesAfter(unwanted, pair.unwanted, byte),
  };
}

function explore(
  wanted: Automaton,
  unwanted: Automaton | null,
  start: Pair,
  prefix: string,
  alphabet: readonly number[],
): SearchResult {
  const seen = new Set<string>();
  const queue: Visit[] = [{ pair: start, from: null, byte: 0 }];
  let spent = 0;
  for (let i = 0; i < queue.length; i++) {
    const visit = queue[i];
    if (visit === undefined) break;
    const { pair } = visit;
    // Nothing that follows can get out of an unwanted match.
    if (pair.unwanted?.matched) continue;
    const refused = unwanted === null || pair.unwanted === null || !acceptsAtEnd(unwanted, pair.unwanted);
    if (refused && acceptsAtEnd(wanted, pair.wanted)) return { found: prefix + pathTo(visit) };
    for (const byte of alphabet) {
      const next = step(wanted, unwanted, pair, byte);
      const key = `${next.wanted.key}/${next.unwanted?.key ?? ''}`;
      spent += 2 + next.wanted.list.length + (next.unwanted?.list.length ?? 0);
      if (seen.has(key)) continue;
      if (spent > BUDGET) return 'unknown';
      seen.add(key);
      queue.push({ pair: next, from: visit, byte });
    }
  }
  return 'none';
}

function pathTo(visit: Visit): string {
  const bytes: string[] = [];
  for (let at = visit; at.from !== null; at = at.from) bytes.push(String.fromCharCode(at.byte));
  return bytes.reverse().join('');
}

/** One byte for each way in which the sets tell bytes apart; letters and digits first, so that strings read well. */
function alphabetOf(sets: readonly ByteSet[], newlines: boolean): readonly number[] {
  const bySignature = new Map<string, number>();
  for (const byte of READABLE_FIRST) {
    if (byte === NEWLINE && !newlines) continue;
    let signature = byte === NEWLINE ? 'n' : '';
    for (const set of sets) signature += hasByte(set, byte) ? '1' : '0';
    if (!bySignature.has(signature)) bySignature.set(signature, byte);
  }
  return [...bySignature.values()];
}

const READABLE_FIRST: readonly number[] = [
  ...range(0x61, 0x7a),
  ...range(0x30, 0x39),
  ...range(0x41, 0x5a),
  ...range(0x21, 0x2f),
  ...range(0x3a, 0x40),
  ...range(0x5b, 0x60),
  ...range(0x7b, 0xff),
  ...range(0x00, 0x20),
];

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
