import type { Occurrence } from '../../tree/tree.ts';
import type { Exchange, Step } from '../types.ts';
import { destination, type Schemes } from './destination.ts';

const PLAIN: Schemes = { known: [], required: false, uriPart: false };

/** tunnel_pass, which connects two ends: mirrors ngx_http_tunnel_handler(). */
export function passTunnel(exchange: Exchange, pass: Occurrence): Step {
  if (exchange.method !== 'CONNECT') {
    exchange.trace.add('upstream-refused', `tunnel_pass does not take ${exchange.method}: 405`, pass, 'P3');
    return { kind: 'status', status: 405 };
  }
  const value = pass.node.args.length === 0 ? '$host:$request_port' : undefined;
  const destined = destination(exchange, pass, PLAIN, value);
  if ('step' in destined) return destined.step;
  const { backend, group } = destined.to;
  exchange.trace.add('upstream', `a tunnel to ${group}`, pass, 'P3');
  return { kind: 'upstream', upstream: { backend, group, protocol: 'tunnel' } };
}
