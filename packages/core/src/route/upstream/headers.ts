import { headersAt } from '../../model/headers.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { lowerBytes, wordBytes } from '../bytes.ts';
import { clientHeaders } from '../client-headers.ts';
import { evaluateText } from '../script.ts';
import { type Bytes, type Exchange, perBlock, type Value } from '../types.ts';

export type SentHeader = readonly [name: string, value: Value];

/** What holds of `proxy_set_header` or `grpc_set_header` in a block (`ngx_http_proxy_headers_t`). */
interface HeaderSettings {
  /** What is set for `Host`, its name as written; empty where it is not set. */
  readonly hosts: readonly (readonly [name: string, value: Bytes])[];
  readonly set: readonly (readonly [name: string, value: Bytes])[];
  /** Names in lower case that the configuration sets, to nothing too. */
  readonly own: ReadonlySet<string>;
  /** Names in lower case that are not taken over from the client. */
  readonly hidden: ReadonlySet<string>;
  /** The same where the response may be cached. */
  readonly hiddenCached: ReadonlySet<string>;
  readonly passesClient: boolean;
}

/** ngx_http_proxy_headers, ngx_http_grpc_headers: what is never taken over from the client as it is. */
const DEFAULTS = ['host', 'connection', 'content-length', 'transfer-encoding', 'te', 'keep-alive', 'expect', 'upgrade'];
/** ngx_http_proxy_cache_headers */
const CACHE_DEFAULTS = ['if-modified-since', 'if-unmodified-since', 'if-none-match', 'if-match', 'range', 'if-range'];
/** What says nothing about routing: the connection, and how the body is sent. */
const LEFT_OUT: ReadonlySet<string> = new Set(['connection', 'content-length', 'transfer-encoding', 'accept']);

const ofProxy = perBlock((block, model) => readSettings(model, block, 'proxy'));
const ofGrpc = perBlock((block, model) => readSettings(model, block, 'grpc'));

/** ngx_http_proxy_init_headers() */
function readSettings(model: ConfigModel, block: Occurrence, module: 'proxy' | 'grpc'): HeaderSettings {
  const hosts: (readonly [string, Bytes])[] = [];
  const set: (readonly [string, Bytes])[] = [];
  const own = new Set<string>();
  const hidden = new Set(DEFAULTS);
  // Not hidden from HTTP backends by nginx 1.22, and the table was made anew for HTTP/1.1.
  if (module === 'proxy' && model.facts.atLeast('1.29.7')) hidden.add('proxy-connection');
  for (const { name, value, at } of headersAt(model, block, `${module}_set_header`)) {
    const bytes = wordBytes(model, at, value);
    const key = wordBytes(model, at, name);
    if (lowerBytes(key) === 'host') hosts.push([key, bytes]);
    else if (bytes !== '') set.push([key, bytes]);
    own.add(lowerBytes(key));
  }
  for (const name of own) hidden.add(name);
  const passes = model.effective(block, `${module}_pass_request_headers`).values[0]?.node.args[0]?.value.toLowerCase();
  const hiddenCached = new Set([...hidden, ...CACHE_DEFAULTS]);
  return { hosts, set, own, hidden, hiddenCached, passesClient: passes !== 'off' };
}

/**
 * The headers that an HTTP backend gets, sorted by name. `host` is what `Host` is where nothing sets it. Mirrors
 * ngx_http_proxy_create_request(), and ngx_http_proxy_v2_create_request() for HTTP/2.
 */
export function proxyHeaders(exchange: Exchange, host: Bytes, cached: boolean): readonly SentHeader[] {
  const { model, block } = exchange;
  const settings = ofProxy(block, model);
  const version = model.effective(block, 'proxy_http_version').values[0]?.node.args[0]?.value;
  const http1 = version === '1.0' || (version === undefined && !model.facts.atLeast('1.29.7'));
  // What older versions send is the variable, which may have been set.
  const value = model.facts.atLeast('1.29.7') ? host : evaluateText(exchange, '$proxy_host');
  const named = hostHeaders(exchange, settings, value, !http1, version === '2' ? ':authority' : 'Host');
  return sorted(exchange, settings, named, cached);
}

/** The headers that a gRPC backend gets; names are in lower case, as HTTP/2 has them. */
export function grpcHeaders(exchange: Exchange, host: Bytes): readonly SentHeader[] {
  const settings = ofGrpc(exchange.block, exchange.model);
  const hosts = hostHeaders(exchange, settings, host, true, ':authority');
  // "$grpc_internal_trailers"
  const trailers = clientHeaders(exchange).some(([name, value]) => lowerBytes(name) === 'te' && isTrailers(value));
  const te: SentHeader[] = trailers && !settings.own.has('te') ? [['te', 'trailers']] : [];
  return sorted(exchange, settings, [...hosts, ...te], false).map(([name, value]) => [lowerBytes(name), value]);
}

function isTrailers(value: Bytes): boolean {
  return lowerBytes(value).includes('trailers');
}

/**
 * Since 1.31.4 the last value counts, and an empty one is no way to send no `Host` at all, but for HTTP/1.0. Before, all
 * that is set was sent.
 */
function hostHeaders(
  exchange: Exchange,
  { hosts }: HeaderSettings,
  host: Value,
  needed: boolean,
  called: string,
): readonly SentHeader[] {
  const { facts } = exchange.model;
  if (hosts.length === 0) return [[called, host]];
  const now = facts.atLeast('1.31.4');
  const values = (now ? hosts.slice(-1) : hosts).map(
    ([name, text]): SentHeader => [now ? called : name, evaluateText(exchange, text)],
  );
  const sent = values.filter(([, value]) => value !== '');
  return sent.length === 0 && now && needed ? [[called, host]] : sent;
}

function sorted(
  exchange: Exchange,
  { set, hidden, hiddenCached, passesClient }: HeaderSettings,
  first: readonly SentHeader[],
  cached: boolean,
): readonly SentHeader[] {
  const headers: SentHeader[] = [...first];
  for (const [name, text] of set) {
    if (LEFT_OUT.has(lowerBytes(name))) continue;
    const value = evaluateText(exchange, text);
    if (value !== '') headers.push([name, value]);
  }
  const not = cached ? hiddenCached : hidden;
  for (const [name, value] of passesClient ? clientHeaders(exchange) : []) {
    const key = lowerBytes(name);
    if (!not.has(key) && !LEFT_OUT.has(key)) headers.push([name, value]);
  }
  return headers.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}
