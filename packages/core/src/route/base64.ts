import type { Bytes } from './types.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** ngx_decode_base64(); null where it refuses. What follows a `=` does not count. */
export function decodeBase64(text: Bytes): Bytes | null {
  return decode(text, `${LETTERS}+/`);
}

/** ngx_decode_base64url() */
export function decodeBase64Url(text: Bytes): Bytes | null {
  return decode(text, `${LETTERS}-_`);
}

function decode(text: Bytes, alphabet: string): Bytes | null {
  const end = text.indexOf('=');
  const digits = Array.from(end < 0 ? text : text.slice(0, end), (sign) => alphabet.indexOf(sign));
  if (digits.includes(-1) || digits.length % 4 === 1) return null;
  let plain = '';
  let bits = 0;
  let value = 0;
  for (const digit of digits) {
    value = ((value << 6) | digit) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    plain += String.fromCharCode((value >> bits) & 0xff);
  }
  return plain;
}
