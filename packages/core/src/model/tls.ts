import type { Occurrence } from '../tree/tree.ts';
import { parseAddress, socketKey } from './addresses.ts';
import { enclosing, isBlock, isInside, own } from './blocks.ts';
import type { ConfigModel } from './types.ts';
import { hasUnread } from './unread.ts';

/**
 * The `server` blocks of http, mail and stream that speak TLS: on a listener with `ssl` or `quic`, by the old
 * `ssl on;`, or in mail after STARTTLS. `ssl` on one listener holds for all servers that share its address.
 */
export function tlsServers(model: ConfigModel): ReadonlySet<Occurrence> {
  const speaking = new Set(model.servers.filter(({ tls }) => tls).map(({ at }) => at));
  const servers = model.named('server').filter(isBlock);
  for (const at of servers) if (at.context === 'mail' && mailSpeaksTls(model, at)) speaking.add(at);
  const streams = servers.filter(({ context }) => context === 'stream');
  const sockets = new Set(streams.flatMap((at) => own(at, 'listen').filter(hasSsl).flatMap(socketOf)));
  for (const at of streams) {
    if (own(at, 'listen').some((listen) => hasSsl(listen) || socketOf(listen).some((socket) => sockets.has(socket)))) {
      speaking.add(at);
    }
  }
  return speaking;
}

function mailSpeaksTls(model: ConfigModel, server: Occurrence): boolean {
  if (own(server, 'listen').some(hasSsl)) return true;
  const ssl = model.effective(server, 'ssl').values[0];
  if (ssl !== undefined && ssl.fact !== null && ssl.node.args[0]?.value.toLowerCase() === 'on') return true;
  const starttls = model.effective(server, 'starttls').values[0]?.node.args[0]?.value.toLowerCase();
  return starttls === 'on' || starttls === 'only';
}

function hasSsl({ node }: Occurrence): boolean {
  return node.args.slice(1).some(({ value }) => value === 'ssl');
}

/** `ngx_stream_add_address` keeps `ssl` by address, as http does. */
function socketOf({ node }: Occurrence): string[] {
  const [address, ...parameters] = node.args;
  const parsed = address === undefined ? null : parseAddress(address.value, { listen: true });
  if (parsed === null) return [];
  return [`${parameters.some(({ value }) => value === 'udp') ? 'udp' : 'tcp'} ${socketKey(parsed)}`];
}

/**
 * Does a server that speaks TLS go by a setting such as `ssl_protocols`? `waiting`: none speaks TLS yet. What is not
 * seen may well do so.
 */
export function useOfTlsSetting(
  model: ConfigModel,
  at: Occurrence,
  speaking: ReadonlySet<Occurrence>,
): 'some' | 'none' | 'waiting' {
  const server = enclosing(at, 'server');
  if (server !== null) {
    return server.implied || speaking.has(server) || hasUnread(model, server) ? 'some' : 'none';
  }
  const { parent: level } = at;
  if (level === null || (level.implied && !model.certain) || hasUnread(model, level)) return 'some';
  const inside = [...speaking].filter((each) => isInside(each, level));
  if (inside.some((each) => model.effective(each, at.name).values.includes(at) || hasUnread(model, each)))
    return 'some';
  if (inside.length > 0) return 'none';
  const plain = level.children.some(({ name }) => name === 'server');
  return plain && model.certain ? 'waiting' : 'some';
}
