import { parseUrl, type UrlOptions } from './url.ts';

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

/** Cuts an address; null where nginx refuses it. Names are not resolved. */
export function parseAddress(text: string, options: UrlOptions = {}): Address | null {
  const url = parseUrl(text, options);
  if (typeof url === 'string') return null;
  const { family, host, uri } = url;
  return {
    family,
    host,
    port: url.port === 0 ? null : url.port,
    lastPort: url.lastPort === 0 ? null : url.lastPort,
    noPort: url.noPort || family === 'unix',
    uri,
  };
}

/** `127.0.0.0/8`, `[::1]` and the name `localhost`; a Unix socket is not one. */
export function isLoopback(address: Pick<Address, 'family' | 'host'>): boolean {
  if (address.family === 'unix') return false;
  return /^(127(\.\d{1,3}){3}|localhost|\[(0*:)*:?0*1\])$/i.test(address.host);
}

/** One spelling for one socket: `80`, `*:80` and `0.0.0.0:80` are the same (`ngx_cmp_sockaddr`). */
export function socketKey(address: Address): string {
  if (address.family === 'unix') return `unix:${address.host}`;
  const any = address.host === '' || address.host === '*' || address.host === '0.0.0.0';
  return `${any ? '*' : address.host.toLowerCase()}:${address.port}${address.lastPort === null ? '' : `-${address.lastPort}`}`;
}
