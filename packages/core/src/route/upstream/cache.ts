import { wordBytes } from '../bytes.ts';
import { evaluateText } from '../script.ts';
import { type Exchange, isUnknown } from '../types.ts';

/**
 * May a response be answered from a cache and kept in it (`u->cacheable`)? nginx then asks the backend for all of it,
 * whatever the client wants. Mirrors the beginning of ngx_http_upstream_cache(). `module` is `proxy`, `fastcgi`, …
 */
export function mayCache(exchange: Exchange, module: string): boolean {
  const { model, block, method } = exchange;
  const [cache] = model.effective(block, `${module}_cache`).values;
  if (cache === undefined) return false;
  const methods = model.effective(block, `${module}_cache_methods`).values;
  const also = methods.some(({ node }) => node.args.some(({ value }) => value.toUpperCase() === method));
  if (method !== 'GET' && method !== 'HEAD' && !also) return false;
  const zone = evaluateText(exchange, wordBytes(model, cache, cache.node.args[0]?.value ?? ''));
  if (isUnknown(zone)) return exchange.decide(`${zone.unknown} names a cache`, cache);
  return zone !== '' && zone !== 'off';
}
