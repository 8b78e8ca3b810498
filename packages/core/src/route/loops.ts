import { isLoopback, parseAddress } from '../model/addresses.ts';
import type { Pass } from '../model/passes.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { escapeUri } from './escape.ts';
import { reachability } from './reachability.ts';
import { route } from './simulate.ts';
import { parseSocketAddress } from './socket-address.ts';
import { socketFor, socketsOf } from './sockets.ts';
import type { RouteRequest, SocketAddress, UpstreamRequest } from './types.ts';

/** More hops than any chain of proxies within one nginx is meant to have. */
const HOPS = 8;
const LOOPBACK = '127.0.0.1';

/** The locations that a request goes through when it comes back to where it was, the first one left out. */
export type Loop = readonly Occurrence[];

/**
 * Does what a location passes on come back to it, again and again? Follows a request that the location is selected for
 * through this nginx; null where it ends somewhere else, and where it cannot be told.
 */
export function loopOf(model: ConfigModel, pass: Pass): Loop | null {
  const location = model.location(pass.at);
  if (location === null || location.at !== pass.block || ownSocket(model, pass) === null) return null;
  for (const request of samples(model, location)) {
    const visited = follow(model, request);
    if (visited?.[0]?.block !== location.at) continue;
    const again = visited.findIndex(({ block }, index) => index > 0 && block === location.at);
    const last = visited.findLast(({ block }) => block === location.at);
    // A prefix that is cut off each time comes to an end.
    if (again === -1 || last === undefined || last.length < (visited[again]?.length ?? 0)) return null;
    return visited.slice(1, again).map(({ block }) => block);
  }
  return null;
}

/** The address of this nginx that a pass leads to; null where it leads elsewhere, or nobody knows where. */
function ownSocket(model: ConfigModel, { at, target }: Pass): SocketAddress | null {
  if (target.variable) return null;
  if (target.upstream !== null) {
    const only = target.upstream.servers.length === 1 ? target.upstream.servers[0] : undefined;
    return only === undefined ? null : ownAddress(model, only.address.value, 80);
  }
  if (target.unix) return ownAddress(model, `unix:${target.host}`, 0);
  return at.node.args.length === 0 || target.host === null || target.port === null
    ? null
    : ownAddress(model, `${target.host}:${target.port}`, target.port);
}

/** An address of the loopback, or one that a server listens on by that address, on which a server listens. */
function ownAddress(model: ConfigModel, text: string, defaultPort: number): SocketAddress | null {
  const parsed = parseAddress(text, { defaultPort });
  if (parsed === null) return null;
  const host = parsed.host.toLowerCase() === 'localhost' ? LOOPBACK : parsed.host;
  const written = parsed.family === 'unix' ? `unix:${host}` : `${host}:${parsed.port ?? defaultPort}`;
  const address = parseSocketAddress(written);
  const socket = address === null ? null : socketFor(model, address);
  if (address === null || socket === null || socket.proxyProtocol) return null;
  return isLoopback(parsed) || (!socket.wildcard && socket.address.host === address.host) ? address : null;
}

interface Visit {
  readonly block: Occurrence;
  /** Of the target that came there. */
  readonly length: number;
}

/** The blocks that a request passes, as long as it stays here; null where it leaves, ends, or nobody knows. */
function follow(model: ConfigModel, first: RouteRequest): readonly Visit[] | null {
  const visited: Visit[] = [];
  for (let request = first; visited.length < HOPS; ) {
    const { final, upstream, content, uncertain } = route(model, request, { untraced: true });
    if (final === null || upstream === null || content !== 'upstream' || uncertain.length > 0) return null;
    visited.push({ block: final, length: request.target.length });
    const { protocol, uri, headers, method } = upstream;
    if ((protocol !== 'http' && protocol !== 'https') || typeof uri !== 'string' || headers === undefined) return null;
    const connect = connectTo(model, upstream);
    if (connect === null) return null;
    const known = headers.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
    if (known.length < headers.length) return null;
    const host = known.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? null;
    request = {
      method: method ?? first.method,
      target: uri,
      version: host === null ? '1.0' : '1.1',
      host,
      connect,
      scheme: protocol,
      sni: null,
      headers: known.filter(([name]) => name.toLowerCase() !== 'host'),
      client: { ...connect, port: connect.family === 'unix' ? 0 : 40_000 },
    };
  }
  return visited;
}

/** `localhost` is a name, so that the backend of a group with it is not told. */
function connectTo(model: ConfigModel, { backend, group, protocol }: UpstreamRequest): SocketAddress | null {
  const [only, ...others] = backend === null ? (model.upstream(group, 'http')?.servers ?? []) : [];
  if (others.length > 0) return null;
  if (only !== undefined) return ownAddress(model, only.address.value, 80);
  return ownAddress(model, backend ?? group, protocol === 'https' ? 443 : 80);
}

/** Requests that may come into a location: by each name of its server, over each of its sockets. */
function samples(model: ConfigModel, location: LocationModel): readonly RouteRequest[] {
  const { server } = location;
  const reach = reachability(model, server).get(location);
  if (reach?.kind !== 'reachable' || location.match === 'named') return [];
  const target = escapeUri(reach.sample, 'uri', model.facts);
  const sockets = socketsOf(model).filter((socket) => socket.servers.includes(server) && !socket.quic);
  return sockets.slice(0, 2).flatMap((socket) =>
    namesOf(server).map((host): RouteRequest => {
      const { family, port } = socket.address;
      const own = family === 'inet6' ? '::1' : LOOPBACK;
      const connect: SocketAddress = socket.wildcard ? { family, host: own, port } : socket.address;
      const scheme = socket.tls ? 'https' : 'http';
      const sni = socket.tls ? host : null;
      const client = { ...connect, port: family === 'unix' ? 0 : 40_000 };
      return { method: 'GET', target, version: '1.1', host, connect, scheme, sni, headers: [], client };
    }),
  );
}

function namesOf({ names }: ServerModel): readonly string[] {
  const plain = names.map(({ value }) => value).filter((name) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(name));
  return [...plain.slice(0, 2), 'any-host.invalid'];
}
