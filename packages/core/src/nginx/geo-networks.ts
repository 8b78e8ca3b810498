import { type Cidr, maskByte, parseCidr } from './addresses.ts';

const DEFAULTS: readonly Cidr[] = [
  { family: 'inet', bytes: [0, 0, 0, 0], bits: 0, lowBits: false },
  { family: 'inet6', bytes: new Array<number>(16).fill(0), bits: 0, lowBits: false },
];
const NOBODY: Cidr = { family: 'inet', bytes: [255, 255, 255, 255], bits: 32, lowBits: false };

/** Mirrors ngx_http_geo_cidr_value(); null where nginx refuses it. */
export function networkOf(text: string): Cidr | null {
  return text === '255.255.255.255' ? NOBODY : parseCidr(text);
}

/** The networks of one `geo` with their values, as its two radix trees hold them. */
export class GeoNetworks {
  readonly #values = new Map<string, string>();
  /** Which lengths of prefixes occur at all. */
  readonly #lengths = new Set<number>();

  /** `default` stands in both trees. Gives the values that were there. */
  addDefault(value: string): ReadonlySet<string> {
    return new Set(DEFAULTS.flatMap((network) => this.add(network, value) ?? []));
  }

  /** Gives the value that nginx finds at the address where the network was there before, which may be a smaller one's. */
  add(network: Cidr, value: string): string | null {
    const key = keyOf(network, network.bits);
    const known = this.#values.has(key);
    const old = known ? this.#find(network) : null;
    this.#values.set(key, value);
    this.#lengths.add(network.bits);
    return old;
  }

  /** False where it is not there. */
  remove(network: Cidr): boolean {
    return this.#values.delete(keyOf(network, network.bits));
  }

  /** The value of the smallest network that an address of 4 or 16 bytes is in; null where there is none. */
  valueAt(bytes: readonly number[]): string | null {
    const family = bytes.length === 4 ? 'inet' : 'inet6';
    for (let bits = bytes.length * 8; bits >= 0; bits--) {
      if (!this.#lengths.has(bits)) continue;
      const masked = bytes.map((byte, at) => byte & maskByte(bits - at * 8));
      const value = this.#values.get(keyOf({ family, bytes: masked }, bits));
      if (value !== undefined) return value;
    }
    return null;
  }

  #find(network: Cidr): string | null {
    for (let bits = network.bytes.length * 8; bits >= network.bits; bits--) {
      const value = this.#values.get(keyOf(network, bits));
      if (value !== undefined) return value;
    }
    return null;
  }
}

function keyOf({ family, bytes }: Pick<Cidr, 'family' | 'bytes'>, bits: number): string {
  return `${family} ${bytes.join('.')}/${bits}`;
}
