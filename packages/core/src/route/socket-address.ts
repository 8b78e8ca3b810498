import { addressText, inet6Bytes, inetBytes } from '../model/ip.ts';
import { parseUrl, type Url } from '../model/url.ts';
import type { SocketAddress } from './types.ts';

/**
 * `127.0.0.1:80`, `[::1]:80`, `unix:/path`, and `:8080` or `8080` for any IPv4 address; without a port it is 80. Null
 * for what is no such address. Addresses are put into one spelling, so that equal ones are equal texts.
 */
export function parseSocketAddress(text: string): SocketAddress | null {
  const url = parseUrl(/^:[0-9]+$/.test(text) ? text.slice(1) : text, { listen: true, defaultPort: 80 });
  return typeof url === 'string' || url.lastPort !== 0 ? null : addressOf(url, url.port);
}

/**
 * The address of what ngx_parse_url() read. A name stands for itself, as the machine alone can resolve it; but for
 * `localhost`, which is 127.0.0.1 wherever it is anything.
 */
export function addressOf({ family, host, bytes }: Url, port: number): SocketAddress {
  if (family === 'unix') return { family, host, port: 0 };
  if (bytes !== null) return { family, host: addressText(bytes, null), port };
  const name = host.toLowerCase();
  return { family, host: name === 'localhost' ? '127.0.0.1' : name, port };
}

/** A numeric address without its port, `2001:DB8::1`, as that of a client. Null where it is none. */
export function parseHostAddress(text: string): Pick<SocketAddress, 'family' | 'host'> | null {
  const inet = inetBytes(text);
  if (inet !== null) return { family: 'inet', host: addressText(inet, null) };
  const inet6 = inet6Bytes(text.replace(/^\[(.*)\]$/, '$1'));
  return inet6 === null ? null : { family: 'inet6', host: addressText(inet6, null) };
}

export function isWildcard({ family, host }: SocketAddress): boolean {
  return family === 'inet' ? host === '0.0.0.0' : family === 'inet6' && host === '::';
}

/** As nginx writes it: `127.0.0.1:80`, `[::1]:80`, `unix:/path`. */
export function addressShown({ family, host, port }: SocketAddress): string {
  if (family === 'unix') return `unix:${host}`;
  return family === 'inet6' ? `[${host}]:${port}` : `${host}:${port}`;
}
