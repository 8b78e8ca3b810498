import { parseAddress, socketKey } from '../../model/addresses.ts';
import { isBlock, own } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, ModelCheck } from '../fault.ts';
import { allSeen, held, heldWord, listensForTls } from '../tls/settings.ts';
import { listenWithSsl, missingPart } from './tls-mail.ts';

/** One address and port with all servers that listen on it. */
interface Socket {
  readonly servers: Occurrence[];
  chosen: Occurrence | null;
  /** The first listener that makes it speak TLS. */
  tls: Occurrence | null;
  readonly quic: boolean;
}

/** Listeners with `ssl` or `quic` whose servers have no certificate: ngx_http_ssl_init(), ngx_stream_ssl_init(). */
export const tlsListeners: ModelCheck = function* (model): Generator<Fault> {
  if (!listensForTls(model)) return;
  for (const context of ['http', 'stream'] as const) {
    const servers = model
      .named('server')
      .filter((at) => isBlock(at) && at.context === context && at.fact !== null && !at.implied);
    if (context === 'stream' && !model.facts.atLeast('1.25.5')) yield* oldStreamFaults(model, servers);
    else yield* socketFaults(model, servers);
  }
};

function* oldStreamFaults(model: ConfigModel, servers: readonly Occurrence[]): Generator<Fault> {
  for (const server of servers) {
    const listen = listenWithSsl(server);
    const fault = listen && missingPart(model, server, { name: 'listen ... ssl', at: listen });
    if (fault !== null) yield fault;
  }
}

function* socketFaults(model: ConfigModel, servers: readonly Occurrence[]): Generator<Fault> {
  const told = new Set<Occurrence>();
  for (const socket of socketsOf(servers).values()) {
    const culprit = socket.tls === null ? null : culpritOf(model, socket);
    if (culprit === null || told.has(culprit.server) || !allSeen(culprit.server)) continue;
    told.add(culprit.server);
    yield faultOf(culprit.server, socket, culprit.nginx);
  }
}

const LISTEN = { listen: true, defaultPort: 80 };

/** Behind the address. */
function hasFlag(args: readonly Word[], flag: string): boolean {
  return args.some(({ value }, index) => value === flag && index > 0);
}

/** By protocol and address, in the order of their first listeners. */
function socketsOf(servers: readonly Occurrence[]): Map<string, Socket> {
  const sockets = new Map<string, Socket>();
  for (const server of servers) {
    for (const listen of own(server, 'listen')) {
      const { args } = listen.node;
      const parsed = args[0] && parseAddress(args[0].value, LISTEN);
      if (!parsed || listen.fact === null) continue;
      const quic = hasFlag(args, 'quic');
      const key = `${quic || hasFlag(args, 'udp') ? 'udp' : 'tcp'} ${socketKey(parsed)}`;
      const socket = sockets.get(key) ?? { servers: [], chosen: null, tls: null, quic };
      sockets.set(key, socket);
      if (socket.servers.at(-1) !== server) socket.servers.push(server);
      if (hasFlag(args, 'default_server') || hasFlag(args, 'default')) socket.chosen ??= server;
      if (quic || hasFlag(args, 'ssl')) socket.tls ??= listen;
    }
  }
  return sockets;
}

/** The server that nginx names; null where it is content with the socket. */
function culpritOf(
  model: ConfigModel,
  { servers, chosen, quic }: Socket,
): { server: Occurrence; nginx: string } | null {
  const first = chosen ?? servers[0];
  const name = `the "listen ... ${quic ? 'quic' : 'ssl'}" directive`;
  if (first === undefined) return null;
  const certified = (server: Occurrence): boolean => held(model, server, 'ssl_certificate').length > 0;
  const rejects = (server: Occurrence): boolean => heldWord(model, server, 'ssl_reject_handshake') === 'on';
  if (certified(first)) {
    if (!quic || speaksTls13(model, first)) return null;
    return { server: first, nginx: `"ssl_protocols" must enable TLSv1.3 for ${name}` };
  }
  const server = rejects(first) ? servers.find((each) => !certified(each) && !rejects(each)) : first;
  return server === undefined ? null : { server, nginx: `no "ssl_certificate" is defined for ${name}` };
}

function speaksTls13(model: ConfigModel, server: Occurrence): boolean {
  const protocols = held(model, server, 'ssl_protocols');
  if (protocols.length === 0) return model.facts.atLeast('1.23.4');
  return protocols.some(({ node }) => node.args.some(({ value }) => value.toLowerCase() === 'tlsv1.3'));
}

function faultOf(server: Occurrence, { tls }: Socket, nginx: string): Fault {
  const listen = tls === null ? [] : [{ file: tls.file, span: tls.node, message: 'this listener speaks TLS' }];
  const help = nginx.startsWith('no ') ? ', with its key, or "ssl_reject_handshake on"' : '';
  const message = `${nginx} of this server; add it${help}`;
  return { rule: 'ssl-certificate-missing', at: server, span: server.node.name, message, nginx, related: listen };
}
