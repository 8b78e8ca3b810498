/** What an address says by itself; names are not resolved. */
export interface Address {
  readonly family: 'inet' | 'inet6' | 'unix';
  /** The host as written, `[…]` of IPv6 included; the path of a socket; empty for a port alone. */
  readonly host: string;
  /** The one written, or the default; null where there is neither. */
  readonly port: number | null;
  /** The end of a range (`listen 8000-8010`). */
  readonly lastPort: number | null;
  /** Was no port written? */
  readonly noPort: boolean;
  /** What follows the address, from its `/` or `?`; empty where nothing does. */
  readonly uri: string;
}

export interface AddressOptions {
  /** A port alone, `*` and port ranges are allowed. */
  readonly listen?: boolean;
  /** A URI may follow. */
  readonly uriPart?: boolean;
  readonly defaultPort?: number;
}

/** Cuts an address; null where nginx refuses it. Mirrors `ngx_parse_url` with `no_resolve`. */
export function parseAddress(text: string, options: AddressOptions = {}): Address | null {
  if (text.slice(0, 5).toLowerCase() === 'unix:') return unixAddress(text.slice(5), options);
  return text.startsWith('[') ? inet6Address(text, options) : inetAddress(text, options);
}

function unixAddress(rest: string, options: AddressOptions): Address | null {
  const colon = options.uriPart ? rest.indexOf(':') : -1;
  const host = colon === -1 ? rest : rest.slice(0, colon);
  const uri = colon === -1 ? '' : rest.slice(colon + 1);
  return host === '' ? null : { family: 'unix', host, port: null, lastPort: null, noPort: true, uri };
}

function inet6Address(text: string, options: AddressOptions): Address | null {
  const bracket = text.indexOf(']');
  if (bracket < 2) return null;
  const slash = text.indexOf('/', bracket);
  if (slash !== -1 && !options.uriPart) return null;
  const last = slash === -1 ? text.length : slash;
  const shared = { family: 'inet6', host: text.slice(0, bracket + 1), uri: text.slice(last) } as const;
  if (bracket + 1 === last) return withoutPort(shared, options);
  const ports = text[bracket + 1] === ':' ? portRange(text.slice(bracket + 2, last), options) : null;
  return ports === null ? null : { ...shared, ...ports, noPort: false };
}

function inetAddress(text: string, options: AddressOptions): Address | null {
  const from = text.search(/[/?]/);
  if (from !== -1 && !options.uriPart) return null;
  const authority = from === -1 ? text : text.slice(0, from);
  const uri = from === -1 ? '' : text.slice(from);
  const colon = authority.indexOf(':');
  if (colon === -1) {
    if (options.listen && /^\d+(-\d+)?$/.test(authority)) {
      const ports = portRange(authority, options);
      return ports === null ? null : { family: 'inet', host: '', ...ports, noPort: false, uri };
    }
    return authority === '' ? null : withoutPort({ family: 'inet', host: authority, uri }, options);
  }
  const ports = portRange(authority.slice(colon + 1), options);
  return ports === null || colon === 0
    ? null
    : { family: 'inet', host: authority.slice(0, colon), ...ports, noPort: false, uri };
}

function withoutPort(shared: Pick<Address, 'family' | 'host' | 'uri'>, options: AddressOptions): Address {
  return { ...shared, port: options.defaultPort ?? null, lastPort: null, noPort: true };
}

function portRange(text: string, options: AddressOptions): Pick<Address, 'port' | 'lastPort'> | null {
  const match = (options.listen ? /^(\d+)(?:-(\d+))?$/ : /^(\d+)$/).exec(text);
  if (match === null) return null;
  const port = Number(match[1]);
  const lastPort = match[2] === undefined ? null : Number(match[2]);
  if (port < 1 || port > 65535) return null;
  return lastPort !== null && (lastPort > 65535 || lastPort < port) ? null : { port, lastPort };
}

/** `127.0.0.0/8`, `[::1]` and the name `localhost`; a Unix socket is not one. */
export function isLoopback(address: Address): boolean {
  if (address.family === 'unix') return false;
  return /^(127(\.\d{1,3}){3}|localhost|\[(0*:)*:?0*1\])$/i.test(address.host);
}

/** One spelling for one socket: `80`, `*:80` and `0.0.0.0:80` are the same (`ngx_cmp_sockaddr`). */
export function socketKey(address: Address): string {
  if (address.family === 'unix') return `unix:${address.host}`;
  const any = address.host === '' || address.host === '*' || address.host === '0.0.0.0';
  return `${any ? '*' : address.host.toLowerCase()}:${address.port}${address.lastPort === null ? '' : `-${address.lastPort}`}`;
}
