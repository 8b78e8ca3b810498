/** What nginx makes of an address before it asks for names; mirrors `ngx_url_t` with `no_resolve`. */
export interface Url {
  readonly family: 'inet' | 'inet6' | 'unix';
  /** As written, `[…]` of IPv6 included; the path of a socket; empty for a port alone. */
  readonly host: string;
  /** The bytes of a literal address; null for a name, which the machine resolves, and for a socket's path. */
  readonly bytes: readonly number[] | null;
  /** The one written or the default, 0 where there is neither. */
  readonly port: number;
  /** The end of a range (`listen 8000-8010`), else 0. */
  readonly lastPort: number;
  readonly noPort: boolean;
  /** What follows the address where a URI may. */
  readonly uri: string;
}

export interface UrlOptions {
  readonly listen?: boolean;
  readonly uriPart?: boolean;
  readonly defaultPort?: number;
}

/** Bytes of `sun_path`, its final NUL included. */
const SOCKET_PATH = 108;
const ANY: readonly number[] = [0, 0, 0, 0];

/** ngx_parse_url() without looking names up; a text is what nginx objects. */
export function parseUrl(text: string, options: UrlOptions = {}): Url | string {
  if (text.slice(0, 5).toLowerCase() === 'unix:') return unixUrl(text.slice(5), options);
  return text.startsWith('[') ? inet6Url(text, options) : inetUrl(text, options);
}

function unixUrl(rest: string, { uriPart }: UrlOptions): Url | string {
  const colon = uriPart ? rest.indexOf(':') : -1;
  const host = colon === -1 ? rest : rest.slice(0, colon);
  if (host === '') return 'no path in the unix domain socket';
  if (new TextEncoder().encode(host).length >= SOCKET_PATH) return 'too long path in the unix domain socket';
  const uri = colon === -1 ? '' : rest.slice(colon + 1);
  return { family: 'unix', host, bytes: null, port: 0, lastPort: 0, noPort: false, uri };
}

function inetUrl(text: string, options: UrlOptions): Url | string {
  const from = text.search(/[/?]/);
  if (from !== -1 && (options.listen || !options.uriPart)) return 'invalid host';
  const authority = from === -1 ? text : text.slice(0, from);
  const uri = from === -1 ? '' : text.slice(from);
  const colon = authority.indexOf(':');
  let ports: Ports | string = { port: options.defaultPort ?? 0, lastPort: 0 };
  if (colon !== -1) ports = readPorts(authority.slice(colon + 1), options);
  else if (options.listen && /^[0-9]+(?:-[0-9]+)?$/.test(authority)) {
    const alone = readPorts(authority, options);
    return typeof alone === 'string' ? alone : { family: 'inet', host: '', bytes: ANY, ...alone, noPort: false, uri };
  }
  if (typeof ports === 'string') return ports;
  const host = colon === -1 ? authority : authority.slice(0, colon);
  if (host === '') return 'no host';
  const bytes = options.listen && host === '*' ? ANY : inetBytes(host);
  return { family: 'inet', host, bytes, ...ports, noPort: colon === -1, uri };
}

function inet6Url(text: string, options: UrlOptions): Url | string {
  const bracket = text.indexOf(']');
  if (bracket === -1) return 'invalid host';
  const slash = text.indexOf('/', bracket);
  if (slash !== -1 && (options.listen || !options.uriPart)) return 'invalid host';
  const last = slash === -1 ? text.length : slash;
  const written = bracket + 1 < last;
  if (written && text[bracket + 1] !== ':') return 'invalid host';
  const ports = written
    ? readPorts(text.slice(bracket + 2, last), options)
    : { port: options.defaultPort ?? 0, lastPort: 0 };
  if (typeof ports === 'string') return ports;
  if (bracket === 1) return 'no host';
  const bytes = inet6Bytes(text.slice(1, bracket));
  if (bytes === null) return 'invalid IPv6 address';
  return {
    family: 'inet6',
    host: text.slice(0, bracket + 1),
    bytes,
    ...ports,
    noPort: !written,
    uri: text.slice(last),
  };
}

