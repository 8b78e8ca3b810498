import { contentHandler, type HandlerKind } from '../model/handlers.ts';
import type { ConfigModel, LocationMatch, LocationModel, ServerModel } from '../model/types.ts';
import { locationName } from '../route/location-levels.ts';
import { rootSetting } from '../route/mapping.ts';
import type { Reach, ReachProof } from '../route/reach.ts';
import { reachability } from '../route/reachability.ts';
import { type ServerReach, serverReachability } from '../route/server-reach.ts';
import { addressShown } from '../route/socket-address.ts';
import { type Socket, socketsOf } from '../route/sockets.ts';
import type { Occurrence } from '../tree/tree.ts';
import { type NameOf, placeOf, type ShownPlace } from './route-json.ts';
import { escapedPath, sampleUrl } from './sample-url.ts';

/** All that requests can come to, as plain data. */
export interface RouteTable {
  readonly addresses: readonly AddressRow[];
  /** In the order of the files. */
  readonly servers: readonly ServerRow[];
}

/** An address that nginx listens on. */
export interface AddressRow {
  readonly listen: string;
  readonly tls: boolean;
  /** Those that share the address, in their order. */
  readonly servers: readonly {
    readonly at: ShownPlace | null;
    readonly names: readonly string[];
    readonly default: boolean;
  }[];
}

export interface ServerRow {
  readonly at: ShownPlace | null;
  readonly listen: readonly string[];
  readonly names: readonly string[];
  /** The addresses whose default server it is. */
  readonly default: readonly string[];
  /** Null where requests come to it, or where nobody can tell. */
  readonly unreachable: UnreachableRow | null;
  /** What answers where no location matches. */
  readonly answer: AnswerRow | null;
  /** In the order in which nginx tries them. */
  readonly locations: readonly LocationRow[];
}

export interface LocationRow {
  readonly at: ShownPlace | null;
  readonly match: LocationMatch;
  readonly caseless: boolean;
  readonly pattern: string;
  /**
   * `only-slash`: its one use is that the URI without the final slash is redirected to it; `only-internal`: no client
   * gets there, but a redirect inside nginx may.
   */
  readonly reach: Reach['kind'];
  /** A URL that comes to it, or a URI that only a redirect inside nginx can have; null where none is known. */
  readonly sample: string | null;
  readonly unreachable: UnreachableRow | null;
  readonly answer: AnswerRow | null;
  readonly locations: readonly LocationRow[];
}

/** Why no request gets there, and what takes those that it was meant for. */
export interface UnreachableRow {
  readonly reason: string;
  readonly by: readonly (ShownPlace | null)[];
}

/** What answers: the directive, or `root` and `alias` for files. */
export interface AnswerRow {
  readonly kind: HandlerKind;
  readonly text: string;
  readonly at: ShownPlace | null;
}

const REASONS: Readonly<Record<ReachProof['kind'], string>> = {
  'no-such-path': 'no path that a client can ask for is like that',
  'inside-expression': 'names inside an expression are never looked for',
  taken: 'others come first for all that it matches',
  'server-answers': 'the server answers before locations are looked for',
  rewritten: 'the server rewrites all that it matches',
  internal: 'it is internal, and nothing leads to it',
  unnamed: 'nothing names it',
  'same-name': 'another one of that name comes first',
};

type Unreachable = Extract<Reach, { kind: 'unreachable' }>;

/** Why no request gets to a location, in words that follow "No request reaches it: ". */
export function whyUnreachable({ proof }: Unreachable): string {
  return REASONS[proof.kind];
}

/** What takes the requests that a location was meant for; each once. */
export function takersOf({ proof, takenBy }: Unreachable): readonly Occurrence[] {
  const by = takenBy.map((other) => other.at);
  if (proof.kind === 'inside-expression') by.unshift(proof.expression.at);
  if (proof.kind === 'server-answers') by.unshift(proof.stop);
  if (proof.kind === 'rewritten') by.unshift(proof.rewrite);
  return [...new Set(by)];
}

/** The routing table of a configuration. */
export function routeTable(model: ConfigModel, nameOf: NameOf): RouteTable {
  const writer = new TableWriter(model, nameOf);
  const sockets = socketsOf(model);
  const listening = listeningOf(sockets);
  return {
    addresses: sockets.map((socket) => writer.address(socket)),
    servers: model.servers.map((server) => writer.server(server, listening.get(server) ?? [])),
  };
}

