import { type CachedPass, cacheSetting } from './caching.ts';
import { variablesIn } from './capturing-maps.ts';
import { headersAt } from './headers.ts';
import type { ConfigModel } from './types.ts';

/** Variables whose values differ with the host that was asked for. */
const OF_HOST = /^(?:host|http_host|server_name|proxy_host|server_addr|ssl_server_name|http_x_forwarded_host|request)$/;
const OF_QUERY = /^(?:request_uri|args|query_string|arg_\w+|request)$/;

/** What the key of a cache has, as far as can be told. */
export interface CacheKey {
  /** As written; null where the module's own holds. */
  readonly text: string | null;
  /** A variable that nginx does not define may stand for anything. */
  readonly known: boolean;
  readonly host: boolean;
  readonly query: boolean;
  readonly variables: ReadonlySet<string>;
}

/** `ngx_http_proxy_cache_key`, which only proxy_pass has. */
const OWN_OF_PROXY = '$scheme$proxy_host$uri$is_args$args';

export function cacheKey(model: ConfigModel, pass: CachedPass): CacheKey {
  const text = cacheSetting(model, pass, 'cache_key')[0]?.node.args[0]?.value ?? null;
  const names = variablesIn(text ?? (pass.module === 'proxy' ? OWN_OF_PROXY : ''));
  return {
    text,
    // Captures may hold all there is.
    known: names.every((name) => model.facts.variable(name, 'http') !== null) && !/\$\{?\d/.test(text ?? ''),
    host: names.some((name) => OF_HOST.test(name)),
    query: names.some((name) => OF_QUERY.test(name)),
    variables: new Set(names),
  };
}

/** Does the backend learn which host was asked for? */
export function tellsHost(model: ConfigModel, { block, module }: CachedPass): boolean {
  if (module !== 'proxy') return true;
  return headersAt(model, block, 'proxy_set_header').some(({ value }) =>
    variablesIn(value).some((name) => /^(?:host|http_host|server_name)$/.test(name)),
  );
}

/** Does the backend get the query? A target made of variables has the one that stands in it. */
export function tellsQuery(model: ConfigModel, { block, target, module }: CachedPass): boolean {
  if (model.effective(block, 'set').values.some(({ node }) => node.args[0]?.value.toLowerCase() === '$args'))
    return false;
  if (module !== 'proxy' || !target.variable || target.uri === null) return true;
  return variablesIn(target.uri).some((name) => OF_QUERY.test(name) || model.facts.variable(name, 'http') === null);
}

/** Does nginx fetch from whatever host the client names? Then files are kept for many hosts, by keys that are made for that. */
export function isForwarding({ at }: CachedPass): boolean {
  return variablesIn(at.node.args[0]?.value ?? '').some((name) => name === 'host' || name === 'http_host');
}
