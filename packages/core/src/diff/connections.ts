import type { ConfigModel } from '../model/types.ts';
import { addressShown } from '../route/socket-address.ts';
import { type Socket, socketFor, socketsOf } from '../route/sockets.ts';
import type { SocketAddress } from '../route/types.ts';

/** An address that a client may connect to, and what listens there in both configurations. */
export interface Connection {
  readonly connect: SocketAddress;
  readonly old: Socket | null;
  readonly new: Socket | null;
}

/** One address for each way in which the sockets of two configurations may take a connection; HTTP/3 left out. */
export function connectionsOf(old: ConfigModel, next: ConfigModel): readonly Connection[] {
  const found = new Map<string, Connection>();
  const add = (connect: SocketAddress): void => {
    const key = addressShown(connect);
    if (!found.has(key)) found.set(key, { connect, old: socketFor(old, connect), new: socketFor(next, connect) });
  };
  const sockets = [...socketsOf(old), ...socketsOf(next)].filter(({ quic }) => !quic);
  const named = new Set(sockets.map(({ address }) => addressShown(address)));
  for (const { address, wildcard, dual } of sockets) {
    if (!wildcard) add(address);
    else add(unnamed(address.family, address.port, named));
    if (wildcard && dual) add(unnamed('inet', address.port, named));
  }
  return [...found.values()];
}

const HOSTS: Readonly<Record<'inet' | 'inet6', readonly string[]>> = {
  inet: ['127.0.0.1', '192.0.2.1', '192.0.2.2', '198.51.100.1', '198.51.100.2', '203.0.113.1'],
  inet6: ['::1', '2001:db8::1', '2001:db8::2', '2001:db8::3'],
};

/** An address that no `listen` names, so that the wildcard takes it. */
function unnamed(family: SocketAddress['family'], port: number, named: ReadonlySet<string>): SocketAddress {
  const hosts = family === 'inet6' ? HOSTS.inet6 : HOSTS.inet;
  const host = hosts.find((each) => !named.has(addressShown({ family, host: each, port })));
  return { family, host: host ?? hosts.at(-1) ?? '', port };
}

/** What a socket is besides its servers, in words. */
export function socketTraits(socket: Socket): readonly string[] {
  return [
    ...(socket.tls ? ['TLS'] : []),
    ...(socket.http2 ? ['HTTP/2'] : []),
    ...(socket.proxyProtocol ? ['the PROXY protocol'] : []),
  ];
}
