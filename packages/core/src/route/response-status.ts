import type { Exchange, Value } from './types.ts';

/** `r->headers_out.status`; null where an upstream decides it. */
const statuses = new WeakMap<Exchange, number | null>();

/** A handler has a status for the response: from now on `$status` tells it, over internal redirects too. */
export function setResponseStatus(exchange: Exchange, status: number | null): void {
  statuses.set(exchange, status);
}

/** `$status`: mirrors ngx_http_variable_status(). */
export function responseStatus(exchange: Exchange): Value {
  const { errStatus, request } = exchange;
  const status = errStatus === 0 ? statuses.get(exchange) : errStatus;
  if (status === null) return { unknown: 'the status that the upstream answers with' };
  return String(status ?? (request.version === '0.9' ? 9 : 0)).padStart(3, '0');
}
