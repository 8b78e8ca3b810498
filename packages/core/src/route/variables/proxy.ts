import { parseUrl } from '../../model/url.ts';
import { wordBytes } from '../bytes.ts';
import { evaluateText } from '../script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Unknown, type Value } from '../types.ts';
import { type BuiltIns, unknowable } from './built-in.ts';
import { remoteAddress } from './connection.ts';
import { headerValues } from './headers.ts';

interface ProxyVars {
  /** With its port where that is not the scheme's. */
  readonly host: Bytes;
  readonly port: Bytes;
}

const NONE: ProxyVars = { host: '', port: '' };

/** What the `proxy_pass` in force says, as written. */
const passText = perBlock((block, model): { readonly text: Bytes } => {
  const [at] = model.effective(block, 'proxy_pass').values;
  return { text: at === undefined ? '' : wordBytes(model, at, at.node.args[0]?.value ?? '') };
});

/** ngx_http_proxy_set_vars(); variables of the argument are evaluated (ngx_http_proxy_eval). */
function proxyVars(exchange: Exchange): ProxyVars | Unknown {
  const url = evaluateText(exchange, passText(exchange.block, exchange.model).text);
  if (isUnknown(url)) return url;
  const scheme = /^https?:\/\//i.exec(url)?.[0] ?? '';
  if (scheme === '') return NONE;
  const defaultPort = scheme.length === 8 ? 443 : 80;
  const parsed = parseUrl(url.slice(scheme.length), { uriPart: true, defaultPort });
  if (typeof parsed === 'string') return NONE;
  const { family, host, port, noPort } = parsed;
  if (family === 'unix') return { host: 'localhost', port: '' };
  if (noPort || port === defaultPort) return { host, port: String(defaultPort) };
  return { host: `${host}:${port}`, port: String(port) };
}

/** ngx_http_proxy_add_x_forwarded_for_variable() */
export function addedForwardedFor(exchange: Exchange): Value {
  const address = remoteAddress(exchange);
  if (isUnknown(address)) return address;
  return [...headerValues(exchange, 'x-forwarded-for'), address].join(', ');
}

export const proxyVariables: BuiltIns = {
  ...unknowable('proxy_internal_body_length', 'proxy_internal_chunked', 'grpc_internal_trailers'),
  proxy_add_x_forwarded_for: addedForwardedFor,
  proxy_host: (exchange) => {
    const vars = proxyVars(exchange);
    return 'unknown' in vars ? vars : vars.host;
  },
  proxy_port: (exchange) => {
    const vars = proxyVars(exchange);
    return 'unknown' in vars ? vars : vars.port;
  },
};
