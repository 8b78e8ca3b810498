import { parseAddress } from '../../model/addresses.ts';
import { isBlock, own } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Fault, ModelCheck } from '../fault.ts';
import { parseNumber } from '../units.ts';

/** DEFAULT_CONNECTIONS; more listening sockets than that are no matter of a slip. */
const DEFAULT_CONNECTIONS = 512;

/** `worker_connections` must be more than the listening sockets: ngx_event_init_conf(). */
export const enoughConnections: ModelCheck = function* (model): Generator<Fault> {
  if (!model.tree.whole) return;
  const at = model.named('worker_connections').find(({ fact }) => fact !== null);
  const [word] = at?.node.args ?? [];
  const connections = word === undefined ? null : parseNumber(word.value);
  if (at === undefined || word === undefined || connections === null || connections >= DEFAULT_CONNECTIONS) return;
  const sockets = leastSockets(model);
  if (connections >= sockets + 1) return;
  yield {
    rule: 'directive-invalid-value',
    at,
    span: word,
    message: `${connections} connections are not enough for ${sockets} listening sockets and one channel; "worker_connections" must be at least ${sockets + 1}`,
    nginx: `${connections} worker_connections are not enough for ${sockets} listening sockets`,
  };
};

/**
 * How many sockets nginx listens on at least: one for each port and protocol of http, stream and mail. Several
 * addresses of one port share a socket where one of them is a wildcard.
 */
function leastSockets(model: ConfigModel): number {
  const sockets = new Set<string>();
  for (const server of model.named('server')) {
    if (!isBlock(server) || !['http', 'stream', 'mail'].includes(server.context)) continue;
    const listens = own(server, 'listen');
    if (listens.length === 0 && server.context === 'http') sockets.add('http tcp 80');
    for (const { node } of listens) {
      const [address, ...parameters] = node.args;
      const parsed = address === undefined ? null : parseAddress(address.value, { listen: true, defaultPort: 80 });
      if (parsed === null) continue;
      const udp = parameters.some(({ value }) => value === 'udp' || value === 'quic');
      const place = parsed.family === 'unix' ? parsed.host : parsed.port;
      sockets.add(`${server.context} ${udp ? 'udp' : 'tcp'} ${place}`);
    }
  }
  return sockets.size;
}
