import type { ConfigModel, ListenModel, ServerModel } from '../model/types.ts';
import { parseUrl } from '../model/url.ts';
import { addressOf, addressShown, isWildcard } from './socket-address.ts';
import type { SocketAddress } from './types.ts';

/** An address with the servers that listen on it: ngx_http_conf_addr_t. */
export interface Socket {
  /** A name that nginx resolves when it starts stays a name: `example.com`. */
  readonly address: SocketAddress;
  /** Is it any address of its family? */
  readonly wildcard: boolean;
  /** In the order of their `listen`. */
  readonly servers: readonly ServerModel[];
  readonly defaultServer: ServerModel;
  /** Has one of the servers named it the default, or is it merely the first? */
  readonly explicitDefault: boolean;
  readonly tls: boolean;
  /** Sockets of HTTP/3 are of their own kind: datagrams. */
  readonly quic: boolean;
  readonly http2: boolean;
  readonly proxyProtocol: boolean;
  /** An IPv6 socket that takes IPv4 connections too. */
  readonly dual: boolean;
}

/** More sockets than a machine has; of ranges beyond them only the first port is looked at. */
const MOST_SOCKETS = 200_000;
/** Of a server without `listen`; 8000 where nginx is not started by root. */
const IMPLICIT: SocketAddress = { family: 'inet', host: '0.0.0.0', port: 80 };

interface Listening {
  readonly server: ServerModel;
  /** Null: a server without `listen`. */
  readonly listen: ListenModel | null;
}

interface Sockets {
  readonly all: readonly Socket[];
  readonly streams: ReadonlyMap<string, Socket>;
}

const known = new WeakMap<ConfigModel, Sockets>();

/** All sockets that the servers of http listen on, in the order in which they are named (ngx_http_add_addresses). */
export function socketsOf(model: ConfigModel): readonly Socket[] {
  return sockets(model).all;
}

/**
 * The socket that takes a connection to a local address, null where nothing listens there. Mirrors
 * ngx_http_init_connection(): the servers of the address itself where it is named, else those of the wildcard.
 */
export function socketFor(model: ConfigModel, local: SocketAddress): Socket | null {
  const { streams } = sockets(model);
  const { family, port } = local;
  const at = (of: SocketAddress['family'], host: string): Socket | null =>
    streams.get(addressShown({ family: of, host, port })) ?? null;
  const own = at(family, local.host);
  if (own !== null || family === 'unix') return own;
  const any = at(family, family === 'inet' ? '0.0.0.0' : '::');
  if (any !== null || family === 'inet6') return any;
  // Without a socket of IPv4 the connection comes to an IPv6 one, as an address of IPv6.
  const mapped = at('inet6', `::ffff:${local.host}`);
  const both = at('inet6', '::');
  if (mapped !== null && (mapped.dual || both?.dual)) return mapped;
  return both?.dual ? both : null;
}

function sockets(model: ConfigModel): Sockets {
  let found = known.get(model);
  if (found === undefined) {
    const groups = groupsOf(model);
    const all = Array.from(groups.values(), ({ address, listening }) => socketOf(model, address, listening));
    const streams = all.filter(({ quic }) => !quic);
    found = { all, streams: new Map(streams.map((socket) => [addressShown(socket.address), socket])) };
    known.set(model, found);
  }
  return found;
}

interface Group {
  readonly address: SocketAddress;
  readonly listening: Listening[];
}

function groupsOf(model: ConfigModel): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  // Most servers listen on what others do, in the same words.
  const byWords = { tcp: new Map<string, Group>(), udp: new Map<string, Group>() };
  for (const server of model.servers) {
    if (server.listens.length === 0) addTo(groupAt(groups, 'tcp', IMPLICIT), { server, listen: null });
    for (const listen of server.listens) {
      const kind = listen.quic ? 'udp' : 'tcp';
      const text = listen.address.value;
      const known = byWords[kind].get(text);
      if (known !== undefined) {
        addTo(known, { server, listen });
        continue;
      }
      const url = parseUrl(text, { listen: true, defaultPort: 80 });
      if (typeof url === 'string') continue;
      const left = Math.max(MOST_SOCKETS - groups.size, 1);
      const last = Math.min(Math.max(url.lastPort, url.port), url.port + left - 1);
      for (let port = url.port; port <= last; port++) {
        const group = groupAt(groups, kind, addressOf(url, port));
        addTo(group, { server, listen });
        if (url.lastPort === 0) byWords[kind].set(text, group);
      }
    }
  }
  return groups;
}

function groupAt(groups: Map<string, Group>, kind: 'tcp' | 'udp', address: SocketAddress): Group {
  const key = `${kind} ${addressShown(address)}`;
  let group = groups.get(key);
  if (group === undefined) {
    group = { address, listening: [] };
    groups.set(key, group);
  }
  return group;
}

/** nginx refuses a server that names an address twice. Servers come one after the other. */
function addTo({ listening }: Group, next: Listening): void {
  if (listening.at(-1)?.server !== next.server) listening.push(next);
}

function socketOf(model: ConfigModel, address: SocketAddress, listening: readonly Listening[]): Socket {
  const words = new Set<string>();
  for (const { listen } of listening) {
    const args = listen?.at.node.args ?? [];
    for (let index = 1; index < args.length; index++) words.add(args[index]?.value ?? '');
  }
  const named = listening.find(({ listen }) => listen?.defaultServer);
  const first = named ?? listening[0];
  if (first === undefined) throw new RangeError('a socket without servers');
  return {
    address,
    wildcard: isWildcard(address),
    servers: listening.map(({ server }) => server),
    defaultServer: first.server,
    explicitDefault: named !== undefined,
    // The old "ssl on" counts where the default server has it.
    tls: words.has('ssl') || words.has('quic') || (first.listen === null ? first.server.tls : first.listen.tls),
    quic: first.listen?.quic ?? false,
    http2: words.has('http2') || speaksHttp2(model, first.server),
    proxyProtocol: words.has('proxy_protocol'),
    dual: address.family === 'inet6' && words.has('ipv6only=off'),
  };
}

/** `http2 on` of the default server. */
function speaksHttp2(model: ConfigModel, server: ServerModel): boolean {
  const [http2] = model.effective(server.at, 'http2').values;
  return http2 !== undefined && http2.fact !== null && http2.node.args[0]?.value.toLowerCase() === 'on';
}
