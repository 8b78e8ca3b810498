import { addressText } from '../../model/ip.ts';
import { isFilledAtRunTime, isNamed } from '../../model/peers.ts';
import type { ConfigModel, UpstreamModel, UpstreamServer } from '../../model/types.ts';
import { parseUrl, type Url } from '../../model/url.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { wordBytes } from '../bytes.ts';
import { evaluateText } from '../script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Step } from '../types.ts';
import { groupNamed, isImplicitGroup } from './groups.ts';

/** What a passing directive accepts in front of an address. */
export interface Schemes {
  readonly known: readonly { readonly name: string; readonly port: number }[];
  /** Is one necessary? */
  readonly required: boolean;
  /** May a URI follow the address? */
  readonly uriPart: boolean;
}

/** Where a request is passed to. */
export interface Destination {
  /** `127.0.0.1:9001`, `unix:/path`; null where several may be asked first, or a name resolves it. */
  readonly backend: string | null;
  /** The group's name, or the host as written. */
  readonly group: string;
  /** In lower case, without `://`; empty where none is written. */
  readonly scheme: string;
  /** What the `Host` header gets: the host, with its port where it is not the scheme's own; `localhost` for sockets. */
  readonly hostHeader: Bytes;
  /** `$proxy_port` */
  readonly port: Bytes;
  /** What follows the address; empty where nothing does. */
  readonly uri: Bytes;
  /** Did variables make it? */
  readonly evaluated: boolean;
}

export type Destined = { readonly to: Destination } | { readonly step: Step };

const text = perBlock((pass, model): Bytes => wordBytes(model, pass, pass.node.args[0]?.value ?? ''));

/**
 * Where a passing directive leads: mirrors the evaluation of its value (ngx_http_proxy_eval() and its kin), and the
 * choice of a group (ngx_http_upstream_init_request()). `value` takes the place of the directive's first word.
 */
export function destination(exchange: Exchange, pass: Occurrence, schemes: Schemes, value?: Bytes): Destined {
  const written = value ?? text(pass, exchange.model);
  if (!written.includes('$')) return destinedAsWritten(exchange, pass, written, schemes);
  const result = evaluateText(exchange, written);
  if (isUnknown(result)) return { step: { kind: 'unknown', reason: result.unknown } };
  const cut = cutDestination(result, schemes);
  if (cut === null) return refused(exchange, pass, `"${result}" is no address`, 500, 'X3');
  return evaluated(exchange, pass, cut);
}

interface Cut {
  readonly scheme: string;
  readonly defaultPort: number;
  readonly url: Url;
  /** The address without the URI behind it. */
  readonly authority: Bytes;
}

const statics = new WeakMap<Occurrence, Destined>();

/** A value without variables: the same for every request. */
function destinedAsWritten(exchange: Exchange, pass: Occurrence, value: Bytes, schemes: Schemes): Destined {
  const known = statics.get(pass);
  if (known !== undefined) return known;
  const cut = cutDestination(value, schemes);
  if (cut === null) return refused(exchange, pass, `"${value}" is no address`, 500, 'X3');
  const group = groupNamed(exchange.model, cut.url.host);
  const destined = group === null ? { to: direct(cut, false) } : grouped(exchange, pass, cut, group, false);
  if ('to' in destined) statics.set(pass, destined);
  return destined;
}

function evaluated(exchange: Exchange, pass: Occurrence, cut: Cut): Destined {
  const { url } = cut;
  const group = url.noPort || url.port === 0 ? groupNamed(exchange.model, url.host) : null;
  if (group !== null) return grouped(exchange, pass, cut, group, true);
  if (url.bytes !== null || url.family === 'unix') {
    return url.port === 0 && url.family !== 'unix'
      ? refused(exchange, pass, `there is no port in "${url.host}"`, 500, 'X3')
      : { to: direct(cut, true) };
  }
  if (isImplicitGroup(exchange.model, url)) return { to: direct(cut, true) };
  if (url.port === 0) return refused(exchange, pass, `there is no port in "${url.host}"`, 500, 'X3');
  if (exchange.model.effective(exchange.block, 'resolver').values.length > 0) return { to: direct(cut, true) };
  return refused(exchange, pass, `no resolver is defined to resolve ${url.host}`, 502, 'X3');
}

/** Takes the scheme and the address apart; null where ngx_parse_url() refuses them. */
function cutDestination(value: Bytes, { known, required, uriPart }: Schemes): Cut | null {
  const scheme = known.find(({ name }) => {
    const length = name.length + 3;
    return value.length > length && value.slice(0, length).toLowerCase() === `${name}://`;
  });
  if (scheme === undefined && required) return null;
  const rest = scheme === undefined ? value : value.slice(scheme.name.length + 3);
  const defaultPort = scheme?.port ?? 0;
  const url = parseUrl(rest, { uriPart, defaultPort });
  if (typeof url === 'string') return null;
  return { scheme: scheme?.name ?? '', defaultPort, url, authority: rest.slice(0, rest.length - url.uri.length) };
}

function direct(cut: Cut, evaluated: boolean): Destination {
  const address = addressOf(cut.url);
  return { ...described(cut, evaluated), backend: address, group: address ?? cut.authority };
}

function grouped(exchange: Exchange, pass: Occurrence, cut: Cut, group: UpstreamModel, evaluated: boolean): Destined {
  const backend = firstPeer(exchange.model, group);
  if (backend === 'none') return refused(exchange, pass, `the group ${group.name.value} has no live server`, 502, 'X8');
  return { to: { ...described(cut, evaluated), backend, group: group.name.value } };
}

/** ngx_http_proxy_set_vars() */
function described(
  { scheme, defaultPort, url, authority }: Cut,
  evaluated: boolean,
): Omit<Destination, 'backend' | 'group'> {
  const base = { scheme, uri: url.uri, evaluated };
  if (url.family === 'unix') return { ...base, hostHeader: 'localhost', port: '' };
  const usual = url.noPort || url.port === defaultPort;
  const port = usual ? String(defaultPort) : authority.slice(authority.lastIndexOf(':') + 1);
  return { ...base, hostHeader: usual ? url.host : authority, port };
}

function addressOf(url: Url): string | null {
  if (url.family === 'unix') return `unix:${url.host}`;
  return url.bytes === null ? null : addressText(url.bytes, url.port);
}

/** The only server that a group may ask first, null where there are several or one is a name; `none`: all are down. */
function firstPeer(model: ConfigModel, group: UpstreamModel): string | 'none' | null {
  if (isFilledAtRunTime(model, group)) return null;
  const live = (backup: boolean) => group.servers.filter((server) => server.backup === backup && !server.down);
  const primaries = live(false);
  const peers = primaries.length > 0 ? primaries : live(true);
  const [only] = peers;
  if (only === undefined) return 'none';
  return peers.length > 1 || isNamed(only) ? null : peerAddress(model, only);
}

function peerAddress(model: ConfigModel, { at, address }: UpstreamServer): string | null {
  const url = parseUrl(wordBytes(model, at, address.value), { defaultPort: 80 });
  return typeof url === 'string' ? null : addressOf(url);
}

function refused(exchange: Exchange, pass: Occurrence, why: string, status: number, rule: string): Destined {
  exchange.trace.add('upstream-refused', `${why}: ${status}`, pass, rule);
  return { step: { kind: 'status', status } };
}
