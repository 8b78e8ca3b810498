import { inet6Bytes, inetBytes } from '../model/ip.ts';
import { type Cidr, maskByte } from '../nginx/addresses.ts';
import type { SocketAddress } from './types.ts';

/** A network, or all clients of Unix sockets (`unix:`). */
export type Network = Cidr | 'unix';

const ALL_ONES = [255, 255, 255, 255];

/** The bytes of an address, 4 or 16; null for Unix sockets and for what is no address. */
export function addressBytes({ family, host }: SocketAddress): readonly number[] | null {
  if (family === 'unix') return null;
  return family === 'inet6' ? inet6Bytes(host) : (inetBytes(host) ?? (host === ALL_ONES.join('.') ? ALL_ONES : null));
}

/** `::ffff:192.0.2.1` counts as the IPv4 address in it (IN6_IS_ADDR_V4MAPPED). */
export function withoutMapping(bytes: readonly number[]): readonly number[] {
  const mapped = bytes.length === 16 && bytes.every((byte, at) => at >= 12 || byte === (at < 10 ? 0 : 0xff));
  return mapped ? bytes.slice(12) : bytes;
}

/** Is the address in one of the networks? Mirrors ngx_cidr_match(). */
export function isInNetworks(address: SocketAddress, networks: readonly Network[]): boolean {
  if (address.family === 'unix') return networks.includes('unix');
  const written = addressBytes(address);
  if (written === null) return false;
  const bytes = withoutMapping(written);
  return networks.some((network) => network !== 'unix' && contains(network, bytes));
}

function contains({ bytes: start, bits }: Cidr, bytes: readonly number[]): boolean {
  return (
    start.length === bytes.length && start.every((byte, at) => ((bytes[at] ?? 0) & maskByte(bits - at * 8)) === byte)
  );
}
