import type { ConfigModel } from '../model/types.ts';
import { bytesOf, lowerBytes } from './bytes.ts';
import { namesHost } from './server-names.ts';
import { parseHostAddress, parseSocketAddress } from './socket-address.ts';
import { type Socket, socketFor, socketsOf } from './sockets.ts';
import { cutUrl, type Problem, type TypedUrl } from './typed-url.ts';
import type { Bytes, RouteRequest, SocketAddress } from './types.ts';

export interface UrlOptions {
  /** GET unless told. */
  readonly method?: string;
  /** In their order; a `Host` among them replaces that of the URL. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** The address connected to, `192.0.2.1:8080`. */
  readonly listen?: string;
  /** The address of the client, without a port; what hangs on it is not known unless told. */
  readonly clientAddr?: string;
  readonly version?: RouteRequest['version'];
  /** To find the address connected to by, where `listen` does not tell it; without it that is 127.0.0.1. */
  readonly model?: ConfigModel;
}

const LOOPBACK = '127.0.0.1';
const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/** The request that curl would send for a URL that a person typed; nothing of the target is normalised. */
export function requestOfUrl(text: string, options: UrlOptions = {}): RouteRequest | Problem {
  const url = cutUrl(text);
  if ('problem' in url) return url;
  const connect = options.listen === undefined ? connectTo(url, options.model) : parseSocketAddress(options.listen);
  if (connect === null) return { problem: `"${options.listen}" is no address to listen on, such as 127.0.0.1:80` };
  const client = clientOf(options.clientAddr, connect);
  if (client !== null && 'problem' in client) return client;
  const version = options.version ?? '1.1';
  // A request of HTTP/0.9 is one line.
  const given = version === '0.9' ? [] : (options.headers ?? []);
  const host = given.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? hostHeader(url);
  return {
    method: options.method ?? 'GET',
    target: url.target,
    version,
    host: version === '0.9' ? null : bytesOf(host),
    connect,
    scheme: url.scheme,
    sni: url.scheme === 'https' && !url.literal ? lowerBytes(url.host).replace(/\.$/, '') : null,
    headers: withoutHost(given).map(([name, value]) => [name, bytesOf(value)] as const),
    client,
  };
}

/** The first `Host` is told apart; a second one stays, as nginx refuses it. */
export function withoutHost<T extends readonly [string, unknown]>(headers: readonly T[]): readonly T[] {
  const first = headers.findIndex(([name]) => name.toLowerCase() === 'host');
  return headers.filter((_, index) => index !== first);
}

function hostHeader({ host, port, scheme }: TypedUrl): string {
  return port === DEFAULT_PORTS[scheme] ? host : `${host}:${port}`;
}

/**
 * The address that a URL most likely connects to. Which one a name resolves to is not in the configuration, so: a
 * numeric host is the address; else 127.0.0.1, where the servers that answer there know the name; else the first
 * address of that port whose servers know it, as the name has to lead there; else 127.0.0.1, and where nothing answers
 * there the first address of that port.
 */
export function connectFor(model: ConfigModel, url: string): SocketAddress | Problem {
  const cut = cutUrl(url);
  return 'problem' in cut ? cut : connectTo(cut, model);
}

function connectTo({ host, literal, port }: TypedUrl, model: ConfigModel | undefined): SocketAddress {
  const numeric = literal ? parseHostAddress(host) : null;
  if (numeric !== null) return { ...numeric, port };
  const loopback: SocketAddress = { family: 'inet', host: LOOPBACK, port };
  if (model === undefined) return loopback;
  const here = socketFor(model, loopback);
  const name: Bytes = lowerBytes(bytesOf(host)).replace(/\.$/, '');
  if (here !== null && (name === 'localhost' || namesHost(model, here, name))) return loopback;
  const others = socketsOf(model).filter(
    ({ address, quic }) => !quic && address.family !== 'unix' && address.port === port,
  );
  const knowing = others.find((socket) => namesHost(model, socket, name));
  if (knowing !== undefined) return reach(model, knowing);
  return here !== null || others[0] === undefined ? loopback : reach(model, others[0]);
}

/** An address that leads to a socket; that of a wildcard itself where the loopback address is taken by another. */
function reach(model: ConfigModel, { address, wildcard }: Socket): SocketAddress {
  if (!wildcard) return address;
  const loopback = { ...address, host: address.family === 'inet' ? LOOPBACK : '::1' };
  return socketFor(model, loopback)?.address === address ? loopback : address;
}

/**
 * Who asks; null where nobody said so, but through a Unix socket it is always somebody on the machine. A problem where the
 * text is no address.
 */
export function clientOf(text: string | undefined, connect: SocketAddress): SocketAddress | null | Problem {
  if (text === undefined) return connect.family === 'unix' ? { family: 'unix', host: '', port: 0 } : null;
  if (/^unix:/i.test(text)) return { family: 'unix', host: text.slice(5), port: 0 };
  const address = parseHostAddress(text);
  return address === null ? { problem: `"${text}" is no numeric address of a client` } : { ...address, port: 0 };
}
