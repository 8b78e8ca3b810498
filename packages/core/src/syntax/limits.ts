import type { IToken } from 'chevrotain';
import { type Encoding, encode } from '../text/decode.ts';
import type { Tokens } from './tokens.ts';
import { LuaBody, tokenEnd, Word } from './tokens.ts';
import { isBlank, isQuote } from './word.ts';

/** NGX_CONF_BUFFER: a word, a quoted text or a comment must not fill it. In bytes. */
const BUFFER = 4096;

/** Where in the text the buffer is full of one token, and that token. */
export interface TooLong {
  readonly token: IToken;
  readonly offset: number;
}

/**
 * The first token that nginx calls "too long parameter". Mirrors the refill in ngx_conf_read_token(): the buffer is
 * filled from the file, what of a token has been read moves to its front, and a token that leaves no room is refused.
 * So the limit depends on where a token happens to lie in the buffer, and the last bytes of a file are never too long.
 */
export function findTooLong(text: string, encoding: Encoding, tokens: Tokens): TooLong | null {
  if (!mayBeTooLong(tokens)) return null;
  const bytes = byteOffsets(text, encoding);
  const held = [...tokens.significant.filter(isHeld), ...tokens.comments].sort((a, b) => a.startOffset - b.startOffset);
  let front = 0;
  for (const token of held) {
    const start = bytes.of(heldFrom(text, token));
    const end = bytes.of(tokenEnd(token));
    while (front + BUFFER <= start) front = frontBetween(text, bytes, front + BUFFER, start, token);
    while (front + BUFFER <= end) {
      const full = front + BUFFER;
      if (full >= bytes.length) return null;
      if (token.tokenType === LuaBody) front = full;
      else if (front === start) return { token, offset: bytes.back(full) };
      else front = start;
    }
  }
  return null;
}

/** What is kept when the buffer runs out before a token: the last blank, or nothing behind a `;`, a brace or a quote. */
function frontBetween(text: string, bytes: ByteOffsets, full: number, start: number, token: IToken): number {
  const behindQuote = full === start && heldFrom(text, token) !== token.startOffset;
  return !behindQuote && isBlank(text.charCodeAt(bytes.back(full - 1))) ? full - 1 : full;
}

const isHeld = (token: IToken): boolean => token.tokenType === Word || token.tokenType === LuaBody;

/** Is there anything that one has to measure in bytes? */
export const mayBeTooLong = (tokens: Tokens): boolean =>
  tokens.significant.some((token) => token.tokenType === Word && token.image.length >= BUFFER / 3) ||
  tokens.comments.some((token) => token.image.length >= BUFFER / 3);

/** The reader holds a quoted word from behind its quote. */
function heldFrom(text: string, token: IToken): number {
  const quoted = token.tokenType === Word && isQuote(text.charCodeAt(token.startOffset));
  return token.startOffset + (quoted ? 1 : 0);
}

interface ByteOffsets {
  readonly length: number;
  of(offset: number): number;
  /** The inverse; within a character, its beginning. */
  back(byte: number): number;
}

function byteOffsets(text: string, encoding: Encoding): ByteOffsets {
  const length = encoding === 'latin1' ? text.length : encode(text, 'utf-8').length;
  if (length === text.length) return { length, of: (offset) => Math.min(offset, length), back: (byte) => byte };
  const table = new Uint32Array(text.length + 1);
  let byte = 0;
  for (let at = 0; at < text.length; at++) {
    table[at] = byte;
    byte += bytesOf(text.charCodeAt(at));
  }
  table[text.length] = byte;
  return {
    length,
    of: (offset) => table[Math.min(offset, text.length)] ?? length,
    back(wanted) {
      let at = 0;
      while (at < text.length && (table[at + 1] ?? length) <= wanted) at++;
      return at;
    },
  };
}

/** UTF-8 bytes of a UTF-16 unit; a surrogate has half of its pair's four. */
function bytesOf(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code >= 0xd800 && code <= 0xdfff ? 2 : 3;
}
