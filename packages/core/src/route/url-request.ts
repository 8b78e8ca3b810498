import type { ConfigModel } from '../model/types.ts';
import { bytesOf } from './bytes.ts';
import { parseSocketAddress } from './socket-address.ts';
import { clientOf, requestOfUrl, withoutHost } from './typed-request.ts';
import type { Problem } from './typed-url.ts';
import type { Bytes, RouteRequest } from './types.ts';

export { connectFor, requestOfUrl } from './typed-request.ts';
export type { Problem } from './typed-url.ts';

type Headers = readonly (readonly [name: string, value: Bytes])[];
type Field =
  | ('url' | 'method' | 'target' | 'version' | 'host' | 'headers' | 'body' | 'raw')
  | ('connect' | 'listen' | 'scheme' | 'sni' | 'client' | 'clientAddr');
type Fields = Readonly<Partial<Record<Field, unknown>>>;

/** What is wrong with a record, thrown inside of this file alone. */
class Wrong extends Error {}

/**
 * The request of a JSON object: `{ url, method, headers, listen, clientAddr }`, or all of it as it was sent, `{ method,
 * target, version, host, connect, scheme, sni, headers, body, client }`, of which `raw` (the bytes of the request) may
 * take the place of what it holds. A text that is no UTF-8 is `{ "hex": "…" }`. `model` serves requestOfUrl().
 */
export function requestOfRecord(json: unknown, model?: ConfigModel): RouteRequest | Problem {
  try {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Wrong('A request is an object');
    const fields: Fields = { ...json };
    if (fields.raw !== undefined) return readRaw(fields);
    return fields.target === undefined ? readUrl(fields, model) : readSent(fields);
  } catch (error) {
    if (error instanceof Wrong) return { problem: error.message };
    throw error;
  }
}

function readUrl(fields: Fields, model: ConfigModel | undefined): RouteRequest | Problem {
  const url = textOf(fields, 'url');
  if (url === undefined) throw new Wrong('A request has a "url", or a "target"');
  const method = textOf(fields, 'method');
  const listen = textOf(fields, 'listen') ?? textOf(fields, 'connect');
  const clientAddr = textOf(fields, 'clientAddr') ?? textOf(fields, 'client');
  const version = versionOf(fields);
  const request = requestOfUrl(url, {
    ...(method === undefined ? {} : { method }),
    ...(listen === undefined ? {} : { listen }),
    ...(clientAddr === undefined ? {} : { clientAddr }),
    ...(version === undefined ? {} : { version }),
    ...(model === undefined ? {} : { model }),
  });
  if ('problem' in request || version === '0.9') return request;
  const headers = headersOf(fields);
  const host = hostOf(headers);
  return { ...request, headers: withBody(withoutHost(headers), fields), host: host === null ? request.host : host };
}

function readSent(fields: Fields): RouteRequest {
  const target = bytesField(fields, 'target') ?? '/';
  const version = versionOf(fields) ?? '1.1';
  const line = { method: textOf(fields, 'method') ?? 'GET', target, version, ...connectionOf(fields) };
  // A request of HTTP/0.9 is one line.
  if (version === '0.9') return { ...line, host: null, headers: [] };
  const headers = headersOf(fields);
  return {
    ...line,
    host: fields.host === undefined ? hostOf(headers) : bytesField(fields, 'host'),
    headers: withBody(fields.host === undefined ? withoutHost(headers) : headers, fields),
  };
}

