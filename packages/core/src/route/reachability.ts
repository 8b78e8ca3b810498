import { type Budget, type ByteMachine, findWitness } from '@nginx-lint/regex';
import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { findUri, mayBeginIn, type UriResult, type UriSearch } from './find-uri.ts';
import { type InternalUris, internalUris } from './internal-uris.ts';
import { type LocationNode, locationLevel, locationName } from './location-levels.ts';
import { searchLocation } from './location-tree.ts';
import { commonWay, type Place, placesOf, type Way, waysTo } from './location-zones.ts';
import { beginningWith, isNormalised, normalisedPaths } from './normalised-paths.ts';
import type { Reach } from './reach.ts';
import { serverStop } from './server-stop.ts';
import { socketsOf } from './sockets.ts';
import type { Bytes, Found } from './types.ts';

export type { Reach, ReachProof } from './reach.ts';

/** With more zones than this nothing is proved of an expression that takes part in all of them. */
const MOST_ZONES = 400;
/** For all locations of a server together; those that come later are not told then. */
const MOST_TRANSITIONS = 4_000_000;
const QUICK_TRANSITIONS = 5_000;
/** What it takes to try an expression, compared with a transition. */
const EXPRESSION_COST = 3;
/** Zones in which nothing can be told; more of them will not tell more. */
const MOST_DOUBTS = 4;

const known = new WeakMap<ServerModel, ReadonlyMap<LocationModel, Reach>>();

/**
 * What can get to each location of a server, nested ones too: the sets of URIs that `ngx_http_core_find_location()`
 * selects them for, empty or with a sample. Servers that no request is for are not told apart here.
 */
export function reachability(model: ConfigModel, server: ServerModel): ReadonlyMap<LocationModel, Reach> {
  let found = known.get(server);
  if (found === undefined) {
    found = new Reachability(model, server).all();
    known.set(server, found);
  }
  return found;
}

/** A URI that a location is selected for, with the locations that take what else it fits. */
type Answer =
  | { readonly kind: 'found'; readonly uri: Bytes; readonly lineFeedOnly: readonly LocationModel[] | null }
  | { readonly kind: 'none'; readonly takenBy: readonly LocationModel[] }
  | { readonly kind: 'unknown'; readonly reason: string };

const UNDECIDED: UriResult = { kind: 'unknown', reason: 'which prefix is around it' };

interface Located {
  readonly location: LocationModel;
  readonly node: LocationNode;
  readonly place: Place;
}

class Reachability {
  readonly #model: ConfigModel;
  readonly #server: ServerModel;
  readonly #internal: InternalUris;
  readonly #stop: Occurrence | null;
  /** What a client can ask for. */
  readonly #paths: ByteMachine;
  readonly #mergesSlashes: boolean;
  readonly #budget: Budget = { left: MOST_TRANSITIONS };
  /** By location, a URI that came to it in some search. */
  readonly #seen = new Map<LocationModel, Bytes>();

  constructor(model: ConfigModel, server: ServerModel) {
    this.#model = model;
    this.#server = server;
    this.#internal = internalUris(model, server);
    this.#stop = serverStop(model, server);
    this.#mergesSlashes = mergesSlashes(model, server);
    this.#paths = normalisedPaths(this.#mergesSlashes);
  }

