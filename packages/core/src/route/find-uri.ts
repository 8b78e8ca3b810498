import {
  ALL_BYTES,
  avoiding,
  type ByteMachine,
  findWitness,
  mayBegin,
  type Pattern,
  READABLE_BYTES,
} from '@nginx-lint/regex';
import type { LocationModel } from '../model/types.ts';
import type { Way } from './location-zones.ts';
import type { Bytes, Found } from './types.ts';

/** How URIs of one kind are looked for in one server. */
export interface UriSearch {
  /** The URIs that are asked about; null: all byte strings. */
  readonly universe: ByteMachine | null;
  /** `searchLocation()` */
  readonly search: (uri: Bytes) => Found;
  /** Is this the answer that is wanted? */
  readonly wanted: (found: Found) => boolean;
  /** The prefix that holds what was found instead. */
  readonly nameAround: (found: Found) => Bytes | null;
}

/** A URI, or that there is none (with the locations that take what would be one), or that it cannot be told. */
export type UriResult =
  | {
      readonly kind: 'found';
      readonly uri: Bytes;
      /** Where only URIs with a line feed get there: the locations that take the others; else null. */
      readonly lineFeedOnly: readonly LocationModel[] | null;
    }
  | { readonly kind: 'none'; readonly takenBy: readonly LocationModel[] }
  | { readonly kind: 'unknown'; readonly reason: string };

const MOST_ROUNDS = 40;
const MOST_CAREFUL = 12;

/** Nice URIs, then all without a line feed, which `.` and `$` treat in their own way, then all. */
const STAGES: readonly (readonly number[])[] = [READABLE_BYTES, ALL_BYTES.filter((byte) => byte !== 0x0a), ALL_BYTES];

/**
 * A URI for which the search ends as wanted, on one way. Begins with the conditions of the location alone, and adds
 * an expression that stands before it only when that has taken a URI: few of them have to do with each other.
 */
export function findUri(way: Way, search: UriSearch): UriResult {
  const { prefix, without } = way.zone;
  if (!way.some.every((pattern) => mayBegin(pattern, prefix))) return { kind: 'none', takenBy: [] };
  const taken = new Map<LocationModel, Pattern>();
  const within = [avoiding(without.strings, without.prefixes)];
  if (search.universe !== null) within.push(search.universe);
  for (const [stage, bytes] of STAGES.entries()) {
    for (let round = 0; ; round++) {
      if (round >= MOST_ROUNDS) return unknown('too many expressions that overlap');
      const result = findWitness({ some: way.some, none: [...taken.values()], within, prefix, bytes });
      if (result === 'unknown') return unknown('expressions too large to compare');
      if (result === 'none') break;
      const found = search.search(result.found);
      if (search.wanted(found)) {
        return { kind: 'found', uri: result.found, lineFeedOnly: stage < 2 ? null : [...taken.keys()] };
      }
      const taker = takerOf(found, way);
      if (taker === null || taken.has(taker.location)) return searchCarefully(way, search, within, taken);
      taken.set(taker.location, taker.pattern);
    }
  }
  return { kind: 'none', takenBy: [...taken.keys()] };
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
      ...{ some, none: [...avoided.values()], prefix: zone.prefix, careful: true },
      ...{ within: [...within, avoiding(strings, prefixes)], bytes: STAGES[1] ?? ALL_BYTES },
    });
    if (result === 'none' || result === 'unknown') break;
    const found = search.search(result.found);
    if (search.wanted(found)) return { kind: 'found', uri: result.found, lineFeedOnly: null };
    const taker = takerOf(found, { negatives });
    const name = search.nameAround(found);
    if (taker !== null && !avoided.has(taker.location)) avoided.set(taker.location, taker.pattern);
    else if (name !== null && name.length > zone.prefix.length) prefixes.push(name);
    else strings.push(result.found);
  }
  return unknown('expressions whose matches cannot be told beforehand');
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
