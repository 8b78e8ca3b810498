import { byteString } from '@nginx-lint/regex';
import type { ConfigModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { Bytes } from './types.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a text that was written in the file of `at`: those of the file, whatever its encoding. */
export function wordBytes(model: ConfigModel, at: Occurrence, text: string): Bytes {
  if (isAscii(text)) return text;
  return model.source(at.file).encoding === 'latin1' ? text : byteString(text);
}

/** The bytes of a text that came from a person or a program: UTF-8. */
export function bytesOf(text: string): Bytes {
  return isAscii(text) ? text : byteString(text);
}

/** Bytes as people read them; those that are no UTF-8 as hexadecimal digits. */
export function shownBytes(bytes: Bytes): string | { readonly hex: string } {
  if (isAscii(bytes)) return bytes;
  try {
    return UTF8.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    return { hex: Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('') };
  }
}

/** ngx_strlow(): only the letters of ASCII have another case. */
export function lowerBytes(bytes: Bytes): Bytes {
  return /[A-Z]/.test(bytes) ? bytes.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : bytes;
}

export function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}
