import { inet6Bytes, inetBytes } from '../model/ip.ts';
import { portOf, type Url } from '../model/url.ts';

/** May a name be found? What holds other signs is in no zone and no hosts file, whatever the machine. */
export function isHostName(host: string): boolean {
  return /^[\w.-]+$/.test(host);
}

/** A name that the machine would have to look up, and never finds. */
export function isHopeless({ family, host, bytes }: Url): boolean {
  // The machine is asked with a string of C, which ends at a NUL.
  return family === 'inet' && bytes === null && !isHostName(host.replace(/\0.*$/s, ''));
}

export interface Cidr {
  readonly family: 'inet' | 'inet6';
  /** With the bits below the mask cleared. */
  readonly bytes: readonly number[];
  readonly bits: number;
  /** Were there bits below the mask? nginx calls them meaningless. */
  readonly lowBits: boolean;
}

/** ngx_ptocidr(): an address with or without `/bits`; null where nginx refuses it. */
export function parseCidr(text: string): Cidr | null {
  const slash = text.indexOf('/');
  const address = slash === -1 ? text : text.slice(0, slash);
  const inet = inetBytes(address);
  const bytes = inet ?? inet6Bytes(address);
  if (bytes === null) return null;
  const most = bytes.length * 8;
  const mask = slash === -1 ? String(most) : text.slice(slash + 1);
  if (!/^[0-9]+$/.test(mask) || Number(mask) > most) return null;
  const bits = Number(mask);
  const masked = bytes.map((byte, index) => byte & maskByte(bits - index * 8));
  const lowBits = masked.some((byte, index) => byte !== bytes[index]);
  return { family: inet ? 'inet' : 'inet6', bytes: masked, bits, lowBits };
}

/** A byte of a mask of which `bits` bits are left. */
export function maskByte(bits: number): number {
  return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}

/** ngx_parse_addr_port(): a literal address with or without a port; null where nginx declines it. */
export function parseAddressPort(text: string, bareBrackets: boolean): readonly number[] | null {
  const alone = inetBytes(text) ?? inet6Bytes(text);
  if (alone !== null) return alone;
  if (text.startsWith('[')) {
    const bracket = text.indexOf(']');
    const address = inet6Bytes(text.slice(1, Math.max(bracket, 1))) ?? inetBytes(text.slice(1, Math.max(bracket, 1)));
    if (bracket === -1 || address === null) return null;
    if (bracket === text.length - 1) return bareBrackets ? address : null;
    return text[bracket + 1] === ':' && portOf(text.slice(bracket + 2)) !== null ? address : null;
  }
  const colon = text.indexOf(':');
  if (colon === -1 || portOf(text.slice(colon + 1)) === null) return null;
  return inetBytes(text.slice(0, colon)) ?? inet6Bytes(text.slice(0, colon));
}
