/** How the bytes of a file became text; what is written back must use the same. */
export type Encoding = 'utf-8' | 'latin1';

export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

/**
 * Bytes to text. A byte order mark stays, as nginx reads it as part of the first word. Bytes that are not
 * UTF-8 make each byte one character (Latin 1), so that nothing is lost and offsets are byte offsets.
 */
export function decode(bytes: Uint8Array): DecodedText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    // The label "latin1" of TextDecoder means windows-1252, which is not one byte one character.
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return { text, encoding: 'latin1' };
  }
}

/** The inverse of {@link decode}. */
export function encode(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A piece of a Latin 1 text whose bytes are UTF-8 after all, as that; null where they are not. */
export function asUtf8(latin1: string): string | null {
  const decoded = decode(encode(latin1, 'latin1'));
  return decoded.encoding === 'utf-8' ? decoded.text : null;
}
