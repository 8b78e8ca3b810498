import { readOnce } from '../text/read-once.ts';
import { inet6Bytes, inetBytes } from './ip.ts';

/** What nginx makes of an address before it asks for names; mirrors `ngx_url_t` with `no_resolve`. */
export interface Url {
  readonly family: 'inet' | 'inet6' | 'unix';
  /** As written, `[…]` of IPv6 included; the path of a socket; empty for a port alone. */
  readonly host: string;
  /** The bytes of a literal address; null for a name, which the machine resolves, and for a socket's path. */
  readonly bytes: readonly number[] | null;
  /** The one written or the default, 0 where there is neither. */
  readonly port: number;
  /** The end of a range (`listen 8000-8010`), else 0. */
  readonly lastPort: number;
  readonly noPort: boolean;
  /** What follows the address where a URI may. */
  readonly uri: string;
}

export interface UrlOptions {
  readonly listen?: boolean;
  readonly uriPart?: boolean;
  readonly defaultPort?: number;
}

/** Bytes of `sun_path`, its final NUL included. */
const SOCKET_PATH = 108;
const ANY: readonly number[] = [0, 0, 0, 0];

/** The same address is read by several who ask about its directive. By the options that were given, then by the text. */
const readers = new Map<number, (text: string) => Url | string>();
const MOST_TEXTS = 5_000;

/** ngx_parse_url() without looking names up; a text is what nginx objects. */
export function parseUrl(text: string, options: UrlOptions = {}): Url | string {
  const kind = (options.defaultPort ?? 0) * 4 + (options.listen ? 2 : 0) + (options.uriPart ? 1 : 0);
  let reader = readers.get(kind);
  if (reader === undefined) {
    const { listen = false, uriPart = false, defaultPort = 0 } = options;
    reader = readOnce(MOST_TEXTS, (one) => readUrl(one, { listen, uriPart, defaultPort }));
    readers.set(kind, reader);
  }
  return reader(text);
}

function readUrl(text: string, options: UrlOptions): Url | string {
  if (text.charAt(4) === ':' && text.slice(0, 4).toLowerCase() === 'unix') return unixUrl(text.slice(5), options);
  return text.startsWith('[') ? inet6Url(text, options) : inetUrl(text, options);
}

function unixUrl(rest: string, { uriPart }: UrlOptions): Url | string {
  const colon = uriPart ? rest.indexOf(':') : -1;
  const host = colon === -1 ? rest : rest.slice(0, colon);
  if (host === '') return 'no path in the unix domain socket';
  if (new TextEncoder().encode(host).length >= SOCKET_PATH) return 'too long path in the unix domain socket';
  const uri = colon === -1 ? '' : rest.slice(colon + 1);
  return { family: 'unix', host, bytes: null, port: 0, lastPort: 0, noPort: false, uri };
}

function inetUrl(text: string, options: UrlOptions): Url | string {
  const from = pathIn(text);
  if (from !== -1 && (options.listen || !options.uriPart)) return 'invalid host';
  const authority = from === -1 ? text : text.slice(0, from);
  const uri = from === -1 ? '' : text.slice(from);
  const colon = authority.indexOf(':');
  const noPort = colon === -1;
  const alone = noPort && options.listen === true && /^[0-9]+(?:-[0-9]+)?$/.test(authority);
  const ports = noPort && !alone ? NO_PORTS : readPorts(alone ? authority : authority.slice(colon + 1), options);
  if (typeof ports === 'string') return ports;
  const host = alone ? '' : noPort ? authority : authority.slice(0, colon);
  if (host === '' && !alone) return 'no host';
  const bytes = alone || (options.listen && host === '*') ? ANY : bytesOfHost(host);
  const port = ports === NO_PORTS ? (options.defaultPort ?? 0) : ports.port;
  return { family: 'inet', host, bytes, port, lastPort: ports.lastPort, noPort: noPort && !alone, uri };
}

/** Few hosts, many ports. */
const bytesOfHost = readOnce(1_000, inetBytes);

/** Where the URI begins; -1 without one. */
function pathIn(text: string): number {
  const slash = text.indexOf('/');
  const question = text.indexOf('?');
  return slash === -1 || (question !== -1 && question < slash) ? question : slash;
}

function inet6Url(text: string, options: UrlOptions): Url | string {
  const bracket = text.indexOf(']');
  if (bracket === -1) return 'invalid host';
  const slash = text.indexOf('/', bracket);
  if (slash !== -1 && (options.listen || !options.uriPart)) return 'invalid host';
  const last = slash === -1 ? text.length : slash;
  const written = bracket + 1 < last;
  if (written && text[bracket + 1] !== ':') return 'invalid host';
  const ports = written
    ? readPorts(text.slice(bracket + 2, last), options)
    : { port: options.defaultPort ?? 0, lastPort: 0 };
  if (typeof ports === 'string') return ports;
  if (bracket === 1) return 'no host';
  const bytes = inet6Bytes(text.slice(1, bracket));
  if (bytes === null) return 'invalid IPv6 address';
  return {
    family: 'inet6',
    host: text.slice(0, bracket + 1),
    bytes,
    ...ports,
    noPort: !written,
    uri: text.slice(last),
  };
}

type Ports = Pick<Url, 'port' | 'lastPort'>;

const NO_PORTS: Ports = { port: 0, lastPort: 0 };

function readPorts(text: string, { listen }: UrlOptions): Ports | string {
  const dash = listen ? text.indexOf('-') : -1;
  const lastPort = dash === -1 ? 0 : portOf(text.slice(dash + 1));
  const port = portOf(dash === -1 ? text : text.slice(0, dash));
  if (port === null || lastPort === null) return 'invalid port';
  return lastPort !== 0 && port > lastPort ? 'invalid port range' : { port, lastPort };
}

/** A number from 1 to 65535, else null. */
export function portOf(text: string): number | null {
  if (!/^[0-9]+$/.test(text)) return null;
  const port = Number(text);
  return port < 1 || port > 65535 ? null : port;
}
