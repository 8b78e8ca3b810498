import { type Budget, type ByteMachine, findWitness } from '@nginx-lint/regex';
import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import { findUri, mayBeginIn, type UriResult, type UriSearch } from './find-uri.ts';
import type { InternalUris } from './internal-uris.ts';
import { type LocationNode, locationName, nameIn, redirectsTo } from './location-levels.ts';
import { searchLocation } from './location-tree.ts';
import { commonWay, type Place, type Way, waysTo } from './location-zones.ts';
import { beginningWith, isNormalised, normalisedPaths } from './normalised-paths.ts';
import { rewrittenPath, type ServerRewrite, serverRewrites } from './server-rewrites.ts';
import type { Bytes, Found } from './types.ts';

/** With more zones than this nothing is proved of an expression that takes part in all of them. */
const MOST_ZONES = 400;
/** For all locations of a server together; those that come later are not told then. */
const MOST_TRANSITIONS = 4_000_000;
const QUICK_TRANSITIONS = 5_000;
/** What it takes to try an expression, compared with a transition. */
const EXPRESSION_COST = 3;
/** Zones in which nothing can be told; more of them will not tell more. */
const MOST_DOUBTS = 4;

/** A location and where it stands in the search. */
export interface Located {
  readonly location: LocationModel;
  readonly node: LocationNode;
  readonly place: Place;
}