function listeningOf(sockets: readonly Socket[]): ReadonlyMap<ServerModel, readonly Socket[]> {
  const found = new Map<ServerModel, Socket[]>();
  for (const socket of sockets)
    for (const server of socket.servers) {
      const own = found.get(server);
      if (own === undefined) found.set(server, [socket]);
      else own.push(socket);
    }
  return found;
}

class TableWriter {
  readonly #model: ConfigModel;
  readonly #nameOf: NameOf;

  constructor(model: ConfigModel, nameOf: NameOf) {
    this.#model = model;
    this.#nameOf = nameOf;
  }

  address(socket: Socket): AddressRow {
    const { address, servers, defaultServer, tls, quic } = socket;
    return {
      listen: `${addressShown(address)}${quic ? ' (HTTP/3)' : ''}`,
      tls,
      servers: servers.map((server) => ({
        at: this.#place(server.at),
        names: namesOf(server),
        default: server === defaultServer,
      })),
    };
  }

  server(server: ServerModel, sockets: readonly Socket[]): ServerRow {
    const shown = (chosen: readonly Socket[]) => [...new Set(chosen.map(({ address }) => addressShown(address)))];
    const reaches = reachability(this.#model, server);
    const own = serverReachability(this.#model).get(server);
    const level = (locations: readonly LocationModel[]): readonly LocationRow[] =>
      inSearchOrder(this.#model, locations).map((location) => ({
        ...this.#location(location, reaches.get(location), own),
        locations: level(location.children),
      }));
    return {
      at: this.#place(server.at),
      listen: shown(sockets),
      names: namesOf(server),
      default: shown(sockets.filter(({ defaultServer }) => defaultServer === server)),
      unreachable:
        own?.kind === 'unreachable'
          ? { reason: 'other servers take all its names', by: own.takenBy.map(({ at }) => this.#place(at)) }
          : null,
      answer: this.#answer(server.at),
      locations: level(server.locations),
    };
  }

  #location(
    location: LocationModel,
    reach: Reach | undefined,
    own: ServerReach | undefined,
  ): Omit<LocationRow, 'locations'> {
    const { at, match, caseless, pattern } = location;
    const sample = reach !== undefined && 'sample' in reach ? reach.sample : null;
    return {
      at: this.#place(at),
      match,
      caseless,
      pattern,
      reach: reach?.kind ?? 'unknown',
      sample:
        sample === null || match === 'named'
          ? null
          : reach?.kind === 'only-internal'
            ? escapedPath(sample)
            : sampleUrl(own, sample),
      unreachable: reach?.kind === 'unreachable' ? this.#unreachable(reach) : null,
      answer: this.#answer(at),
    };
  }

  #unreachable(reach: Unreachable): UnreachableRow {
    return { reason: whyUnreachable(reach), by: takersOf(reach).map((at) => this.#place(at)) };
  }

  #answer(block: Occurrence): AnswerRow | null {
    const handler = contentHandler(this.#model, block);
    if (handler === null) return null;
    if (handler.kind !== 'static')
      return { kind: handler.kind, text: wordsOf(handler.at), at: this.#place(handler.at) };
    const root = rootSetting(block, this.#model);
    const tried = block.children.find(({ name }) => name === 'try_files');
    const texts = [...(tried === undefined ? [] : [wordsOf(tried)]), root.at === null ? 'root html' : wordsOf(root.at)];
    return { kind: 'static', text: texts.join(', '), at: this.#place(tried ?? root.at) };
  }

  #place(at: Occurrence | null): ShownPlace | null {
    return placeOf(at, this.#model, this.#nameOf);
  }
}

/** Exact names, prefixes from the longest to the shortest, expressions in the order of the files, names for others. */
export function inSearchOrder(model: ConfigModel, locations: readonly LocationModel[]): readonly LocationModel[] {
  const names = new Map(locations.map((location) => [location, locationName(model, location)]));
  const length = (location: LocationModel): number => names.get(location)?.length ?? 0;
  const of = (...kinds: readonly LocationMatch[]) => locations.filter(({ match }) => kinds.includes(match));
  return [
    ...of('exact'),
    ...of('prefix', 'prefix-final').sort((a, b) => length(b) - length(a)),
    ...of('regex'),
    ...of('named'),
  ];
}

function namesOf({ names }: ServerModel): readonly string[] {
  return names.map(({ value }) => value);
}

function wordsOf({ node }: Occurrence): string {
  return [node.name, ...node.args].map(({ value }) => value).join(' ');
}
