import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { wordBytes } from '../bytes.ts';
import { escapeUri } from '../escape.ts';
import { evaluateText } from '../script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Step, type Value } from '../types.ts';
import { withArgs } from '../variables/request.ts';
import { mayCache } from './cache.ts';
import { type Destination, destination, type Schemes } from './destination.ts';
import { proxyHeaders } from './headers.ts';

const SCHEMES: Schemes = {
  known: [
    { name: 'http', port: 80 },
    { name: 'https', port: 443 },
  ],
  required: true,
  uriPart: true,
};

/** proxy_pass: mirrors ngx_http_proxy_handler() and ngx_http_proxy_create_request(). */
export function passHttp(exchange: Exchange, pass: Occurrence): Step {
  // An address that is none ends with 500 as well, a name that nobody resolves only later with 502.
  const cached = mayCache(exchange, 'proxy');
  if (typeof cached !== 'boolean') return cached;
  const destined = destination(exchange, pass, SCHEMES);
  if ('step' in destined) return destined.step;
  // ngx_http_proxy_eval() puts the slash there, ngx_http_proxy_pass() does not.
  const { to } = destined;
  const uriPart = to.evaluated && to.uri.startsWith('?') ? `/${to.uri}` : to.uri;
  if (uriPart !== '' && readsBehindUri(exchange, pass, to.evaluated)) {
    return { kind: 'unknown', reason: 'what nginx does that reads behind the end of a URI, as it did before 1.29.4' };
  }
  const { uri, rule, how } = proxyUri(exchange, pass, uriPart, to.evaluated);
  if (uri === '') {
    exchange.trace.add('upstream-refused', 'the URI to pass on is empty: 500', pass, rule);
    return { kind: 'status', status: 500 };
  }
  setProxyVariables(exchange, to);
  const method = proxyMethod(exchange, cached);
  const headers = proxyHeaders(exchange, to.hostHeader, cached);
  exchange.trace.add('upstream', `passed to ${to.group}: ${isUnknown(uri) ? uri.unknown : uri}, ${how}`, pass, rule);
  const protocol = to.scheme === 'https' ? 'https' : 'http';
  const request = { backend: to.backend, group: to.group, protocol, uri, headers } as const;
  // A text is all that the method can be; what makes it unknown is in `proxy_method`.
  return { kind: 'upstream', upstream: isUnknown(method) ? request : { ...request, method } };
}

interface ProxyUri {
  readonly uri: Value;
  readonly rule: string;
  /** What it is made of: for the story. */
  readonly how: string;
}

function proxyUri(exchange: Exchange, pass: Occurrence, uriPart: Bytes, evaluated: boolean): ProxyUri {
  const { uri, validLocation, validUnparsedUri, target } = exchange;
  if (evaluated && uriPart !== '') return { uri: uriPart, rule: 'X3', how: 'as the variables make it' };
  if (uriPart === '' && validUnparsedUri && target !== null) {
    return { uri: target.unparsed, rule: 'X1', how: 'the target as the client sent it' };
  }
  const cut = validLocation && uriPart !== '' ? locationLength(pass, exchange.model) : 0;
  const rest = uri.slice(cut);
  const escaped = target?.quoted || exchange.internal ? escapeUri(rest, 'uri', exchange.model.facts) : rest;
  const path = (validLocation ? uriPart : '') + escaped;
  return {
    uri: withArgs(exchange, path),
    rule: uriPart === '' ? 'X1' : validLocation ? 'X2' : 'W10',
    how: uriPart !== '' && validLocation ? 'the name of the location replaced by its URI part' : 'the URI as it is now',
  };
}

/** try_files may make the URI shorter than the name of the location, which was not looked at before 1.29.4. */
function readsBehindUri({ validLocation, uri, model }: Exchange, pass: Occurrence, evaluated: boolean): boolean {
  if (evaluated || !validLocation || model.facts.atLeast('1.29.4')) return false;
  return uri.length < locationLength(pass, model);
}

/** `plcf->location.len`: of the location that holds the directive; only names that a URI begins with can be replaced. */
const locationLength = perBlock((pass, model): number => {
  const block = pass.parent;
  const location = block?.name === 'location' ? model.location(block) : null;
  if (location === null || location.match === 'regex' || location.match === 'named') return 0;
  return wordBytes(model, location.at, location.pattern).length;
});

/** `$proxy_host` and `$proxy_port` have a value from now on; one that was `set` stays. */
function setProxyVariables({ variables }: Exchange, { hostHeader, port }: Destination): void {
  if (!variables.has('proxy_host')) variables.set('proxy_host', hostHeader);
  if (!variables.has('proxy_port')) variables.set('proxy_port', port);
}

function proxyMethod(exchange: Exchange, cached: boolean): Value {
  const { model, block, method } = exchange;
  if (cached && method === 'HEAD' && word(model, block, 'proxy_cache_convert_head') !== 'off') return 'GET';
  const [setting] = model.effective(block, 'proxy_method').values;
  if (setting === undefined) return method;
  return evaluateText(exchange, wordBytes(model, setting, setting.node.args[0]?.value ?? ''));
}

function word(model: ConfigModel, block: Occurrence, directive: string): string | undefined {
  return model.effective(block, directive).values[0]?.node.args[0]?.value.toLowerCase();
}
