import type { ConfigModel, ServerModel } from '../model/types.ts';
import { lowerBytes } from './bytes.ts';
import { escapeUri } from './escape.ts';
import { addressShown } from './socket-address.ts';
import { type Socket, socketFor, socketsOf } from './sockets.ts';
import type { Bytes, RouteRequest, SocketAddress } from './types.ts';

/**
 * Requests that a client would send to a server for a path (decoded): one on an address without TLS and one with it, as
 * far as there are such. None where no name is known that leads to the server.
 */
export function sampleRequests(model: ConfigModel, server: ServerModel, path: Bytes): readonly RouteRequest[] {
  const requests: RouteRequest[] = [];
  for (const tls of [false, true]) {
    for (const socket of socketsOf(model)) {
      if (socket.tls !== tls || socket.quic || socket.address.family === 'unix') continue;
      const request = socket.servers.includes(server) ? requestAt(model, server, socket, path) : null;
      if (request === null) continue;
      requests.push(request);
      break;
    }
  }
  return requests;
}

function requestAt(model: ConfigModel, server: ServerModel, socket: Socket, path: Bytes): RouteRequest | null {
  const connect = reached(socket);
  const name = hostOf(server) ?? (socket.defaultServer === server ? 'host.invalid' : null);
  if (name === null || socketFor(model, connect) !== socket) return null;
  const scheme = socket.tls ? 'https' : 'http';
  const standard = connect.port === (socket.tls ? 443 : 80);
  return {
    method: 'GET',
    target: escapeUri(path, 'uri'),
    version: '1.1',
    host: standard ? name : `${name}:${connect.port}`,
    connect,
    scheme,
    sni: socket.tls ? name : null,
    headers: [],
    client: { ...connect, port: 0 },
  };
}

function reached({ address, wildcard }: Socket): SocketAddress {
  return wildcard ? { ...address, host: address.family === 'inet' ? '127.0.0.1' : '::1' } : address;
}

/** A name that a client may ask for; null where there are expressions and place-holders alone. */
function hostOf({ names }: ServerModel): Bytes | null {
  for (const { value } of names) {
    const name = lowerBytes(value)
      .replace(/^\*?\./, value.startsWith('*') ? 'a.' : '')
      .replace(/\.\*$/, '.test');
    if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(name)) return name;
  }
  return null;
}

/** The URL of a request, as a browser shows it. */
export function urlOf({ scheme, host, connect, target }: RouteRequest): Bytes {
  return `${scheme}://${host ?? addressShown(connect)}${target}`;
}
