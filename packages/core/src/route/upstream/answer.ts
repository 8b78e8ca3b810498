import type { Occurrence } from '../../tree/tree.ts';
import { errorPagesInForce } from '../special.ts';
import type { Exchange, Step } from '../types.ts';
import { UPSTREAM_ASKED } from '../variables/modules.ts';
import { accelLocation } from './accel.ts';

/**
 * What the answer of a backend may change: a status that `error_page` takes over (X8), `X-Accel-Redirect` (X7). Null
 * where it is passed on, whatever it is. Asked only where the configuration is made for it; any backend may be out of
 * reach, which is told and not asked.
 */
export function upstreamAnswer(exchange: Exchange, pass: Occurrence, group: string): Step | null {
  exchange.cached.set(UPSTREAM_ASKED, '1');
  const accel = accelLocation(exchange, pass);
  if (accel !== null && !exchange.decide(`${group} answers without X-Accel-Redirect`, pass)) {
    return { kind: 'unknown', reason: `where the X-Accel-Redirect of ${group} leads` };
  }
  const intercepts = intercepted(exchange, pass);
  for (const [at, statuses] of errorPagesInForce(exchange)) {
    const [first, ...others] = statuses.filter(intercepts);
    if (first === undefined) continue;
    const shown = [first, ...others].join(' or ');
    if (exchange.decide(`${group} does not answer with ${shown}`, at)) continue;
    exchange.trace.add('upstream-answer', `${group} answers with ${shown}, which error_page takes over`, at, 'X8');
    return { kind: 'status', status: first };
  }
  remark(exchange, group);
  return null;
}

/** ngx_http_upstream_intercept_errors() */
function intercepted({ model, block }: Exchange, pass: Occurrence): (status: number) => boolean {
  const module = pass.name.replace(/_pass$/, '');
  // "intercept_404": memcached has nothing to send for a key that it does not know.
  if (module === 'memcached') return (status) => status === 404;
  const on = model.effective(block, `${module}_intercept_errors`).values[0]?.node.args[0]?.value.toLowerCase() === 'on';
  return () => on;
}

/** Failures to connect reach error_page in any case. */
function remark(exchange: Exchange, group: string): void {
  for (const [at, statuses] of errorPagesInForce(exchange)) {
    const failures = statuses.filter((status) => status === 502 || status === 504);
    if (failures.length === 0) continue;
    const text = `where ${group} cannot be reached, error_page takes over (${failures.join(', ')})`;
    exchange.trace.add('upstream-answer', text, at, 'X8');
  }
}
