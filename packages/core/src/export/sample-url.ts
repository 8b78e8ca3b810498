import type { ConfigModel, ServerModel } from '../model/types.ts';
import { bytesOf } from '../route/bytes.ts';
import { chooseServer } from '../route/server-names.ts';
import { addressShown } from '../route/socket-address.ts';
import type { Socket } from '../route/sockets.ts';
import type { Bytes } from '../route/types.ts';

/** A URL that asks a server for a path: `/a b` becomes `http://www.example.com/a%20b`; the path alone where no name leads there. */
export function sampleUrl(model: ConfigModel, server: ServerModel, sockets: readonly Socket[], path: Bytes): string {
  return `${authorityOf(model, server, sockets) ?? ''}${escapedPath(path)}`;
}

const known = new WeakMap<ServerModel, string | null>();

/** `https://www.example.com:8443` of a server, null where no name is sure to lead to it. */
function authorityOf(model: ConfigModel, server: ServerModel, sockets: readonly Socket[]): string | null {
  let found = known.get(server);
  if (found === undefined) {
    found = firstAuthority(model, server, sockets);
    known.set(server, found);
  }
  return found;
}

function firstAuthority(model: ConfigModel, server: ServerModel, sockets: readonly Socket[]): string | null {
  for (const socket of sockets) {
    const { address, tls, quic, defaultServer } = socket;
    if (quic || address.family === 'unix') continue;
    const [scheme, usual] = tls ? (['https', 443] as const) : (['http', 80] as const);
    const port = address.port === usual ? '' : `:${address.port}`;
    const name = server.names
      .map(({ value }) => value.replace(/^\./, ''))
      .find((value) => leadsTo(model, socket, server, value));
    if (name !== undefined) return `${scheme}://${name.toLowerCase()}${port}`;
    if (server === defaultServer) return `${scheme}://${hostOf(socket)}${port}`;
  }
  return null;
}

/** Does a request for a name come to the server? Wildcards, expressions and odd names are left aside. */
function leadsTo(model: ConfigModel, socket: Socket, server: ServerModel, name: string): boolean {
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(name)) return false;
  return chooseServer(model, socket, bytesOf(name.toLowerCase())).server === server;
}

/** An address that a client can ask for; any address is asked for on the machine itself. */
function hostOf({ address, wildcard }: Socket): string {
  if (wildcard) return 'localhost';
  return addressShown(address).replace(/:\d+$/, '');
}

/** What `ngx_http_parse_complex_uri()` decodes to the path again. */
export function escapedPath(path: Bytes): string {
  return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/]/g, (byte) => {
    const digits = byte.charCodeAt(0).toString(16).toUpperCase();
    return `%${digits.padStart(2, '0')}`;
  });
}