type Ports = Pick<Url, 'port' | 'lastPort'>;

function readPorts(text: string, { listen }: UrlOptions): Ports | string {
  const dash = listen ? text.indexOf('-') : -1;
  const lastPort = dash === -1 ? 0 : portOf(text.slice(dash + 1));
  const port = portOf(dash === -1 ? text : text.slice(0, dash));
  if (port === null || lastPort === null) return 'invalid port';
  return lastPort !== 0 && port > lastPort ? 'invalid port range' : { port, lastPort };
}

function portOf(text: string): number | null {
  if (!/^[0-9]+$/.test(text)) return null;
  const port = Number(text);
  return port < 1 || port > 65535 ? null : port;
}

/** May a name be found? What holds other signs is in no zone and no hosts file, whatever the machine. */
export function isHostName(host: string): boolean {
  return /^[\w.-]+$/.test(host);
}

/** A name that the machine would have to look up, and never finds. */
export function isHopeless({ family, host, bytes }: Url): boolean {
  // The machine is asked with a string of C, which ends at a NUL.
  return family === 'inet' && bytes === null && !isHostName(host.replace(/\0.*$/s, ''));
}

/** ngx_inet_addr(): four decimal octets; null for all else, and for 255.255.255.255, its INADDR_NONE. */
export function inetBytes(text: string): readonly number[] | null {
  if (!/^[0-9.]*$/.test(text)) return null;
  // An octet without digits is zero.
  const octets = text.split('.').map(Number);
  if (octets.length !== 4 || octets.some((octet) => octet > 255)) return null;
  return octets.every((octet) => octet === 255) ? null : octets;
}

/** ngx_inet6_addr(): sixteen bytes, or null. */
export function inet6Bytes(text: string): readonly number[] | null {
  if (text === '') return null;
  const bytes: number[] = [];
  let zero: number | null = null;
  let digits = '';
  let groupStart: number | null = null;
  let left = 8;
  for (let at = text.startsWith(':') ? 1 : 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (sign === ':') {
      if (digits === '') {
        if (zero !== null) return null;
        zero = bytes.length;
      } else {
        bytes.push(...wordBytes(digits));
        if (--left === 0) return null;
        digits = '';
      }
      groupStart = at + 1;
    } else if (sign === '.' && digits !== '') {
      const tail = left < 2 || groupStart === null ? null : inetBytes(text.slice(groupStart));
      if (tail === null) return null;
      bytes.push(...tail);
      return padded(bytes, zero, left - 2);
    } else {
      digits += sign;
      if (digits.length > 4 || !/[0-9a-f]/i.test(sign)) return null;
    }
  }
  if (digits === '' && zero === null) return null;
  return padded([...bytes, ...wordBytes(digits)], zero, left - 1);
}

function wordBytes(digits: string): [number, number] {
  const word = digits === '' ? 0 : Number.parseInt(digits, 16);
  return [word >> 8, word & 0xff];
}

function padded(bytes: readonly number[], zero: number | null, missing: number): readonly number[] | null {
  if (missing > 0 !== (zero !== null)) return null;
  const at = zero ?? bytes.length;
  return [...bytes.slice(0, at), ...new Array<number>(missing * 2).fill(0), ...bytes.slice(at)];
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

function maskByte(bits: number): number {
  return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}

/** ngx_sock_ntop(): the address as messages show it, with its port where there is one. */
export function addressText(bytes: readonly number[], port: number | null): string {
  const host = bytes.length === 4 ? bytes.join('.') : inet6Text(bytes);
  if (port === null) return host;
  return bytes.length === 4 ? `${host}:${port}` : `[${host}]:${port}`;
}

function inet6Text(bytes: readonly number[]): string {
  const words = Array.from({ length: 8 }, (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0));
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (words[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = (part: readonly number[]): string => part.map((word) => word.toString(16)).join(':');
  if (best.length < 2) return hex(words);
  return `${hex(words.slice(0, best.start))}::${hex(words.slice(best.start + best.length))}`;
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
