import type { KnownKind } from './files.ts';
import type { Exchange, Step } from './types.ts';
import { headerValues } from './variables/headers.ts';

/** "r->headers_in.content_length_n > 0 || r->headers_in.chunked" */
export function hasBody(exchange: Exchange): boolean {
  const [length = '0'] = headerValues(exchange, 'content-length');
  return Number(length) > 0 || headerValues(exchange, 'transfer-encoding').length > 0;
}

/** ngx_http_dav_depth(); without the header a file counts as `0`, a folder as `infinity`, and both are right. */
export function davDepth(exchange: Exchange): '0' | '1' | 'infinity' | 'invalid' {
  const [depth = 'infinity'] = headerValues(exchange, 'depth');
  return depth === '0' || depth === '1' || depth === 'infinity' ? depth : 'invalid';
}

/** Ends a request of the dav module, and says why. */
export function davRefusal(exchange: Exchange, status: number, why: string): Step {
  exchange.trace.add('dav', `${exchange.method}: ${why}`, exchange.block, 'M7');
  return { kind: 'status', status };
}

/** ngx_http_dav_error() */
export function davError(exchange: Exchange, kind: KnownKind, notFound: number): Step {
  if (kind === 'forbidden') return davRefusal(exchange, 403, 'the system does not permit it');
  return davRefusal(exchange, notFound, 'there is no such path');
}
