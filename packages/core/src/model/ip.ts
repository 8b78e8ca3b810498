/** ngx_inet_addr(): four decimal octets; null for all else, and for 255.255.255.255, its INADDR_NONE. */
export function inetBytes(text: string): readonly number[] | null {
  const octets: number[] = [];
  // An octet without digits is zero.
  let octet = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (octets.push(octet) > 3) return null;
      octet = 0;
    } else if (code >= ZERO && code <= NINE) {
      octet = octet * 10 + code - ZERO;
      if (octet > 255) return null;
    } else return null;
  }
  if (octets.push(octet) !== 4) return null;
  return octets.every((each) => each === 255) ? null : octets;
}

const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

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
  if (best.start === 0 && endsAsInet(best.length, bytes)) {
    return `::${best.length === 5 ? 'ffff:' : ''}${bytes.slice(12).join('.')}`;
  }
  return `${hex(words.slice(0, best.start))}::${hex(words.slice(best.start + best.length))}`;
}

/** ngx_inet6_ntop(): mapped and compatible addresses end as those of IPv4 are written. */
function endsAsInet(zeros: number, bytes: readonly number[]): boolean {
  if (zeros === 5) return bytes[10] === 0xff && bytes[11] === 0xff;
  return zeros === 6 || (zeros === 7 && bytes[14] !== 0 && bytes[15] !== 1);
}
