import type { ServerReach } from '../route/server-reach.ts';
import type { Bytes } from '../route/types.ts';

/** A URL that asks a server for a path: `/a b` becomes `http://www.example.com/a%20b`; the path alone where none leads there. */
export function sampleUrl(reach: ServerReach | undefined, path: Bytes): string {
  return `${reach?.kind === 'reachable' ? (authorityOf(reach) ?? '') : ''}${escapedPath(path)}`;
}

/** `https://www.example.com:8443`; null where a URL cannot say it: without a name, by a Unix socket or HTTP/3. */
function authorityOf({ socket, host }: Extract<ServerReach, { kind: 'reachable' }>): string | null {
  const { address, tls, quic } = socket;
  if (quic || address.family === 'unix' || host === null || !/^[!-~]+$/.test(host) || /[/?#@\\]/.test(host))
    return null;
  const [scheme, usual] = tls ? (['https', 443] as const) : (['http', 80] as const);
  return `${scheme}://${host}${address.port === usual ? '' : `:${address.port}`}`;
}

/** What `ngx_http_parse_complex_uri()` decodes to the path again. */
export function escapedPath(path: Bytes): string {
  return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/]/g, (byte) => {
    const digits = byte.charCodeAt(0).toString(16).toUpperCase();
    return `%${digits.padStart(2, '0')}`;
  });
}
