import { own } from '../model/blocks.ts';
import type { Occurrence } from '../tree/tree.ts';
import { type Exchange, perBlock } from './types.ts';

interface LimitExcept {
  readonly block: Occurrence;
  /** The methods that the location's own configuration serves. */
  readonly methods: ReadonlySet<string>;
}

/** `GET` allows `HEAD` too; the names are compared without case (ngx_http_core_limit_except). */
const limitExcept = perBlock((block): LimitExcept | null => {
  const [limit] = own(block, 'limit_except');
  if (limit === undefined) return null;
  const methods = new Set(limit.node.args.map(({ value }) => value.toUpperCase()));
  if (methods.has('GET')) methods.add('HEAD');
  return { block: limit, methods };
});

/**
 * The `limit_except` whose configuration takes the place of the block's own for the method of the request, if any.
 * Mirrors the first lines of ngx_http_update_location_config(); methods that nginx does not know are never listed.
 */
export function exceptedBy(exchange: Exchange, block: Occurrence): Occurrence | null {
  const limit = limitExcept(block, exchange.model);
  return limit === null || limit.methods.has(exchange.method) ? null : limit.block;
}
