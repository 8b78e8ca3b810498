import { own } from '../../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { lowerBytes, wordBytes } from '../bytes.ts';
import { documentRoot, requestFilename } from '../mapping.ts';
import { responseStatus } from '../response-status.ts';
import { type Bytes, type Exchange, isUnknown, type Value } from '../types.ts';
import { type BuiltIns, unknowable, unknownValue } from './built-in.ts';
import { headerValue } from './headers.ts';

/** `$args`, which `set` may have made unknown: `Exchange.args` then says nothing. */
export function currentArgs(exchange: Exchange): Value {
  return exchange.variables.get('args') ?? exchange.args;
}

/** Gives the request other arguments: not by `set`, for which there is `setVariable`. */
export function changeArgs(exchange: Exchange, args: Value): void {
  exchange.variables.delete('args');
  if (isUnknown(args)) exchange.variables.set('args', args);
  else exchange.args = args;
}

/** A URI with the arguments of the request behind it, where there are any. */
export function withArgs(exchange: Exchange, uri: Bytes, separator: '?' | '&' = '?'): Value {
  const args = currentArgs(exchange);
  return isUnknown(args) ? args : args === '' ? uri : `${uri}${separator}${args}`;
}

const serverNames = new WeakMap<ServerModel, Value>();

/** `$server_name`: the first name, in lower case unless it is an expression (ngx_http_core_merge_srv_conf). */
export function firstServerName(model: ConfigModel, server: ServerModel): Value {
  let name = serverNames.get(server);
  if (name === undefined) {
    name = readServerName(model, server);
    serverNames.set(server, name);
  }
  return name;
}

function readServerName(model: ConfigModel, server: ServerModel): Value {
  const [at] = own(server.at, 'server_name');
  const written = at?.node.args[0]?.value;
  if (at === undefined || written === undefined) return '';
  if (written.toLowerCase() === '$hostname') return unknownValue('hostname');
  const name = wordBytes(model, at, written);
  return name.startsWith('~') ? name : lowerBytes(name.startsWith('.') ? name.slice(1) : name);
}

function requestLine({ request }: Exchange): Bytes {
  const { method, target, version } = request;
  return version === '0.9' ? `${method} ${target}` : `${method} ${target} HTTP/${version}`;
}

/** ngx_http_variable_is_args() */
function isArgs(exchange: Exchange): Value {
  const args = currentArgs(exchange);
  return isUnknown(args) ? args : args === '' ? '' : '?';
}

/** `r->port`: the port that the client asked for, of the target's authority or of the `Host` header. */
function requestPort({ request }: Exchange): Bytes {
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(request.target)?.[1] ?? request.host ?? '';
  const port = Number(/:(\d+)$/.exec(authority)?.[1] ?? 0);
  return port > 0 && port < 65_536 ? String(port) : '';
}

function hasBody(exchange: Exchange): boolean {
  const length = headerValue(exchange, 'content-length');
  return (length !== '' && Number(length) > 0) || headerValue(exchange, 'transfer-encoding') !== '';
}

export const requestVariables: BuiltIns = {
  ...unknowable('request_length', 'request_time', 'request_id', 'bytes_sent', 'body_bytes_sent'),
  uri: ({ uri }) => uri,
  document_uri: ({ uri }) => uri,
  // Only logs are written late enough to see another value.
  request_completion: () => '',
  request_uri: ({ target }) => target?.unparsed ?? '',
  args: currentArgs,
  query_string: currentArgs,
  is_args: isArgs,
  request: requestLine,
  request_method: ({ method }) => method,
  server_protocol: ({ request: { version } }) => (version === '0.9' ? '' : `HTTP/${version}`),
  host: ({ host, model, server }) => (host === '' ? firstServerName(model, server) : host),
  server_name: ({ model, server }) => firstServerName(model, server),
  request_port: requestPort,
  is_request_port: (exchange) => (requestPort(exchange) === '' ? '' : ':'),
  document_root: documentRoot,
  realpath_root: realpathRoot,
  request_filename: requestFilename,
  request_body: (exchange) => (hasBody(exchange) ? unknownValue('request_body') : ''),
  request_body_file: (exchange) => (hasBody(exchange) ? unknownValue('request_body_file') : ''),
  // Until `set`, which stands among the variables of the request.
  limit_rate: () => '0',
  status: responseStatus,
  nginx_version: ({ model }) => model.facts.target.version,
};

/** ngx_http_variable_realpath_root(): the same folder where no links lead elsewhere; without the folder it is empty. */
function realpathRoot(exchange: Exchange): Value {
  const root = documentRoot(exchange);
  if (isUnknown(root)) return root;
  const kind = exchange.probe(root);
  if (kind === 'unknown' || kind === 'forbidden') return unknownValue('realpath_root');
  if (kind === 'missing' || kind === 'not-a-directory') return '';
  const parts: Bytes[] = [];
  for (const part of root.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
