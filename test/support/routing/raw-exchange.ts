import { connect } from 'node:net';
import { type SecureVersion, connect as secureConnect, TLSSocket } from 'node:tls';
import type { RecordedRequest } from './record.ts';
import { bytesOf } from './recorded-text.ts';

/** What came back, as bytes. */
export interface RawResponse {
  /** Null: closed without an answer. `0.9`: no status line. */
  readonly kind: 'none' | '0.9' | 'http';
  readonly status: number | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** The version of TLS that was agreed on. */
  readonly tls: string | null;
}

/** How to speak TLS: the name in the handshake, and the only version to offer. */
export interface TlsOptions {
  readonly sni?: string;
  readonly version?: SecureVersion;
}

/** No answer of a healthy nginx takes longer. */
const MOST_TIME = 8_000;

type Headers = NonNullable<RecordedRequest['headers']>;
type HeaderList = readonly (readonly [string, string])[];

/** The request on the wire, one character for each byte. */
export function rawRequest(
  request: Omit<RecordedRequest, 'headers'> & { readonly headers?: Headers | HeaderList },
): string {
  const { method, target, version, host, headers = {}, body } = request;
  if (version === '0.9') return `${method} ${bytesOf(target)}\r\n`;
  const lines = [`${method} ${bytesOf(target)} HTTP/${version}`];
  if (host !== null) lines.push(`Host: ${bytesOf(host)}`);
  for (const [name, value] of isList(headers) ? headers : Object.entries(headers))
    lines.push(`${name}: ${bytesOf(value)}`);
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  lines.push('Connection: close');
  return `${lines.join('\r\n')}\r\n\r\n${bytesOf(body ?? '')}`;
}

function isList(headers: Headers | HeaderList): headers is HeaderList {
  return Array.isArray(headers);
}

/** Where to connect to: a port of loopback, or a Unix socket. */
export type Endpoint =
  | { readonly path: string }
  | { readonly host: string; readonly port: number; readonly localAddress?: string };

/** Sends one request on a connection of its own; null where nothing listens, or the handshake fails. */
export function exchangeRaw(
  endpoint: Endpoint,
  request: string,
  tls: TlsOptions | null = null,
): Promise<RawResponse | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = tls === null ? connect(endpoint) : secureConnect({ ...endpoint, ...secureOptions(tls) });
    const limit = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer within ${MOST_TIME} ms to ${JSON.stringify(request)}`));
    }, MOST_TIME);
    let connected = false;
    const finish = (answer: RawResponse | null): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(answer);
    };
    let version: string | null = null;
    const read = (): RawResponse => ({ ...readResponse(Buffer.concat(chunks).toString('latin1')), tls: version });
    socket.on(tls === null ? 'connect' : 'secureConnect', () => {
      connected = true;
      if (socket instanceof TLSSocket) version = socket.getProtocol();
      socket.write(Buffer.from(request, 'latin1'));
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => finish(read()));
    socket.on('error', () => finish(connected ? read() : null));
  });
}

/** The certificate is made for the test, and old versions are what some examples are about. */
function secureOptions({ sni = 'example.com', version }: TlsOptions) {
  const only = version === undefined ? {} : { minVersion: version, maxVersion: version };
  return { servername: sni, rejectUnauthorized: false, ciphers: 'DEFAULT@SECLEVEL=0', ...only };
}

function readResponse(text: string): Omit<RawResponse, 'tls'> {
  if (text === '') return { kind: 'none', status: null, headers: [], body: '' };
  const end = text.indexOf('\r\n\r\n');
  if (!text.startsWith('HTTP/') || end === -1) return { kind: '0.9', status: null, headers: [], body: text };
  const headers = text
    .slice(0, end)
    .split('\r\n')
    .slice(1)
    .map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
    });
  const status = Number(text.slice(9, 12));
  return { kind: 'http', status, headers, body: text.slice(end + 4) };
}
