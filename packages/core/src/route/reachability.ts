import type { ByteMachine } from '@nginx-lint/regex';
import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { findUri, type UriResult, type UriSearch } from './find-uri.ts';
import { type InternalUris, internalUris, rewritesInServer } from './internal-uris.ts';
import { type LocationNode, locationLevel, locationName } from './location-levels.ts';
import { searchLocation } from './location-tree.ts';
import { commonWay, type Place, placesOf, type Way, waysTo } from './location-zones.ts';
import { isNormalised, normalisedPaths } from './normalised-paths.ts';
import type { Reach } from './reach.ts';
import { serverStop } from './server-stop.ts';
import type { Bytes, Found } from './types.ts';

export type { Reach, ReachProof } from './reach.ts';

/** With more zones than this nothing is proved of an expression that takes part in all of them. */
const MOST_ZONES = 400;

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
  /** By location, a URI that came to it in some search. */
  readonly #seen = new Map<LocationModel, Bytes>();

  constructor(model: ConfigModel, server: ServerModel) {
    this.#model = model;
    this.#server = server;
    this.#internal = internalUris(model, server);
    this.#stop = serverStop(model, server);
    this.#mergesSlashes = mergesSlashes(model);
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
    return found;
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
    const slash = this.#slashUri(location);
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
    if (node.location.match === 'exact') return isNormalised(name, this.#mergesSlashes) ? name : null;
    const bare = node.regex === null ? { ...way, some: [], zone: { ...way.zone, prefix: name } } : way;
    const result = findUri(
      bare,
      this.#searchFor(this.#paths, () => true),
    );
    return result.kind === 'found' ? result.uri : null;
  }

  /** `internal` is 404 for what a client asks for. */
  #internalOnly(located: Located, asked: UriResult): Reach {
    const { location } = located;
    const fixed = this.#fixedUri(location);
    if (fixed !== null) return { kind: 'only-internal', sample: fixed, takenBy: [] };
    const opens = this.#internal.openUris || rewritesInServer(this.#server) || this.#mayBeIndex(location);
    if (!opens) return { kind: 'unreachable', proof: { kind: 'internal' }, takenBy: [] };
    const result = asked.kind === 'found' ? asked : this.#byAnyUri(located);
    if (result.kind === 'found') return { kind: 'only-internal', sample: result.uri, takenBy: [] };
    return result.kind === 'unknown' ? result : this.#unreachable(located, result.takenBy);
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
  #slashUri(location: LocationModel): Bytes | null {
    if (location.match === 'regex') return null;
    const uri = locationName(this.#model, location).slice(0, -1);
    const found = this.#search(uri);
    const redirects = found.kind === 'slash' && found.location === location;
    return redirects && isNormalised(uri, this.#mergesSlashes) ? uri : null;
  }

  /** A path that a client can ask for. */
  #byPath(located: Located): UriResult {
    return this.#find(located, this.#paths, (uri) => isNormalised(uri, this.#mergesSlashes));
  }

  /** Any text that something in the server may make the URI. */
  #byAnyUri(located: Located): UriResult {
    const fixed = this.#fixedUri(located.location);
    if (fixed !== null) return foundAt(fixed);
    if (!this.#internal.openUris) return { kind: 'none', takenBy: [] };
    return this.#find(located, null, () => true);
  }

  #find({ location, node, place }: Located, universe: ByteMachine | null, fits: (uri: Bytes) => boolean): UriResult {
    if (location.match === 'exact') return this.#exact(location, fits);
    const search = this.#searchFor(universe, (found) => isIn(found, location));
    const common = node.regex === null ? null : findUri(commonWay(node, place), search);
    const result = common === null || common.kind === 'unknown' ? this.#inZones(waysTo(node, place), search) : common;
    const seen = result.kind === 'unknown' ? this.#seen.get(location) : undefined;
    return seen !== undefined && fits(seen) ? foundAt(seen) : result;
  }

  #inZones(ways: Iterable<Way>, search: UriSearch): UriResult {
    const takenBy = new Set<LocationModel>();
    let zones = 0;
    let withLineFeed: UriResult | null = null;
    let doubt: UriResult | null = null;
    for (const way of ways) {
      if (++zones > MOST_ZONES) {
        doubt ??= { kind: 'unknown', reason: 'too many prefixes around the expression' };
        break;
      }
      const result = findUri(way, search);
      if (result.kind === 'found') {
        if (result.lineFeedOnly === null) return result;
        withLineFeed ??= result;
      } else if (result.kind === 'unknown') doubt ??= result;
      else for (const location of [...result.takenBy, ...way.zone.blockers]) takenBy.add(location);
    }
    return doubt ?? withLineFeed ?? { kind: 'none', takenBy: [...takenBy] };
  }

  #exact(location: LocationModel, fits: (uri: Bytes) => boolean): UriResult {
    const uri = locationName(this.#model, location);
    const found = this.#search(uri);
    if (found.kind === 'unknown') return found;
    if (isIn(found, location)) return fits(uri) ? foundAt(uri) : { kind: 'none', takenBy: [] };
    return { kind: 'none', takenBy: 'location' in found ? [found.location] : [] };
  }

  #searchFor(universe: ByteMachine | null, wanted: (found: Found) => boolean): UriSearch {
    const nameAround = (found: Found): Bytes | null => {
      let at = found.kind === 'location' ? found.location : null;
      while (at !== null && at.match === 'regex') at = at.parent;
      return at === null || at.match === 'exact' ? null : locationName(this.#model, at);
    };
    return { universe, search: (uri) => this.#search(uri), wanted, nameAround };
  }

  #search(uri: Bytes): Found {
    const found = searchLocation(this.#model, this.#server, uri);
    if (found.kind === 'location' && !this.#seen.has(found.location)) this.#seen.set(found.location, uri);
    return found;
  }
}

const foundAt = (uri: Bytes): UriResult => ({ kind: 'found', uri, lineFeedOnly: null });

const isIn = (found: Found, location: LocationModel): boolean =>
  found.kind === 'location' && found.location === location;

function insideExpression(location: LocationModel): Reach {
  let expression = location.parent;
  while (expression !== null && expression.match !== 'regex') expression = expression.parent;
  if (expression === null) return { kind: 'unknown', reason: 'where the location stands' };
  return { kind: 'unreachable', proof: { kind: 'inside-expression', expression }, takenBy: [expression] };
}

/** Which server's setting counts is decided by the address (U7), so that one `off` may hold for all. */
function mergesSlashes(model: ConfigModel): boolean {
  return !model.named('merge_slashes').some(({ node }) => node.args[0]?.value.toLowerCase() === 'off');
}
