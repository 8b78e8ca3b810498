import { addressText } from '../../model/ip.ts';
import type { ConfigModel } from '../../model/types.ts';
import { parseUrl } from '../../model/url.ts';
import type { Word } from '../../syntax/nodes.ts';
import { readOnce } from '../../text/read-once.ts';
import type { Fix } from '../../text/report.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { LISTEN_PARAMETERS, scopeOf } from '../directives/listen.ts';
import type { Fault } from '../fault.ts';
import { parameterOf } from '../named-parameters.ts';
import { placementFault } from '../placement.ts';

/** Parameters that make the socket another one; they may be given once for an address (`lsopt.set`). */
const OPTIONS: ReadonlySet<string> = new Set([
  ...['bind', 'setfib=', 'fastopen=', 'backlog=', 'rcvbuf=', 'sndbuf=', 'accept_filter=', 'deferred', 'ipv6only='],
  ...['reuseport', 'multipath', 'so_keepalive='],
]);
const PROTOCOLS: readonly string[] = ['proxy_protocol', 'ssl', 'http2'];
const DEFAULTS: ReadonlySet<string> = new Set(['default_server', 'default']);

export /** More sockets than a machine has; of ranges beyond them only the first port is looked at. */
const MOST_SOCKETS = 200_000;

interface Socket {
  /** Equal for sockets that are one: scope, transport, address and port. */
  readonly key: string;
  /** As nginx names it. */
  readonly text: string;
}

interface Listener {
  readonly at: Occurrence;
  readonly sockets: readonly Socket[];
  readonly option: Word | null;
  readonly asDefault: Word | null;
  readonly protocols: number;
}

/** What is known of a socket so far: ngx_http_conf_addr_t, ngx_stream_conf_addr_t. */
interface Known {
  readonly first: Listener;
  readonly servers: Map<Occurrence, Listener>;
  option: Listener | null;
  asDefault: Listener | null;
  protocols: number;
  kept: number;
  set: boolean;
  changed: boolean;
}

/** Conflicts between `listen` directives: ngx_http_add_addresses(), ngx_stream_add_addresses(), ngx_mail_core_listen(). */
export function* listenConflicts(model: ConfigModel): Generator<Fault> {
  const known = new Map<string, Known>();
  let left = MOST_SOCKETS;
  for (const at of model.named('listen')) {
    const listener = listenerOf(at, model, Math.max(left, 1));
    if (listener === null) continue;
    left -= listener.sockets.length;
    // Servers that share addresses are virtual in http, and in stream since 1.25.5.
    const scope = scopeOf(at);
    const shared = scope === 'http' || (scope === 'stream' && model.facts.atLeast('1.25.5'));
    for (const socket of listener.sockets) {
      const before = known.get(socket.key);
      if (before === undefined) known.set(socket.key, knownFrom(listener));
      else {
        const fault = shared ? sharedFault(before, listener, socket, model) : pairFault(before, listener, socket);
        if (fault) {
          yield fault;
          // One is enough for all ports of a range.
          break;
        }
      }
    }
  }
}

function knownFrom(listener: Listener): Known {
  return {
    first: listener,
    servers: new Map(listener.at.parent ? [[listener.at.parent, listener]] : []),
    option: listener.option ? listener : null,
    asDefault: listener.asDefault ? listener : null,
    protocols: listener.protocols,
    kept: 0,
    set: false,
    changed: false,
  };
}

function conflict(at: Listener, span: Word, other: Listener, message: string, nginx: string): Fault {
  const related = [{ file: other.at.file, span: other.at.node, message: 'stands here already' }];
  return { rule: 'listen-conflict', at: at.at, span, message, nginx, related };
}

function addressOf({ at }: Listener): Word {
  return at.node.args[0] ?? at.node.name;
}

function pairFault(before: Known, listener: Listener, { text }: Socket): Fault {
  const message = `another server listens on ${text} already, and nginx refuses a second "listen" for it; remove one of the two`;
  return conflict(listener, addressOf(listener), before.first, message, `duplicate "${text}" address and port pair`);
}

function sharedFault(before: Known, listener: Listener, { text }: Socket, model: ConfigModel): Fault | null {
  const server = listener.at.parent;
  const own = server && before.servers.get(server);
  if (own) {
    const message = `this server listens on ${text} already; remove one of the two`;
    const fault = conflict(listener, addressOf(listener), own, message, `a duplicate listen ${text}`);
    // With a range of ports more than this one would go.
    if (listener.sockets.length > 1) return fault;
    return { ...fault, deletion: { title: 'Remove this "listen"', safe: false } };
  }
  if (server) before.servers.set(server, listener);
  if (listener.option && before.option) {
    const message = `the options of the socket ${text} are given elsewhere already, and nginx accepts them once; remove them here`;
    const fault = conflict(listener, listener.option, before.option, message, `duplicate listen options for ${text}`);
    return { ...fault, fixes: [withoutWords(listener, OPTIONS, 'Remove the options from this "listen"')] };
  }
  if (listener.asDefault && before.asDefault) {
    const message = `${text} has a default server already, and can have one only; remove "default_server" from one of them`;
    const nginx = `a duplicate default server for ${text}`;
    const fault = conflict(listener, listener.asDefault, before.asDefault, message, nginx);
    return { ...fault, fixes: [withoutWords(listener, DEFAULTS, 'Remove "default_server" here')] };
  }
  const redefined = protocolsRedefined(before, listener);
  before.option ??= listener.option ? listener : null;
  before.asDefault ??= listener.asDefault ? listener : null;
  if (!redefined || !model.facts.atLeast('1.23.4')) return null;
  const message = `"ssl", "http2" and "proxy_protocol" hold for all servers of ${text}, and differ here; write the same in all of its "listen" lines`;
  const fault = conflict(
    listener,
    addressOf(listener),
    before.first,
    message,
    `protocol options redefined for ${text}`,
  );
  return { ...fault, warning: true };
}

