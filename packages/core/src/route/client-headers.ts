import { readHost } from './host.ts';
import { type Bytes, type Exchange, perBlock } from './types.ts';

export type Header = readonly [name: string, value: Bytes];

const NONE: readonly Header[] = [];

/** Which names of headers nginx leaves out: those with other signs than letters, digits and hyphens. */
const nameRules = perBlock((server, model) => {
  const word = (directive: string) => model.effective(server, directive).values[0]?.node.args[0]?.value.toLowerCase();
  if (word('ignore_invalid_headers') === 'off') return null;
  return word('underscores_in_headers') === 'on' ? /^[\w-]+$/ : /^[A-Za-z0-9-]+$/;
});

/** The headers of the client that nginx takes note of, without `Host`. Mirrors ngx_http_parse_header_line(). */
export function clientHeaders(exchange: Exchange): readonly Header[] {
  const { request, server, model } = exchange;
  if (request.headers.length === 0 || !readsHeaders(exchange)) return NONE;
  const valid = nameRules(server.at, model);
  return valid === null ? request.headers : request.headers.filter(([name]) => valid.test(name));
}

/** The value of `Host` as it was sent; null where there is none. */
export function hostHeader(exchange: Exchange): Bytes | null {
  return exchange.target === null ? null : exchange.request.host;
}

/**
 * Does nginx come to the headers? It does not where it refuses the request line, and where it refuses `Host`, which
 * clients send first.
 */
function readsHeaders({ target, host, request, model }: Exchange): boolean {
  if (target === null) return false;
  if (request.host === null) return true;
  // The name may come from the request line: `Host` is looked at all the same.
  return host !== '' && (target.host === null || !('refused' in readHost(request.host, model.facts)));
}
