import { parseCidr } from '../nginx/addresses.ts';
import type { Occurrence } from '../tree/tree.ts';
import { forwardedAddress, lastTrusted } from './forwarded.ts';
import { isInNetworks, type Network } from './networks.ts';
import { type Exchange, perBlock, type SocketAddress, type Unknown } from './types.ts';
import { headerValues } from './variables/headers.ts';

/** What the realip module was told in a block. */
interface RealIp {
  readonly from: readonly Network[];
  /** Are there names of hosts among `set_real_ip_from`, which the machine looks up? */
  readonly names: boolean;
  /** In lower case. */
  readonly header: string;
  readonly recursive: boolean;
}

/** Null where nothing is trusted. */
const realIpOf = perBlock((block, model): RealIp | null => {
  const { values } = model.effective(block, 'set_real_ip_from');
  if (values.length === 0) return null;
  const word = (directive: string): string | undefined =>
    model.effective(block, directive).values[0]?.node.args[0]?.value.toLowerCase();
  const networks = values.map(({ node }) => networkOf(node.args[0]?.value ?? ''));
  return {
    from: networks.filter((network) => network !== null),
    names: networks.includes(null),
    header: word('real_ip_header') ?? 'x-real-ip',
    recursive: word('real_ip_recursive') === 'on',
  };
});

function networkOf(text: string): Network | null {
  return text === 'unix:' ? 'unix' : parseCidr(text);
}

const NOBODY: Unknown = { unknown: "the client's address" };

const found = new WeakMap<Exchange, SocketAddress | Unknown | null>();

/**
 * Takes the client's address from a header where the connection comes from a trusted proxy (ngx_http_realip_handler).
 * Runs at the start of a request (P1: post-read) and again before access is checked, with what a location says; once it
 * has found an address it stays.
 */
export function realIpHandler(exchange: Exchange): void {
  // A location is asked only where the server found nothing, and has nothing to say where it inherits from it.
  if ('unknown' in clientAddress(exchange) || found.get(exchange)) return;
  const settings = realIpOf(exchange.block, exchange.model);
  const address = settings === null ? null : replacement(exchange, settings);
  found.set(exchange, address);
  if (address === null || 'unknown' in address) return;
  tell(exchange, exchange.block, address);
}

function tell(exchange: Exchange, block: Occurrence, address: SocketAddress): void {
  const [at] = exchange.model.effective(block, 'set_real_ip_from').values;
  exchange.trace.add('realip', `a trusted proxy says that the client's address is ${address.host}`, at ?? null, 'P1');
}

/** The address of the client as `$remote_addr`, access rules and `geo` see it. */
export function clientAddress(exchange: Exchange): SocketAddress | Unknown {
  let address = found.get(exchange);
  if (address === undefined) {
    const settings = realIpOf(exchange.server.at, exchange.model);
    address = settings === null ? null : replacement(exchange, settings);
    found.set(exchange, address);
    if (address !== null && !('unknown' in address)) tell(exchange, exchange.server.at, address);
  }
  return address ?? exchange.request.client ?? NOBODY;
}

function replacement(exchange: Exchange, { from, names, header, recursive }: RealIp): SocketAddress | Unknown | null {
  const { client } = exchange.request;
  if (header === 'proxy_protocol') return speaksProxyProtocol(exchange) ? NOBODY : null;
  const lines = header === 'host' ? hostLine(exchange) : headerValues(exchange, header);
  const [first] = lines;
  if (first === undefined) return null;
  if (client === null || (names && (recursive || !isInNetworks(client, from)))) return NOBODY;
  return header === 'x-forwarded-for'
    ? forwardedAddress(client, lines, from, recursive)
    : lastTrusted(client, first, from, recursive).address;
}

function hostLine({ request }: Exchange): readonly string[] {
  return request.host === null ? [] : [request.host];
}

/** May the connection begin with a PROXY header, which then says who the client is? */
export function speaksProxyProtocol({ model }: Exchange): boolean {
  return model.named('listen').some(({ node }) => node.args.some(({ value }) => value === 'proxy_protocol'));
}
