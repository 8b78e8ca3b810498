import type { Occurrence } from '../../tree/tree.ts';
import type { Exchange, Step, UpstreamRequest } from '../types.ts';
import { upstreamAnswer } from './answer.ts';
import { passFastcgi, passScgi, passUwsgi } from './gateway.ts';
import { passGrpc } from './grpc.ts';
import { passHttp } from './http.ts';
import { passMemcached } from './memcached.ts';
import { passTunnel } from './tunnel.ts';

type Pass = (exchange: Exchange, pass: Occurrence) => Step;

const PASSES: ReadonlyMap<string, Pass> = new Map<string, Pass>([
  ['proxy_pass', passHttp],
  ['fastcgi_pass', passFastcgi],
  ['uwsgi_pass', passUwsgi],
  ['scgi_pass', passScgi],
  ['grpc_pass', passGrpc],
  ['memcached_pass', passMemcached],
  ['tunnel_pass', passTunnel],
]);

const requests = new WeakMap<Exchange, UpstreamRequest>();

/** The request that the first backend got, whatever came of it; null where none was asked. */
export function firstUpstream(exchange: Exchange): UpstreamRequest | null {
  return requests.get(exchange) ?? null;
}

/**
 * The request that a backend gets from a passing directive, or the status that nginx answers by itself because it
 * cannot make one. `pass` is the handler that was remembered; what it does is set by the configuration in force.
 */
export function upstreamStep(exchange: Exchange, pass: Occurrence): Step {
  const directive = pass.name;
  const run = PASSES.get(directive);
  if (run === undefined) return { kind: 'unknown', reason: `what ${directive} does` };
  const [held] = exchange.model.effective(exchange.block, directive).values;
  if (held !== undefined) {
    const step = run(exchange, held);
    if (step.kind !== 'upstream') return step;
    if (!requests.has(exchange)) requests.set(exchange, step.upstream);
    return upstreamAnswer(exchange, held, step.upstream.group) ?? step;
  }
  // The handler comes from an `if` that another one took the place of: "no upstream configuration".
  exchange.trace.add(
    'upstream-refused',
    `no ${directive} holds in the block that is in force: 500`,
    exchange.block,
    'W19',
  );
  return { kind: 'status', status: 500 };
}
