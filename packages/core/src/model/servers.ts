import type { Occurrence } from '../tree/tree.ts';
import { isLoopback, parseAddress, socketKey } from './addresses.ts';
import { own } from './blocks.ts';
import { locationsOf, type ServerLocations } from './locations.ts';
import type { Effective, ListenModel, LocationModel, ServerModel } from './types.ts';

type Ask = (at: Occurrence, directive: string) => Effective;

/** The models of `server` blocks of http, in their order. */
export function serverModels(blocks: readonly Occurrence[], effective: Ask): readonly ServerModel[] {
  const listens = blocks.map(plainListens);
  const speaking = tlsSockets(listens.flat());
  const models: ServerModel[] = [];
  // Without closures: what V8 compiled of them is lost when they are.
  for (let index = 0; index < blocks.length; index++) {
    const at = blocks[index];
    if (at === undefined) break;
    const always = sslOn(at, effective);
    models.push(new Server(at, listenModels(listens[index] ?? [], speaking, always), always));
  }
  return models;
}

function listenModels(
  plain: readonly PlainListen[],
  speaking: ReadonlySet<string>,
  always: boolean,
): readonly ListenModel[] {
  const models: ListenModel[] = [];
  for (const { model, socket } of plain) {
    const tls = model.tls || always || (socket !== null && speaking.has(socket));
    models.push(tls === model.tls ? model : { ...model, tls });
  }
  // As a copy has no room for more, and there may be very many servers.
  return models.slice();
}

class Server implements ServerModel {
  readonly at: Occurrence;
  readonly listens: readonly ListenModel[];
  readonly names: ServerModel['names'];
  readonly tls: boolean;
  #locations: ServerLocations | null = null;

  constructor(at: Occurrence, listens: readonly ListenModel[], always: boolean) {
    this.at = at;
    this.listens = listens;
    const names = own(at, 'server_name');
    const [first] = names;
    this.names = names.length === 1 && first ? first.node.args : names.flatMap(({ node }) => node.args);
    this.tls = always || listens.some((listen) => listen.tls);
  }

  get locations(): readonly LocationModel[] {
    return this.#read().direct;
  }

  get allLocations(): readonly LocationModel[] {
    return this.#read().all;
  }

  #read(): ServerLocations {
    this.#locations ??= locationsOf(this);
    return this.#locations;
  }
}

const plainListens = (at: Occurrence): readonly PlainListen[] => own(at, 'listen').flatMap(plainListen);

interface PlainListen {
  readonly model: ListenModel;
  /** Equal for listeners that share a socket; null where nginx refuses the address. */
  readonly socket: string | null;
}

function plainListen(at: Occurrence): PlainListen[] {
  const [address, ...words] = at.node.args;
  if (address === undefined) return [];
  const parameters = new Set(words.map((word) => word.value));
  const parsed = parseAddress(address.value, { listen: true, defaultPort: 80 });
  const quic = parameters.has('quic');
  const model: ListenModel = {
    at,
    address,
    tls: quic || parameters.has('ssl'),
    quic,
    defaultServer: parameters.has('default_server') || parameters.has('default'),
    loopback: parsed !== null && isLoopback(parsed),
    unix: parsed?.family === 'unix',
    port: parsed?.port ?? null,
  };
  return [{ model, socket: parsed === null ? null : `${quic ? 'udp' : 'tcp'} ${socketKey(parsed)}` }];
}

/** `ssl` on one `listen` holds for all servers of that address and port (`ngx_http_add_addresses`). */
function tlsSockets(listens: readonly PlainListen[]): ReadonlySet<string> {
  const sockets = new Set<string>();
  for (const { model, socket } of listens) if (model.tls && socket !== null) sockets.add(socket);
  return sockets;
}

/** The old `ssl on;`: where the target's nginx still has it. */
function sslOn(server: Occurrence, effective: Ask): boolean {
  const [ssl] = effective(server, 'ssl').values;
  return ssl !== undefined && ssl.fact !== null && ssl.node.args[0]?.value.toLowerCase() === 'on';
}
