import { type Exchange, isUnknown, type Value } from '../types.ts';
import { fastcgiPathInfo, fastcgiScriptName } from '../upstream/fastcgi-path.ts';
import { type BuiltIns, unknowable } from './built-in.ts';
import { remoteAddress } from './connection.ts';
import { headerValues } from './headers.ts';

/** ngx_http_proxy_add_x_forwarded_for_variable() */
function addedForwardedFor(exchange: Exchange): Value {
  const address = remoteAddress(exchange);
  if (isUnknown(address)) return address;
  return [...headerValues(exchange, 'x-forwarded-for'), address].join(', ');
}

/** Variables of the modules that pass requests on. */
export const proxyVariables: BuiltIns = {
  ...unknowable('proxy_internal_body_length', 'proxy_internal_chunked', 'grpc_internal_trailers'),
  proxy_add_x_forwarded_for: addedForwardedFor,
  // Until the handler of proxy_pass has begun, which puts them among the variables of the request.
  proxy_host: () => '',
  proxy_port: () => '',
  fastcgi_script_name: fastcgiScriptName,
  fastcgi_path_info: fastcgiPathInfo,
};
