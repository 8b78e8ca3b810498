import { type Exchange, isUnknown, type Value } from '../types.ts';
import { type BuiltIns, unknowable } from './built-in.ts';
import { remoteAddress } from './connection.ts';
import { headerValues } from './headers.ts';

/** ngx_http_proxy_add_x_forwarded_for_variable() */
export function addedForwardedFor(exchange: Exchange): Value {
  const address = remoteAddress(exchange);
  if (isUnknown(address)) return address;
  return [...headerValues(exchange, 'x-forwarded-for'), address].join(', ');
}

export const proxyVariables: BuiltIns = {
  ...unknowable('proxy_internal_body_length', 'proxy_internal_chunked', 'grpc_internal_trailers'),
  proxy_add_x_forwarded_for: addedForwardedFor,
  // proxy_pass gives both a value of the request's own; before that they are not found.
  proxy_host: () => '',
  proxy_port: () => '',
};
