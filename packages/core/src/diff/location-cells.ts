import {
  ALL_BYTES,
  avoiding,
  type Budget,
  type ByteMachine,
  findWitness,
  mayBegin,
  type Pattern,
} from '@nginx-lint/regex';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import { internalUris } from '../route/internal-uris.ts';
import { type LocationLevel, locationLevel, longestPrefix } from '../route/location-levels.ts';
import { searchLocation } from '../route/location-tree.ts';
import { beginningWith, isNormalised, normalisedPaths } from '../route/normalised-paths.ts';
import type { Bytes, Found } from '../route/types.ts';
import { READABLE_PATHS } from './readable.ts';

/** URIs for which one search ends at `old` and the other one at `new`. */
export interface LocationCell {
  readonly old: Found;
  readonly new: Found;
  /** A path of the cell that a client can ask for; null where only a redirect inside nginx may lead there. */
  readonly path: Bytes | null;
}

export interface ComparedLocations {
  /** The cells with another end, as `same` tells. */
  readonly cells: readonly LocationCell[];
  /** Why there may be more of them. */
  readonly doubts: ReadonlySet<string>;
}

export interface ServerSide {
  readonly model: ConfigModel;
  readonly server: ServerModel;
}

export interface SearchTerms {
  readonly same: (before: Found, after: Found) => boolean;
  readonly mergesSlashes: boolean;
  readonly budget: Budget;
}

/** What a search comes to for the URIs that match all of these expressions, and nothing that stands before. */
interface Decision {
  readonly all: readonly Pattern[];
  readonly found: Found;
}

const NOWHERE: Found = { kind: 'server' };

/**
 * Compares the search for a location in two servers for every URI there is. The names of both cut the URIs into points
 * and zones; within a zone each side is a list of expressions that are tried in order, and each pair of entries is one
 * question to the automata.
 */
export function compareLocations(old: ServerSide, next: ServerSide, terms: SearchTerms): ComparedLocations {
  return new LocationComparison(old, next, terms).compared();
}

class LocationComparison {
  readonly #sides: readonly [ServerSide, ServerSide];
  readonly #levels: readonly [LocationLevel, LocationLevel];
  readonly #terms: SearchTerms;
  readonly #paths: ByteMachine;
  readonly #cells = new Map<string, LocationCell>();
  readonly #doubts = new Set<string>();
  readonly #ids = new Map<unknown, number>();

  constructor(old: ServerSide, next: ServerSide, terms: SearchTerms) {
    this.#sides = [old, next];
    this.#levels = [locationLevel(old.model, old.server), locationLevel(next.model, next.server)];
    this.#terms = terms;
    this.#paths = normalisedPaths(terms.mergesSlashes);
  }

  compared(): ComparedLocations {
    const names = new Set(this.#levels.flatMap((level) => [...namesIn(level)]));
    const points = new Set([
      ...names,
      ...[...names].flatMap((name) => (name.endsWith('/') ? [name.slice(0, -1)] : [])),
    ]);
    const { uris, beginnings } = this.#internal();
    const leadsTo = (uri: Bytes): boolean => uris.has(uri) || [...beginnings].some((each) => uri.startsWith(each));
    for (const point of points) if (this.#isPath(point) || leadsTo(point)) this.#point(point);
    for (const uri of uris) this.#point(uri);
    for (const name of ['', ...names]) this.#zone(name, names, points, beginnings);
    return { cells: [...this.#cells.values()], doubts: this.#doubts };
  }

  /** Where redirects inside nginx may lead on either side. */
  #internal(): { readonly uris: ReadonlySet<Bytes>; readonly beginnings: ReadonlySet<Bytes> } {
    const all = this.#sides.map(({ model, server }) => internalUris(model, server));
    return {
      uris: new Set(all.flatMap(({ uris }) => uris)),
      beginnings: new Set(all.flatMap(({ beginnings }) => beginnings)),
    };
  }

  #search(uri: Bytes): readonly [Found, Found] {
    const [old, next] = this.#sides;
    return [searchLocation(old.model, old.server, uri), searchLocation(next.model, next.server, uri)];
  }

  /** Can a client ask for it? */
  #isPath(uri: Bytes): boolean {
    return isNormalised(uri, this.#terms.mergesSlashes);
  }

  #point(uri: Bytes): void {
    const [before, after] = this.#search(uri);
    this.#judge(before, after, this.#isPath(uri) ? uri : null);
  }

  #judge(before: Found, after: Found, path: Bytes | null): void {
    for (const found of [before, after]) if (found.kind === 'unknown') this.#doubts.add(found.reason);
    if (before.kind === 'unknown' || after.kind === 'unknown' || this.#terms.same(before, after)) return;
    const key = `${this.#id(before)} ${this.#id(after)}`;
    const known = this.#cells.get(key);
    if (known === undefined || (known.path === null && path !== null))
      this.#cells.set(key, { old: before, new: after, path });
  }

  #id(found: Found): string {
    if (found.kind !== 'location' && found.kind !== 'slash') return found.kind;
    const id = this.#ids.get(found.location) ?? this.#ids.size;
    this.#ids.set(found.location, id);
    return `${found.kind} ${id}`;
  }

