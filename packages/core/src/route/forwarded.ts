import { addressText, inet6Bytes, inetBytes } from '../model/ip.ts';
import { isInNetworks, type Network } from './networks.ts';
import type { Bytes, SocketAddress } from './types.ts';

/**
 * The address that proxies which are trusted say the client has; null where nothing of it holds. `lines` are the values
 * of the header, in their order. Mirrors ngx_http_get_forwarded_addr() with a list of headers.
 */
export function forwardedAddress(
  start: SocketAddress,
  lines: readonly Bytes[],
  trusted: readonly Network[],
  recursive: boolean,
): SocketAddress | null {
  let address: SocketAddress | null = null;
  for (const line of [...lines].reverse()) {
    const found = lastTrusted(address ?? start, line, trusted, recursive);
    address = found.address ?? address;
    if (!recursive || !found.whole) break;
  }
  return address;
}

/** ngx_http_get_forwarded_addr_internal(); `whole`: every address of the line was taken (NGX_OK). */
export function lastTrusted(
  start: SocketAddress,
  line: Bytes,
  trusted: readonly Network[],
  recursive: boolean,
): { readonly address: SocketAddress | null; readonly whole: boolean } {
  let address: SocketAddress | null = null;
  let length = line.length;
  let at = 0;
  do {
    if (!isInNetworks(address ?? start, trusted)) return { address, whole: false };
    at = length - 1;
    while (at > 0 && isSeparator(line[at])) at--;
    length = at + 1;
    while (at > 0 && !isSeparator(line[at])) at--;
    if (at > 0) at++;
    const next = parseAddress(line.slice(Math.max(at, 0), length));
    if (next === null) return { address, whole: false };
    address = next;
    length = at - 1;
  } while (recursive && at > 0);
  return { address, whole: true };
}

function isSeparator(sign: string | undefined): boolean {
  return sign === ' ' || sign === ',';
}

/** ngx_parse_addr_port() */
function parseAddress(text: Bytes): SocketAddress | null {
  const alone = plainAddress(text, 0);
  if (alone !== null) return alone;
  const found = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(text);
  const port = Number(found?.[3] ?? 0);
  return found === null || port < 1 || port > 65_535 ? null : plainAddress(found[1] ?? found[2] ?? '', port);
}

function plainAddress(text: Bytes, port: number): SocketAddress | null {
  const inet = inetBytes(text);
  if (inet !== null) return { family: 'inet', host: addressText(inet, null), port };
  const inet6 = inet6Bytes(text);
  return inet6 === null ? null : { family: 'inet6', host: addressText(inet6, null), port };
}
