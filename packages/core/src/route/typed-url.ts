import { inet6Bytes, inetBytes } from '../model/ip.ts';
import { bytesOf } from './bytes.ts';
import type { Bytes } from './types.ts';

/** A URL as a person types it, cut but not changed. */
export interface TypedUrl {
  readonly scheme: 'http' | 'https';
  /** As typed, `[…]` of IPv6 included. */
  readonly host: string;
  /** Is the host a numeric address? */
  readonly literal: boolean;
  readonly port: number;
  /** Path and arguments, as typed; `/` where there is no path. */
  readonly target: Bytes;
}

export interface Problem {
  /** A sentence without its full stop. */
  readonly problem: string;
}

const PORTS = { http: 80, https: 443 } as const;

/**
 * Cuts a URL as curl does with `--path-as-is`: nothing is resolved, merged or decoded, since what nginx makes of `//`,
 * `..` and `%2e` is the question. Signs beyond ASCII become the bytes of their UTF-8; the fragment is not sent.
 */
export function cutUrl(text: string): TypedUrl | Problem {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no request target may hold
  if (/[\x00-\x20\x7f]/.test(text))
    return { problem: `"${text}" holds a blank or a control character; write it as %20` };
  const [, scheme = 'http', authority = '', rest = ''] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)(.*)$/is.exec(text) ?? [];
  const known = scheme.toLowerCase();
  if (known !== 'http' && known !== 'https')
    return { problem: `"${text}" begins neither with http:// nor with https://` };
  if (authority.includes('@'))
    return { problem: `Credentials in "${text}" are not sent; give an Authorization header` };
  const cut = cutAuthority(authority);
  if (cut === null) return { problem: `"${text}" has no valid host; a URL begins with http://host/ or host/` };
  const sent = rest.replace(/#.*$/s, '');
  const target = bytesOf(sent.startsWith('/') ? sent : `/${sent}`);
  return { scheme: known, host: cut.host, literal: cut.literal, port: cut.port ?? PORTS[known], target };
}

interface Authority {
  readonly host: string;
  readonly literal: boolean;
  readonly port: number | null;
}

function cutAuthority(text: string): Authority | null {
  const match = /^(\[[^\]]*\]|[^:[\]]+)(?::([0-9]*))?$/.exec(text);
  if (match === null) return null;
  const [, host = '', digits = ''] = match;
  const port = digits === '' ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65535)) return null;
  if (host.startsWith('[')) return inet6Bytes(host.slice(1, -1)) === null ? null : { host, literal: true, port };
  // Other signs are sent as they are, for whoever wants to know what nginx says to them.
  return /^[!-~]+$/.test(host) ? { host, literal: inetBytes(host) !== null, port } : null;
}
