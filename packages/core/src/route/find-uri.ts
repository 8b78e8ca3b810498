import {
  ALL_BYTES,
  avoiding,
  type Budget,
  type ByteMachine,
  findWitness,
  matches,
  mayBegin,
  type Pattern,
  READABLE_BYTES,
} from '@nginx-lint/regex';
import type { LocationModel } from '../model/types.ts';
import type { Way } from './location-zones.ts';
import type { Bytes, Found } from './types.ts';

/** How URIs of one kind are looked for in one server. */
export interface UriSearch {
  /** The URIs that are asked about. */
  readonly universe: ByteMachine;
  /** `searchLocation()` */
  readonly search: (uri: Bytes) => Found;
  /** Is this the answer that is wanted? */
  readonly wanted: (found: Found) => boolean;
  readonly budget: Budget;
  /** Patterns that keep a URI from being searched for at all. */
  readonly before: readonly Pattern[];
  /** The prefix that holds what was found instead. */
  readonly nameAround: (found: Found) => Bytes | null;
}

/** A URI, or that there is none, or that it cannot be told. `lineFeed`: only URIs with a line feed get there. */
export type UriResult =
  | { readonly kind: 'found'; readonly uri: Bytes; readonly lineFeed: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: string };

const MOST_ROUNDS = 40;
const MOST_CAREFUL = 12;
/** What it takes to run an expression on a URI, compared with a transition. */
const MATCH_COST = 20;

/** Nice URIs, then all without a line feed, which `.` and `$` treat in their own way, then all. */
const STAGES: readonly (readonly number[])[] = [READABLE_BYTES, ALL_BYTES.filter((byte) => byte !== 0x0a), ALL_BYTES];

function otherTaker(
  { negatives }: Way,
  taken: ReadonlyMap<LocationModel, Pattern>,
  uri: Bytes,
): [LocationModel, Pattern] | null {
  for (const [location, pattern] of negatives) {
    if (!taken.has(location) && matches(pattern, uri) === true) return [location, pattern];
  }
  return null;
}

/** Can a URI of the zone be one that the expressions match? */
export function mayBeginIn({ some, zone }: Way): boolean {
  return some.every((pattern) => mayBegin(pattern, zone.prefix));
}

/**
 * A URI for which the search ends as wanted, on one way. Begins with the conditions of the location alone, and adds
 * an expression that stands before it only when that has taken a URI: few of them have to do with each other.
 */
export function findUri(way: Way, search: UriSearch): UriResult {
  const { prefix, without } = way.zone;
  if (!mayBeginIn(way)) return { kind: 'none' };
  const taken = new Map<LocationModel, Pattern>();
  const within = [avoiding(without.strings, without.prefixes), search.universe];
  for (const [stage, bytes] of STAGES.entries()) {
    for (let round = 0; ; round++) {
      if (round >= MOST_ROUNDS) return unknown('too many expressions that overlap');
      const result = findWitness({
        some: way.some,
        none: [...search.before, ...taken.values()],
        within,
        prefix,
        bytes,
        budget: search.budget,
      });
      if (result === 'unknown') return unknown('expressions too large to compare');
      if (result === 'none') break;
      const found = search.search(result.found);
      if (search.wanted(found)) return { kind: 'found', uri: result.found, lineFeed: stage === 2 };
      const taker = takerOf(found, way);
      if (taker === null) return searchCarefully(way, search, within, taken);
      // What cannot be decided takes nothing away; another one behind it may.
      if (taken.has(taker.location)) {
        search.budget.left -= way.negatives.size * MATCH_COST;
        const other = otherTaker(way, taken, result.found);
        if (other === null) return searchCarefully(way, search, within, taken);
        taken.set(...other);
        continue;
      }
      taken.set(taker.location, taker.pattern);
    }
  }
  return { kind: 'none' };
}

/**
 * Where names take a URI that the way does not know, or expressions cannot be decided: keeps clear of all that they
 * might take. Finds a URI, but proves nothing.
 */
function searchCarefully(
  { some, negatives, zone }: Way,
  search: UriSearch,
  within: readonly ByteMachine[],
  taken: ReadonlyMap<LocationModel, Pattern>,
): UriResult {
  const avoided = new Map(taken);
  const strings: Bytes[] = [];
  const prefixes: Bytes[] = [];
  for (let round = 0; round < MOST_CAREFUL; round++) {
    const result = findWitness({
      ...{
        some,
        none: [...search.before, ...avoided.values()],
        prefix: zone.prefix,
        careful: true,
        budget: search.budget,
      },
      ...{ within: [...within, avoiding(strings, prefixes)], bytes: STAGES[1] ?? ALL_BYTES },
    });
    if (result === 'none' || result === 'unknown') break;
    const found = search.search(result.found);
    if (search.wanted(found)) return { kind: 'found', uri: result.found, lineFeed: false };
    const taker = takerOf(found, { negatives });
    const name = search.nameAround(found);
    if (taker !== null && !avoided.has(taker.location)) avoided.set(taker.location, taker.pattern);
    else if (name !== null && name.length > zone.prefix.length) prefixes.push(name);
    else strings.push(result.found);
  }
  return tryTails(some, zone.prefix, search) ?? unknown('expressions whose matches cannot be told beforehand');
}

/** What look-arounds forbid is often let through by another byte behind the shortest match. */
function tryTails(some: readonly Pattern[], prefix: Bytes, search: UriSearch): UriResult | null {
  const within = [search.universe];
  const start = findWitness({ some, none: [], within, prefix, bytes: READABLE_BYTES, budget: search.budget });
  if (start === 'none' || start === 'unknown') return null;
  for (const byte of READABLE_BYTES) {
    const uri = start.found + String.fromCharCode(byte);
    if (isWithin(within, uri) && search.wanted(search.search(uri))) return { kind: 'found', uri, lineFeed: false };
  }
  return null;
}

function isWithin(machines: readonly ByteMachine[], text: string): boolean {
  return machines.every((machine) => {
    let state = machine.start;
    for (let at = 0; at < text.length; at++) state = machine.step(state, text.charCodeAt(at));
    return machine.accepts(state);
  });
}

/** The expression of the way that took a URI, or that holds the location that did. */
function takerOf(
  found: Found,
  { negatives }: Pick<Way, 'negatives'>,
): { location: LocationModel; pattern: Pattern } | null {
  if (found.kind !== 'location') return null;
  for (let at: LocationModel | null = found.location; at !== null; at = at.parent) {
    const pattern = negatives.get(at);
    if (pattern !== undefined) return { location: at, pattern };
  }
  return null;
}

const unknown = (reason: string): UriResult => ({ kind: 'unknown', reason });