  /** The URIs that begin with a name and with no longer one, and are none of the points. */
  #zone(name: Bytes, names: ReadonlySet<Bytes>, points: ReadonlySet<Bytes>, beginnings: ReadonlySet<Bytes>): void {
    const [before, after] = this.#levels.map((level) =>
      decisionsIn(level, name).filter(({ all }) => all.every((pattern) => mayBegin(pattern, name))),
    );
    if (before === undefined || after === undefined || this.#areEqual(before, after)) return;
    const inside = (text: Bytes): boolean => text.startsWith(name);
    const zone: Zone = {
      prefix: name,
      avoided: avoiding(
        [...points].filter(inside),
        [...names].filter((other) => other !== name && inside(other)),
      ),
      beginnings,
    };
    for (const [i, old] of before.entries())
      for (const [j, next] of after.entries()) {
        if (this.#terms.same(old.found, next.found) || this.#isKnown(old.found, next.found)) continue;
        const query = queryFor([old, next], [...before.slice(0, i), ...after.slice(0, j)]);
        if (query !== null) this.#cell(old.found, next.found, query, zone);
      }
  }

  #isKnown(before: Found, after: Found): boolean {
    const known = this.#cells.get(`${this.#id(before)} ${this.#id(after)}`);
    return known !== undefined && known.path !== null;
  }

  #areEqual(before: readonly Decision[], after: readonly Decision[]): boolean {
    return (
      before.length === after.length &&
      before.every(({ all, found }, index) => {
        const other = after[index];
        return other !== undefined && isSameList(all, other.all) && this.#terms.same(found, other.found);
      })
    );
  }

  #cell(before: Found, after: Found, query: Query, zone: Zone): void {
    const anywhere = this.#find(query, zone, []);
    if (anywhere === 'none') return;
    const readable = this.#find(query, zone, [READABLE_PATHS]);
    if (this.#fits(readable, before, after)) {
      this.#judge(before, after, readable);
      return;
    }
    const path =
      anywhere !== 'unknown' && this.#fits(anywhere, before, after) ? anywhere : this.#find(query, zone, [this.#paths]);
    if (path === 'unknown') this.#doubts.add('the expressions of locations are too large to compare');
    else if (path !== 'none') this.#confirm(path, before, after, query, zone);
    else if (this.#leadsInto(query, zone)) this.#judge(before, after, null);
  }

  /** A redirect inside nginx may have a URI that no client can ask for. */
  #leadsInto(query: Query, zone: Zone): boolean {
    return [...zone.beginnings].some((beginning) => this.#find(query, zone, [beginningWith(beginning)]) !== 'none');
  }

  #confirm(path: Bytes, before: Found, after: Found, query: Query, zone: Zone): void {
    if (this.#fits(path, before, after)) {
      this.#judge(before, after, path);
      return;
    }
    // Some part of an expression is more than an automaton can tell.
    const careful = this.#find(query, zone, [this.#paths], true);
    if (this.#fits(careful, before, after)) {
      this.#judge(before, after, careful);
      return;
    }
    const [old, next] = this.#search(path);
    if (!this.#terms.same(old, next)) this.#judge(old, next, path);
    this.#doubts.add(
      'an expression of a location has parts that cannot be compared (look-arounds, back references and the like)',
    );
  }

  #fits(uri: Bytes, before: Found, after: Found): boolean {
    if (!this.#isPath(uri)) return false;
    const [old, next] = this.#search(uri);
    return this.#id(old) === this.#id(before) && this.#id(next) === this.#id(after);
  }

  #find(query: Query, zone: Zone, within: readonly ByteMachine[], careful = false): Bytes | 'none' | 'unknown' {
    const { budget } = this.#terms;
    if (budget.left <= 0) return 'unknown';
    const { prefix, avoided } = zone;
    const found = findWitness({ ...query, prefix, within: [avoided, ...within], bytes: ALL_BYTES, budget, careful });
    return typeof found === 'string' ? found : found.found;
  }
}

