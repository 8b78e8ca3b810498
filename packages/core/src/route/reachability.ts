import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { type InternalUris, internalUris } from './internal-uris.ts';
import { locationLevel, locationName } from './location-levels.ts';
import { type Answer, type Located, LocationSets } from './location-sets.ts';
import { placesOf } from './location-zones.ts';
import type { Reach } from './reach.ts';
import { serverStop } from './server-stop.ts';
import { socketsOf } from './sockets.ts';

export type { Reach, ReachProof } from './reach.ts';

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

class Reachability {
  readonly #model: ConfigModel;
  readonly #server: ServerModel;
  readonly #internal: InternalUris;
  readonly #stop: Occurrence | null;
  readonly #sets: LocationSets;

  constructor(model: ConfigModel, server: ServerModel) {
    this.#model = model;
    this.#server = server;
    this.#internal = internalUris(model, server);
    this.#stop = serverStop(model, server);
    this.#sets = new LocationSets(model, server, this.#internal, mergesSlashes(model, server));
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
      const known = reach.kind === 'unknown' ? places.get(location) : undefined;
      if (known === undefined || this.#isInternal(location)) continue;
      const sample = this.#sets.quickPath({ location, ...known });
      if (sample !== null) found.set(location, { kind: 'reachable', sample, lineFeedOnly: null });
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
    const asked = this.#sets.byPath(located);
    if (this.#isInternal(location)) return this.#internalOnly(located, asked);
    if (asked.kind === 'found') return { kind: 'reachable', sample: asked.uri, lineFeedOnly: asked.lineFeedOnly };
    if (asked.kind === 'unknown') return asked;
    const slash = this.#sets.slashUri(located);
    if (slash !== null) return { kind: 'only-slash', sample: slash, takenBy: asked.takenBy };
    const otherwise = this.#sets.byAnyUri(located);
    if (otherwise.kind === 'found') return { kind: 'only-internal', sample: otherwise.uri, takenBy: asked.takenBy };
    if (otherwise.kind === 'unknown') return otherwise;
    return this.#unreachable(located, asked.takenBy);
  }

  #unreachable(located: Located, takenBy: readonly LocationModel[]): Reach {
    // Without what stands around it, is there anything that it would take?
    const own = this.#sets.ownPath(located);
    if (own === null && takenBy.length === 0) {
      return { kind: 'unreachable', proof: { kind: 'no-such-path' }, takenBy };
    }
    const rewrite = own === null ? undefined : this.#sets.rewrites.find(({ regex }) => regex.match(own));
    if (rewrite !== undefined && takenBy.length === 0) {
      return { kind: 'unreachable', proof: { kind: 'rewritten', rewrite: rewrite.at }, takenBy };
    }
    const found = own === null ? null : this.#sets.search(own);
    const instead = found !== null && 'location' in found ? [found.location] : [];
    return { kind: 'unreachable', proof: { kind: 'taken' }, takenBy: takenBy.length > 0 ? takenBy : instead };
  }

  /** `internal` is 404 for what a client asks for. */
  #internalOnly(located: Located, asked: Answer): Reach {
    const { location } = located;
    const led = this.#sets.byAnyUri(located);
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
}

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