  all(): ReadonlyMap<LocationModel, Reach> {
    const places = placesOf(locationLevel(this.#model, this.#server));
    const found = new Map<LocationModel, Reach>();
    for (const location of this.#server.allLocations) {
      const known = places.get(location);
      if (location.match === 'named') found.set(location, this.#named(location));
      else if (known === undefined) found.set(location, insideExpression(location));
      else found.set(location, this.#located({ location, ...known }));
    }
    for (const [location, reach] of found) {
      const located = reach.kind === 'unknown' ? places.get(location) : undefined;
      if (located === undefined || this.#isInternal(location)) continue;
      const sample = this.#quickSample(located.node, located.place);
      if (sample !== null) found.set(location, { kind: 'reachable', sample, lineFeedOnly: null });
    }
    return found;
  }

  /** Where the work was too much: a URI that came by, or the first that comes to mind. */
  #quickSample(node: LocationNode, place: Place): Bytes | null {
    const { location } = node;
    const name = locationName(this.#model, location);
    const tries = node.regex === null ? [name, `${name}a`] : [];
    const seen = this.#seen.get(location);
    if (seen !== undefined) tries.unshift(seen);
    if (node.regex !== null && this.#stop === null) {
      const within = [this.#paths];
      const { some, zone } = commonWay(node, place);
      const own = findWitness({ some, none: [], within, prefix: zone.prefix, budget: { left: QUICK_TRANSITIONS } });
      if (typeof own !== 'string') tries.push(own.found);
    }
    return tries.find((uri) => this.#isPath(uri) && isIn(this.#search(uri), location)) ?? null;
  }

  /** Named locations are entered without a search; the first of equal names counts (C5). */
  #named(location: LocationModel): Reach {
    const { locations } = this.#server;
    const first = locations.find(({ match, pattern }) => match === 'named' && pattern === location.pattern);
    if (first !== undefined && first !== location) {
      return { kind: 'unreachable', proof: { kind: 'same-name' }, takenBy: [first] };
    }
    const { names, openNames } = this.#internal;
    const name = locationName(this.#model, location);
    if (names.has(name)) return { kind: 'reachable', sample: name, lineFeedOnly: null };
    if (openNames === 'nothing') return { kind: 'unreachable', proof: { kind: 'unnamed' }, takenBy: [] };
    const who = openNames === 'backend' ? 'a backend' : 'code or a variable';
    return { kind: 'unknown', reason: `whether ${who} names ${location.pattern}` };
  }

  #located(located: Located): Reach {
    const { location } = located;
    // Internal redirects, subrequests and error pages come to it as well.
    if (this.#stop !== null) {
      return { kind: 'unreachable', proof: { kind: 'server-answers', stop: this.#stop }, takenBy: [] };
    }
    const asked = this.#byPath(located);
    if (this.#isInternal(location)) return this.#internalOnly(located, asked);
    if (asked.kind === 'found') return { kind: 'reachable', sample: asked.uri, lineFeedOnly: asked.lineFeedOnly };
    if (asked.kind === 'unknown') return asked;
    const slash = this.#slashUri(located);
    if (slash !== null) return { kind: 'only-slash', sample: slash, takenBy: asked.takenBy };
    const otherwise = this.#byAnyUri(located);
    if (otherwise.kind === 'found') return { kind: 'only-internal', sample: otherwise.uri, takenBy: asked.takenBy };
    if (otherwise.kind === 'unknown') return otherwise;
    return this.#unreachable(located, asked.takenBy);
  }

  #unreachable({ node, place }: Located, takenBy: readonly LocationModel[]): Reach {
    // Without what stands around it, is there anything that it would take?
    const own = this.#ownPath(node, place);
    if (own === null && takenBy.length === 0) {
      return { kind: 'unreachable', proof: { kind: 'no-such-path' }, takenBy };
    }
    const found = own === null ? null : this.#search(own);
    const instead = found !== null && 'location' in found ? [found.location] : [];
    return { kind: 'unreachable', proof: { kind: 'taken' }, takenBy: takenBy.length > 0 ? takenBy : instead };
  }

  /** A path that a location fits, whatever stands before it. */
  #ownPath(node: LocationNode, place: Place): Bytes | null {
    const way = { ...commonWay(node, place), negatives: new Map() };
    const name = locationName(this.#model, node.location);
    if (node.location.match === 'exact') return this.#isPath(name) ? name : null;
    const bare = node.regex === null ? { ...way, some: [], zone: { ...way.zone, prefix: name } } : way;
    const result = findUri(
      bare,
      this.#searchFor(this.#paths, () => true),
    );
    return result.kind === 'found' ? result.uri : null;
  }

  /** `internal` is 404 for what a client asks for. */
  #internalOnly(located: Located, asked: Answer): Reach {
    const { location } = located;
    const led = this.#byAnyUri(located);
    if (led.kind === 'found') return { kind: 'only-internal', sample: led.uri, takenBy: [] };
    if (led.kind === 'unknown') return led;
    if (asked.kind !== 'found') return asked.kind === 'unknown' ? asked : this.#unreachable(located, asked.takenBy);
    if (this.#mayBeIndex(location)) return { kind: 'only-internal', sample: asked.uri, takenBy: [] };
    return { kind: 'unreachable', proof: { kind: 'internal' }, takenBy: [] };
  }

  #isInternal({ at }: LocationModel): boolean {
    return this.#model.effective(at, 'internal').values.length > 0;
  }

  /** Might the index module redirect from a folder outside the location to a file in it? */
  #mayBeIndex(location: LocationModel): boolean {
    if (location.match === 'regex') return true;
    const name = locationName(this.#model, location);
    return this.#internal.indexFiles.some((file) => {
      for (let cut = name.indexOf('/'); cut >= 0; cut = name.indexOf('/', cut + 1)) {
        const rest = name.slice(cut + 1);
        if (location.match === 'exact' ? rest === file : rest !== '' && file.startsWith(rest)) return true;
      }
      return false;
    });
  }

  #fixedUri(location: LocationModel): Bytes | null {
    return this.#internal.uris.find((uri) => isIn(this.#search(uri), location)) ?? null;
  }

  /** The name without its slash, where that is redirected to it. */
  #slashUri({ location, place }: Located): Bytes | null {
    const name = locationName(this.#model, location);
    if (location.match === 'regex' || place.level.byName.get(name)?.redirects !== true) return null;
    const uri = name.slice(0, -1);
    const found = this.#search(uri);
    const redirects = found.kind === 'slash' && found.location === location;
    return redirects && this.#isPath(uri) ? uri : null;
  }

  /** A path that a client can ask for. */
  #byPath(located: Located): Answer {
    return this.#find(located, this.#paths, (uri) => this.#isPath(uri));
  }

  /** Any text that something in the server may make the URI. */
  #byAnyUri(located: Located): Answer {
    const fixed = this.#fixedUri(located.location);
    if (fixed !== null) return foundAt(fixed);
    for (const beginning of this.#internal.beginnings) {
      const answer = this.#find(located, beginningWith(beginning), (uri) => uri.startsWith(beginning));
      if (answer.kind !== 'none') return answer;
    }
    return { kind: 'none', takenBy: [] };
  }

  #find(located: Located, universe: ByteMachine, fits: (uri: Bytes) => boolean): Answer {
    const { location, node, place } = located;
    if (location.match === 'exact') return this.#exact(location, fits);
    const takers = new Set<LocationModel>();
    const search = this.#searchFor(universe, (found) => {
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

  #exact(location: LocationModel, fits: (uri: Bytes) => boolean): Answer {
    const uri = locationName(this.#model, location);
    const found = this.#search(uri);
    if (found.kind === 'unknown') return found;
    if (isIn(found, location)) return fits(uri) ? foundAt(uri) : { kind: 'none', takenBy: [] };
    return { kind: 'none', takenBy: 'location' in found ? [found.location] : [] };
  }

  #isPath(uri: Bytes): boolean {
    return isNormalised(uri, this.#mergesSlashes);
  }

  #searchFor(universe: ByteMachine, wanted: (found: Found) => boolean): UriSearch {
    const nameAround = (found: Found): Bytes | null => {
      let at = found.kind === 'location' ? found.location : null;
      while (at !== null && at.match === 'regex') at = at.parent;
      return at === null || at.match === 'exact' ? null : locationName(this.#model, at);
    };
    return { universe, search: (uri) => this.#search(uri), wanted, nameAround, budget: this.#budget };
  }

  #search(uri: Bytes): Found {
    const found = searchLocation(this.#model, this.#server, uri, () => {
      this.#budget.left -= EXPRESSION_COST;
    });
    if (found.kind === 'location' && !this.#seen.has(found.location)) this.#seen.set(found.location, uri);
    return found;
  }
}

const foundAt = (uri: Bytes): Answer => ({ kind: 'found', uri, lineFeedOnly: null });

const isIn = (found: Found, location: LocationModel): boolean =>
  found.kind === 'location' && found.location === location;

function insideExpression(location: LocationModel): Reach {
  let expression = location.parent;
  while (expression !== null && expression.match !== 'regex') expression = expression.parent;
  if (expression === null) return { kind: 'unknown', reason: 'where the location stands' };
  return { kind: 'unreachable', proof: { kind: 'inside-expression', expression }, takenBy: [expression] };
}

/**
 * The setting of the address's default server counts, or of one that was chosen with TLS (U7): one `off` among the servers
 * of its addresses may hold for all. Of a part of a configuration the addresses are not known.
 */
function mergesSlashes(model: ConfigModel, server: ServerModel): boolean {
  const offs = model.named('merge_slashes').filter(({ node }) => node.args[0]?.value.toLowerCase() === 'off');
  if (offs.length === 0 || !model.certain) return offs.length === 0;
  const beside = new Set(socketsOf(model).flatMap(({ servers }) => (servers.includes(server) ? servers : [])));
  return ![...beside].some(({ at }) => model.effective(at, 'merge_slashes').values.some((each) => offs.includes(each)));
}
