import { connect } from 'node:net';
import type { RecordedRequest } from './record.ts';
import { bytesOf } from './recorded-text.ts';

/** What came back, as bytes. */
export interface RawResponse {
  /** Null: closed without an answer. `0.9`: no status line. */
  readonly kind: 'none' | '0.9' | 'http';
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** No answer of a healthy nginx takes longer. */
const MOST_TIME = 8_000;

/** The request on the wire, one character for each byte. */
export function rawRequest({ method, target, version, host, headers = {}, body }: RecordedRequest): string {
  if (version === '0.9') return `${method} ${bytesOf(target)}\r\n`;
  const lines = [`${method} ${bytesOf(target)} HTTP/${version}`];
  if (host !== null) lines.push(`Host: ${bytesOf(host)}`);
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${bytesOf(value)}`);
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  lines.push('Connection: close');
  return `${lines.join('\r\n')}\r\n\r\n${bytesOf(body ?? '')}`;
}

/** Where to connect to: a port of loopback, or a Unix socket. */
export type Endpoint =
  | { readonly path: string }
  | { readonly host: string; readonly port: number; readonly localAddress?: string };

/** Sends one request on a connection of its own; null where nothing listens. */
export function exchangeRaw(endpoint: Endpoint, request: string): Promise<RawResponse | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(endpoint);
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
    socket.on('connect', () => {
      connected = true;
      socket.write(Buffer.from(request, 'latin1'));
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => finish(readResponse(Buffer.concat(chunks).toString('latin1'))));
    socket.on('error', () => finish(connected ? readResponse(Buffer.concat(chunks).toString('latin1')) : null));
  });
}

function readResponse(text: string): RawResponse {
  if (text === '') return { kind: 'none', headers: [], body: '' };
  const end = text.indexOf('\r\n\r\n');
  if (!text.startsWith('HTTP/') || end === -1) return { kind: '0.9', headers: [], body: text };
  const headers = text
    .slice(0, end)
    .split('\r\n')
    .slice(1)
    .map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
    });
  return { kind: 'http', headers, body: text.slice(end + 4) };
}