/** A URI that a location is selected for, with the locations that take what else it fits. */
export type Answer =
  | { readonly kind: 'found'; readonly uri: Bytes; readonly lineFeedOnly: readonly LocationModel[] | null }
  | { readonly kind: 'none'; readonly takenBy: readonly LocationModel[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What kind of URI is asked for, and where the search for one ends. */
interface Question {
  readonly universe: ByteMachine;
  readonly fits: (uri: Bytes) => boolean;
  readonly search: (uri: Bytes) => Found;
  readonly before: UriSearch['before'];
}

const UNDECIDED: UriResult = { kind: 'unknown', reason: 'which prefix is around it' };
const NOWHERE: Found = { kind: 'server' };

/** The sets of URIs that select the locations of one server: are they empty, and if not, what is in them? */
export class LocationSets {
  /** The rewrites that every request meets first. */
  readonly rewrites: readonly ServerRewrite[];
  readonly #model: ConfigModel;
  readonly #server: ServerModel;
  readonly #internal: InternalUris;
  readonly #mergesSlashes: boolean;
  readonly #paths: Question;
  readonly #budget: Budget = { left: MOST_TRANSITIONS };
  /** By location, a path that came to it in some search. */
  readonly #seen = new Map<LocationModel, Bytes>();

  constructor(model: ConfigModel, server: ServerModel, internal: InternalUris, mergesSlashes: boolean) {
    this.#model = model;
    this.#server = server;
    this.#internal = internal;
    this.#mergesSlashes = mergesSlashes;
    this.rewrites = serverRewrites(model, server);
    this.#paths = {
      universe: normalisedPaths(mergesSlashes),
      fits: (uri) => this.isPath(uri),
      search: (uri) => this.searchPath(uri),
      before: this.rewrites.map(({ regex }) => regex.pattern),
    };
  }

  isPath(uri: Bytes): boolean {
    return isNormalised(uri, this.#mergesSlashes);
  }

  /** A path that a client can ask for. */
  byPath(located: Located): Answer {
    const answer = this.#find(located, this.#paths);
    return answer.kind === 'none' && this.rewrites.length > 0 ? (this.#byRewrite(located.location) ?? answer) : answer;
  }

  /** Any text that something in the server may make the URI. */
  byAnyUri(located: Located): Answer {
    const { location } = located;
    const fixed = this.#internal.uris.find((uri) => isIn(this.search(uri), location));
    if (fixed !== undefined) return foundAt(fixed);
    for (const beginning of this.#internal.beginnings) {
      const answer = this.#find(located, {
        universe: beginningWith(beginning),
        fits: (uri) => uri.startsWith(beginning),
        search: (uri) => this.search(uri),
        before: [],
      });
      if (answer.kind !== 'none') return answer;
    }
    return { kind: 'none', takenBy: [] };
  }

  /** The name without its slash, where that is redirected to it (F1c). */
  slashUri({ location, place }: Located): Bytes | null {
    const name = locationName(this.#model, location);
    const own = location.match === 'regex' ? null : nameIn(place.level, name);
    if (own === null || redirectsTo(own) !== true) return null;
    const uri = name.slice(0, -1);
    const found = this.searchPath(uri);
    return found.kind === 'slash' && found.location === location && this.isPath(uri) ? uri : null;
  }

  /** A path that a location fits, whatever stands before it. */
  ownPath({ node, place }: Located): Bytes | null {
    const way = { ...commonWay(node, place), negatives: new Map() };
    const name = locationName(this.#model, node.location);
    if (node.location.match === 'exact') return this.isPath(name) ? name : null;
    const bare = node.regex === null ? { ...way, some: [], zone: { ...way.zone, prefix: name } } : way;
    const search = this.#searchFor({ ...this.#paths, before: [] }, () => true);
    const result = findUri(bare, search);
    return result.kind === 'found' ? result.uri : null;
  }

  /** Where the work was too much: a path that came by, or the first that comes to mind. */
  quickPath({ location, node, place }: Located): Bytes | null {
    const name = locationName(this.#model, location);
    const tries = node.regex === null ? [name, `${name}a`] : [];
    const seen = this.#seen.get(location);
    if (seen !== undefined) tries.unshift(seen);
    if (node.regex !== null) {
      const within = [this.#paths.universe];
      const { some, zone } = commonWay(node, place);
      const own = findWitness({ some, none: [], within, prefix: zone.prefix, budget: { left: QUICK_TRANSITIONS } });
      if (typeof own !== 'string') tries.push(own.found);
    }
    return tries.find((uri) => this.isPath(uri) && isIn(this.searchPath(uri), location)) ?? null;
  }

  /** The search for a URI as it is. */
  search(uri: Bytes): Found {
    return searchLocation(this.#model, this.#server, uri, () => {
      this.#budget.left -= EXPRESSION_COST;
    });
  }

  /** What a client's request for a path comes to, the rewrites of the server first. */
  searchPath(path: Bytes): Found {
    const rewritten = rewrittenPath(this.rewrites, path);
    if (rewritten === 'redirect') return NOWHERE;
    if (rewritten === 'unknown') return { kind: 'unknown', reason: 'what the server rewrites the path to' };
    const found = this.search(rewritten.uri);
    if (found.kind === 'location' && !this.#seen.has(found.location)) this.#seen.set(found.location, path);
    return found;
  }

  #find({ location, node, place }: Located, question: Question): Answer {
    if (location.match === 'exact') return this.#exact(location, question);
    const takers = new Set<LocationModel>();
    const search = this.#searchFor(question, (found) => {
      if (found.kind === 'location' && found.location !== location) takers.add(found.location);
      return isIn(found, location);
    });
    const common: UriResult = node.regex === null ? UNDECIDED : findUri(commonWay(node, place), search);
    const result = common.kind === 'unknown' ? this.#inZones(waysTo(node, place), search) : common;
    if (result.kind === 'none') return { kind: 'none', takenBy: [...takers] };
    if (result.kind === 'unknown') return result;
    return { kind: 'found', uri: result.uri, lineFeedOnly: result.lineFeed ? [...takers] : null };
  }

  #inZones(ways: Iterable<Way>, search: UriSearch): UriResult {
    let zones = 0;
    let doubts = 0;
    let withLineFeed: UriResult | null = null;
    let doubt: UriResult | null = null;
    for (const way of ways) {
      if (!mayBeginIn(way)) continue;
      if (++zones > MOST_ZONES) return doubt ?? { kind: 'unknown', reason: 'too many prefixes around the expression' };
      const result = findUri(way, search);
      if (result.kind === 'found' && !result.lineFeed) return result;
      if (result.kind === 'found') withLineFeed ??= result;
      else if (result.kind === 'unknown') {
        doubt ??= result;
        if (++doubts >= MOST_DOUBTS) break;
      }
    }
    return doubt ?? withLineFeed ?? { kind: 'none' };
  }

  #exact(location: LocationModel, { search, fits }: Question): Answer {
    const uri = locationName(this.#model, location);
    if (!fits(uri)) return { kind: 'none', takenBy: [] };
    const found = search(uri);
    if (found.kind === 'unknown') return found;
    if (isIn(found, location)) return foundAt(uri);
    return { kind: 'none', takenBy: 'location' in found ? [found.location] : [] };
  }

  /** A path that a rewrite of the server leads to the location. */
  #byRewrite(location: LocationModel): Answer | null {
    const { universe, before } = this.#paths;
    for (const [index, { regex, redirects }] of this.rewrites.entries()) {
      if (redirects) continue;
      const none = before.slice(0, index);
      const result = findWitness({ some: [regex.pattern], none, within: [universe], budget: this.#budget });
      if (typeof result !== 'string' && isIn(this.searchPath(result.found), location)) return foundAt(result.found);
    }
    return null;
  }

  #searchFor({ universe, search, before }: Question, wanted: (found: Found) => boolean): UriSearch {
    const nameAround = (found: Found): Bytes | null => {
      let at = found.kind === 'location' ? found.location : null;
      while (at !== null && at.match === 'regex') at = at.parent;
      return at === null || at.match === 'exact' ? null : locationName(this.#model, at);
    };
    return { universe, search, wanted, nameAround, budget: this.#budget, before };
  }
}

const foundAt = (uri: Bytes): Answer => ({ kind: 'found', uri, lineFeedOnly: null });

const isIn = (found: Found, location: LocationModel): boolean =>
  found.kind === 'location' && found.location === location;
