import type { Occurrence } from '../tree/tree.ts';
import { parseAddress, socketKey } from './addresses.ts';
import { isBlock, own } from './blocks.ts';
import type { ConfigModel } from './types.ts';

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
