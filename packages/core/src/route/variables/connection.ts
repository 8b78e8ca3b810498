import { addressBytes } from '../networks.ts';
import { clientAddress, speaksProxyProtocol } from '../realip.ts';
import type { Bytes, Exchange, SocketAddress, Value } from '../types.ts';
import { type BuiltIns, emptyUnless, unknowable, unknownValue } from './built-in.ts';

/** As ngx_sock_ntop() writes it without a port. */
export function addressName({ family, host }: SocketAddress): Bytes {
  return family === 'unix' ? 'unix:' : host;
}

/** An accepted Unix socket has no name of its own at the client's side; the server's side is its path. */
function serverAddress({ request: { connect } }: Exchange): Bytes {
  return connect.family === 'unix' ? `unix:${connect.host}` : connect.host;
}

function portName(port: number): Bytes {
  return port > 0 ? String(port) : '';
}

/** `$remote_addr` */
export function remoteAddress(exchange: Exchange): Value {
  const address = clientAddress(exchange);
  return 'unknown' in address ? address : addressName(address);
}

/** A port that a header did not name is empty; that of the connection is the client's own choice. */
function remotePort(exchange: Exchange): Value {
  const address = clientAddress(exchange);
  if ('unknown' in address) return unknownValue('remote_port');
  if (address === exchange.request.client) return connectionPort(exchange, 'remote_port');
  return portName(address.port);
}

function connectionPort({ request: { client } }: Exchange, name: string): Value {
  if (client?.family === 'unix') return '';
  return client === null || client.port === 0 ? unknownValue(name) : String(client.port);
}

/** ngx_http_variable_binary_remote_addr() */
function binaryAddress(exchange: Exchange): Value {
  const address = clientAddress(exchange);
  if ('unknown' in address) return address;
  const bytes = addressBytes(address);
  return bytes === null ? addressName(address) : String.fromCharCode(...bytes);
}

export const connectionVariables: BuiltIns = {
  ...unknowable('connection', 'connection_requests', 'connection_time', 'hostname', 'pid', 'msec', 'pipe'),
  ...unknowable('time_iso8601', 'time_local', 'date_local', 'date_gmt'),
  ...unknowable('tcpinfo_rtt', 'tcpinfo_rttvar', 'tcpinfo_snd_cwnd', 'tcpinfo_rcv_space'),
  ...unknowable('connections_active', 'connections_reading', 'connections_waiting', 'connections_writing'),
  ...emptyUnless(
    speaksProxyProtocol,
    ...['proxy_protocol_addr', 'proxy_protocol_port', 'proxy_protocol_server_addr', 'proxy_protocol_server_port'],
  ),
  remote_addr: remoteAddress,
  binary_remote_addr: binaryAddress,
  remote_port: remotePort,
  realip_remote_addr: ({ request: { client } }) =>
    client === null ? unknownValue('realip_remote_addr') : addressName(client),
  realip_remote_port: (exchange) => connectionPort(exchange, 'realip_remote_port'),
  server_addr: serverAddress,
  server_port: ({ request: { connect } }) => portName(connect.port),
  scheme: ({ request }) => request.scheme,
  https: ({ request }) => (request.scheme === 'https' ? 'on' : ''),
  // The requests are HTTP/1.1 and older.
  http2: () => '',
  http3: () => '',
};