/** Cuts the lines of a request, also of one that nginx refuses; but for other versions of HTTP, which have no lines. */
function readRaw(fields: Fields): RouteRequest {
  const raw = bytesField(fields, 'raw') ?? '';
  const [line = '', ...rest] = raw.replace(/^[\r\n]+/, '').split(/\r?\n/);
  const match = /^([^ ]*) +(.*?)(?: +HTTP\/([0-9]+)\.([0-9]+) *)?$/s.exec(line);
  const [, method = line, target = '', major, minor] = match ?? [];
  if (major !== undefined && Number(major) !== 1)
    throw new Wrong(`Version ${major}.${minor} of HTTP is not sent as lines`);
  const end = rest.indexOf('');
  const lines = major === undefined ? [] : rest.slice(0, end === -1 ? rest.length : end);
  const headers = lines.map(readHeader);
  return {
    method,
    target,
    version: major === undefined ? '0.9' : Number(minor) === 0 ? '1.0' : '1.1',
    host: hostOf(headers),
    ...connectionOf(fields),
    headers: withoutHost(headers),
  };
}

function readHeader(line: Bytes): readonly [string, Bytes] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ +| +$/g, '')];
}

/** Where a request comes from and goes to. */
function connectionOf(fields: Fields): Pick<RouteRequest, 'connect' | 'scheme' | 'sni' | 'client'> {
  const scheme = textOf(fields, 'scheme') ?? 'http';
  if (scheme !== 'http' && scheme !== 'https') throw new Wrong('"scheme" is "http" or "https"');
  const local =
    textOf(fields, 'connect') ?? textOf(fields, 'listen') ?? (scheme === 'https' ? '127.0.0.1:443' : '127.0.0.1:80');
  const connect = parseSocketAddress(local);
  if (connect === null) throw new Wrong(`"${local}" is no address to connect to, such as 127.0.0.1:80`);
  const from = textOf(fields, 'client') ?? textOf(fields, 'clientAddr');
  const client = clientOf(from, connect);
  if (client !== null && 'problem' in client) throw new Wrong(client.problem);
  return { connect, scheme, sni: textOf(fields, 'sni') ?? null, client };
}

function versionOf(fields: Fields): RouteRequest['version'] | undefined {
  const version = textOf(fields, 'version');
  if (version === undefined || version === '0.9' || version === '1.0' || version === '1.1') return version;
  throw new Wrong('"version" is "0.9", "1.0" or "1.1"');
}

/** `{ "Name": "value" }`, also with a list of values, or `[["Name", "value"]]`. */
function headersOf({ headers }: Fields): Headers {
  if (headers === undefined || headers === null) return [];
  if (typeof headers !== 'object') throw new Wrong('"headers" is an object or a list of pairs');
  const pairs: readonly unknown[] = Array.isArray(headers)
    ? headers
    : Object.entries(headers).flatMap(([name, value]) =>
        Array.isArray(value) ? value.map((each) => [name, each]) : [[name, value]],
      );
  return pairs.map((pair) => {
    const [name, value]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    const bytes = toBytes(value);
    if (typeof name !== 'string' || bytes === null) throw new Wrong('A header is a name and a text');
    return [name, bytes];
  });
}

function hostOf(headers: Headers): Bytes | null {
  return headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? null;
}

/** Who sends a body says how long it is. */
function withBody(headers: Headers, fields: Fields): Headers {
  const body = bytesField(fields, 'body');
  const told = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  return body === null || told ? headers : [...headers, ['Content-Length', String(body.length)]];
}

function textOf(fields: Fields, name: Field): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new Wrong(`"${name}" is a text`);
  return value;
}

/** Null where there is none. */
function bytesField(fields: Fields, name: Field): Bytes | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  const bytes = toBytes(value);
  if (bytes === null) throw new Wrong(`"${name}" is a text, or { "hex": "…" }`);
  return bytes;
}

function toBytes(value: unknown): Bytes | null {
  if (typeof value === 'string') return bytesOf(value);
  if (typeof value !== 'object' || value === null || !('hex' in value)) return null;
  const { hex } = value;
  if (typeof hex !== 'string' || !/^([0-9a-f]{2})*$/i.test(hex)) return null;
  return hex.replace(/../g, (digits) => String.fromCharCode(Number.parseInt(digits, 16)));
}