interface Zone {
  readonly prefix: Bytes;
  readonly avoided: ByteMachine;
  readonly beginnings: ReadonlySet<Bytes>;
}

interface Query {
  readonly some: readonly Pattern[];
  readonly none: readonly Pattern[];
}

function isSameList(a: readonly Pattern[], b: readonly Pattern[]): boolean {
  return a.length === b.length && a.every((pattern, index) => pattern === b[index]);
}

/**
 * What a URI matches for which two decisions fall and none of those before them. Null where that contradicts itself. Of a
 * decision before that asks for several expressions all but one are asked for here as well, or the outermost of them
 * is a decision of its own among those before, which then says it.
 */
export function queryFor(wanted: readonly Decision[], before: readonly Decision[]): Query | null {
  const some = new Set(wanted.flatMap(({ all }) => all));
  const none = new Set<Pattern>();
  for (const { all } of before) {
    const left = all.filter((pattern) => !some.has(pattern));
    if (left.length === 0) return null;
    const [only] = left;
    if (left.length === 1 && only !== undefined) none.add(only);
  }
  return { some: [...some], none: [...none] };
}

/** The search of a level for the URIs of a zone, as a list that is tried in order; its last entry takes all. */
export function decisionsIn(level: LocationLevel, zone: Bytes): readonly Decision[] {
  const { ended, fallback } = levelDecisions(level, zone);
  return [...ended, { all: [], found: fallback ?? NOWHERE }];
}

interface LevelDecisions {
  readonly ended: readonly Decision[];
  /** Where no expression matches; null: nothing in the level fits. */
  readonly fallback: Found | null;
}

/** Mirrors `searchLocation()`, with what expressions match left open. */
function levelDecisions(level: LocationLevel, zone: Bytes): LevelDecisions {
  const candidate = longestPrefix(level, zone)?.prefix ?? null;
  const inner = candidate === null ? { ended: [], fallback: null } : levelDecisions(candidate.inner, zone);
  const fallback = candidate === null ? null : (inner.fallback ?? candidate.found);
  if (candidate?.location.match === 'prefix-final') return { ended: inner.ended, fallback };
  const own = level.expressions.flatMap((node): Decision[] => {
    if (node.regex === null) return [];
    const { pattern } = node.regex;
    const nested = levelDecisions(node.inner, zone);
    return [
      ...nested.ended.map(({ all, found }) => ({ all: [pattern, ...all], found })),
      { all: [pattern], found: nested.fallback ?? node.found },
    ];
  });
  return { ended: [...inner.ended, ...own], fallback };
}

function* namesIn(level: LocationLevel): Generator<Bytes> {
  for (const { name, exact, prefix } of level.names) {
    yield name;
    for (const node of [exact, prefix]) if (node !== null) yield* namesIn(node.inner);
  }
  for (const { inner } of level.expressions) yield* namesIn(inner);
}