/** Takes parameters out of a `listen`, each with the blank before it. */
function withoutWords({ at }: Listener, names: ReadonlySet<string>, title: string): Fix {
  const { args } = at.node;
  const edits = args.slice(1).flatMap((word, index) => {
    const name = parameterOf(word.value, LISTEN_PARAMETERS[scopeOf(at)])?.name ?? '';
    const start = args[index]?.end ?? word.start;
    return names.has(name) ? [{ file: at.file, span: { start, end: word.end }, text: '' }] : [];
  });
  return { title, safe: false, edits };
}

/** Do the protocols differ from those known, in a way that nginx warns of? Keeps what it keeps. */
function protocolsRedefined(before: Known, { protocols, option }: Listener): boolean {
  const previous = before.protocols;
  const union = protocols | previous;
  let redefined: boolean;
  if (union !== previous) {
    redefined = (before.option !== null && !option) || before.changed || union !== protocols;
    before.kept = previous;
    before.changed = true;
  } else if (union !== protocols) {
    redefined = option !== null || (before.set && protocols !== before.kept);
    before.kept = protocols;
    before.changed = true;
  } else {
    redefined = (option !== null && before.changed) || (before.set && protocols !== before.kept);
    before.kept = protocols;
  }
  before.set = true;
  before.protocols = union;
  return redefined;
}

function listenerOf(at: Occurrence, model: ConfigModel, most: number): Listener | null {
  const address = at.node.args[0];
  if (address === undefined || at.fact?.source !== 'core' || placementFault(at, model.facts) !== null) return null;
  const scope = scopeOf(at);
  if (at.node.args.length === 1)
    return { at, sockets: socketsOf(address.value, scope, 'tcp', most), option: null, asDefault: null, protocols: 0 };
  const words = at.node.args.slice(1);
  const names = words.map((word) => parameterOf(word.value, LISTEN_PARAMETERS[scope])?.name ?? '');
  const first = (wanted: (name: string) => boolean): Word | null => words[names.findIndex(wanted)] ?? null;
  return {
    at,
    sockets: socketsOf(address.value, scope, names.includes('quic') || names.includes('udp') ? 'udp' : 'tcp', most),
    option: first((name) => OPTIONS.has(name)),
    asDefault: first((name) => DEFAULTS.has(name)),
    protocols: PROTOCOLS.reduce((bits, name, index) => (names.includes(name) ? bits | (1 << index) : bits), 0),
  };
}

/** The same few addresses stand in server after server. By scope and transport, then as written. */
const readers = new Map<string, (address: string) => readonly Socket[]>();
const MOST_ADDRESSES = 1_000;

/** One for each port of a range. A name stands for itself: the same name has the same addresses. */
export function socketsOf(
  address: string,
  scope: ReturnType<typeof scopeOf>,
  transport: 'tcp' | 'udp',
  most = MOST_SOCKETS,
): readonly Socket[] {
  // A range may be cut short.
  if (address.includes('-')) return readAddress(address, scope, transport, most);
  const kind = transport === 'tcp' ? scope : `${scope} udp`;
  let reader = readers.get(kind);
  if (reader === undefined) {
    reader = readOnce(MOST_ADDRESSES, (one) => readAddress(one, scope, transport, MOST_SOCKETS));
    readers.set(kind, reader);
  }
  return reader(address);
}

function readAddress(
  address: string,
  scope: ReturnType<typeof scopeOf>,
  transport: 'tcp' | 'udp',
  most: number,
): readonly Socket[] {
  const url = parseUrl(address, { listen: true, defaultPort: scope === 'http' ? 80 : 0 });
  if (typeof url === 'string') return [];
  const start = `${scope} ${transport} ${url.family} `;
  if (url.family === 'unix') return [{ key: `${start}${url.host}`, text: `unix:${url.host}` }];
  const sockets: Socket[] = [];
  const last = Math.min(Math.max(url.port, url.lastPort), url.port + most - 1);
  for (let port = url.port; port <= last; port++) {
    const text = url.bytes === null ? `${url.host.toLowerCase()}:${port}` : addressText(url.bytes, port);
    sockets.push({ key: `${start}${text}`, text });
  }
  return sockets;
}
