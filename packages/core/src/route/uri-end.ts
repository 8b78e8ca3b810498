import type { Bytes, Exchange } from './types.ts';

const before = new WeakMap<Exchange, Bytes>();

/**
 * "r->uri.data[r->uri.len - 1] == '/'". Of an empty URI that is the byte in front of it: `try_files` leaves it in the
 * path that it tried, behind the root.
 */
export function endsInSlash(exchange: Exchange): boolean {
  return exchange.uri === '' ? before.get(exchange) === '/' : exchange.uri.endsWith('/');
}

/** Remembers the root that a URI of `try_files` stands behind. */
export function standsBehind(exchange: Exchange, root: Bytes): void {
  before.set(exchange, root.slice(-1));
}
