import { FOREIGN_CHECKS } from '../model/access.ts';
import type { Occurrence } from '../tree/tree.ts';
import { addressAllowed } from './access-rules.ts';
import { authBasic } from './auth-basic.ts';
import { authRequest } from './auth-request.ts';
import { forgetChallenges } from './challenges.ts';
import { realIpHandler } from './realip.ts';
import { DECLINED, type Exchange, perBlock, type Step } from './types.ts';

/** What a handler of the access phase answers; `declined` has nothing to say. */
export type Verdict = 'declined' | 'allowed' | number | { readonly unknown: string };

/** Those that come with nginx, in the reverse of their registration, and then those of other modules. */
const HANDLERS: readonly ((exchange: Exchange) => Verdict)[] = [addressAllowed, authBasic, authRequest, foreign];

const satisfiesAny = perBlock((block, model) => {
  const [setting] = model.effective(block, 'satisfy').values;
  return setting?.node.args[0]?.value.toLowerCase() === 'any';
});

/** Directives of other modules that look at a request in the access phase. */
const FOREIGN = [...FOREIGN_CHECKS, 'modsecurity'];

const foreignIn = perBlock((block, model): Occurrence | null => {
  const set = FOREIGN.flatMap((name) => model.effective(block, name).values.slice(0, 1));
  return set.find((at) => at.node.args[0]?.value.toLowerCase() !== 'off') ?? null;
});

/**
 * The preaccess and access phases: ngx_http_core_access_phase() and ngx_http_core_post_access_phase(). Limits of rates
 * and connections never refuse a request that comes alone. `declined` lets the request on.
 */
export function accessPhase(exchange: Exchange): Step {
  realIpHandler(exchange);
  const any = satisfiesAny(exchange.block, exchange.model);
  let refusal = 0;
  for (const handler of HANDLERS) {
    const verdict = handler(exchange);
    if (verdict === 'declined') continue;
    if (verdict === 'allowed') {
      if (!any) continue;
      forgetChallenges(exchange);
      return DECLINED;
    }
    if (typeof verdict !== 'number') return { kind: 'unknown', reason: verdict.unknown };
    if (!any || !isRefusal(verdict)) return refused(exchange, verdict);
    // A request for a password counts more than a plain refusal.
    if (refusal !== 401 && refusal !== 407) refusal = verdict;
  }
  return refusal === 0 ? DECLINED : refused(exchange, refusal);
}

function isRefusal(status: number): boolean {
  return status === 403 || status === 401 || status === 407;
}

function refused(exchange: Exchange, status: number): Step {
  exchange.trace.add('access', `access is refused with ${status}`, exchange.block, 'A2');
  return { kind: 'status', status };
}

/** Whatever they check nobody can tell. */
function foreign(exchange: Exchange): Verdict {
  const at = foreignIn(exchange.block, exchange.model);
  if (at === null) return 'declined';
  const name = at.name;
  return exchange.decide(`${name} lets the request on`, at) ? 'allowed' : { unknown: `the answer of ${name}` };
}
