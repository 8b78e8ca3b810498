import { isWordByte } from './byte-classes.ts';
import type { ErrorCode } from './messages.ts';

/** Thrown inside the parser where the library would stop, and caught in parseRegex; `at` is a byte offset. */
export class Refusal {
  readonly code: ErrorCode;
  readonly at: number;

  constructor(code: ErrorCode, at: number) {
    this.code = code;
    this.at = at;
  }
}

export const MAX_GROUP_NUMBER = 65535;
const MAX_REPEAT_COUNT = 65535;
const MAX_NAME_SIZE = 32;

/** A position in a pattern of bytes (one character per byte). */
export interface Reader {
  readonly bytes: string;
  at: number;
}

/** A text as bytes, and for each byte (and the end) the offset of its character in the text; null when they agree. */
export interface PatternBytes {
  readonly bytes: string;
  readonly offsets: readonly number[] | null;
}

/** Code units above U+00FF count as UTF-8 even under 'latin1': there is no byte for them. */
export function patternBytes(text: string, encoding: 'utf-8' | 'latin1'): PatternBytes {
  const wide = encoding === 'latin1' ? /[^\0-\xff]/ : /[^\0-\x7f]/;
  if (!wide.test(text)) return { bytes: text, offsets: null };
  const parts: string[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const character of text) {
    const encoded = utf8Of(character.codePointAt(0) ?? 0);
    parts.push(encoded);
    for (let i = 0; i < encoded.length; i++) offsets.push(at);
    at += character.length;
  }
  offsets.push(at);
  return { bytes: parts.join(''), offsets };
}

/** A code point in UTF-8, one character per byte; half of a surrogate pair becomes U+FFFD, as when text is encoded. */
export function utf8Of(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  if (code >= 0xd800 && code <= 0xdfff) return utf8Of(0xfffd);
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12)) + continuation(code, 6) + continuation(code, 0);
  return (
    String.fromCharCode(0xf0 | (code >> 18)) + continuation(code, 12) + continuation(code, 6) + continuation(code, 0)
  );
}

function continuation(code: number, shift: number): string {
  return String.fromCharCode(0x80 | ((code >> shift) & 0x3f));
}

export function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

/**
 * read_number(): digits at the reader, and with `relativeTo` (the number of groups so far) also a sign, which
 * makes the number relative to it. null where there is no number; the reader then stands where it stood.
 */
export function readNumber(r: Reader, relativeTo: number | null, max: number, tooBig: ErrorCode): number | null {
  let at = r.at;
  let limit = max;
  let sign = '';
  const first = r.bytes[at];
  if (relativeTo !== null && (first === '+' || first === '-')) {
    sign = first;
    if (first === '+') limit -= relativeTo;
    at++;
  }
  if (!isDigit(r.bytes[at])) return null;
  let n = 0;
  for (; isDigit(r.bytes[at]); at++) {
    n = n * 10 + Number(r.bytes[at]);
    if (n > limit) throw new Refusal(tooBig, at + 1);
  }
  r.at = at;
  if (relativeTo === null || sign === '') return n;
  if (n === 0) throw new Refusal(126, at);
  if (sign === '+') return n + relativeTo;
  if (n > relativeTo) throw new Refusal(115, at);
  return relativeTo + 1 - n;
}

export interface RepeatCounts {
  readonly min: number;
  readonly max: number;
}

/** read_repeat_counts(): what follows a `{`. null where that makes no quantifier; the reader stands where it stood. */
export function readRepeatCounts(r: Reader): RepeatCounts | null {
  let end = r.at;
  let commas = 0;
  for (; r.bytes[end] !== '}'; end++) {
    if (r.bytes[end] === ',') commas++;
    else if (!isDigit(r.bytes[end])) return null;
    if (commas > 1) return null;
  }
  const min = readNumber(r, null, MAX_REPEAT_COUNT, 105);
  if (min === null) return null;
  if (commas === 0) {
    r.at = end + 1;
    return { min, max: min };
  }
  r.at++;
  let max = Number.POSITIVE_INFINITY;
  if (r.at < end) {
    max = readNumber(r, null, MAX_REPEAT_COUNT, 105) ?? max;
    if (max < min) throw new Refusal(104, r.at);
  }
  r.at = end + 1;
  return { min, max };
}

export interface Name {
  readonly text: string;
  /** Where the name starts. */
  readonly at: number;
}

/** read_name() for groups: the reader stands on the character before the name, and ends behind the terminator. */
export function readGroupName(r: Reader, terminator: string): Name {
  const start = r.at + 1;
  if (start >= r.bytes.length) throw new Refusal(162, start);
  if (isDigit(r.bytes[start])) throw new Refusal(144, start);
  const end = wordEnd(r.bytes, start);
  if (end - start > MAX_NAME_SIZE) throw new Refusal(148, end);
  if (end === start) throw new Refusal(162, end);
  if (r.bytes[end] !== terminator) throw new Refusal(142, end);
  r.at = end + 1;
  return { text: r.bytes.slice(start, end), at: start };
}

/** read_name() for verbs: the reader stands on `*`, and ends behind the name, which may be empty. */
export function readVerbName(r: Reader): string {
  const start = r.at + 1;
  if (start >= r.bytes.length) throw new Refusal(160, start);
  const end = wordEnd(r.bytes, start);
  if (end - start > MAX_NAME_SIZE) throw new Refusal(148, end);
  r.at = end;
  return r.bytes.slice(start, end);
}

function wordEnd(bytes: string, start: number): number {
  let end = start;
  while (isWordByte(bytes[end])) end++;
  return end;
}

/** A text as the bytes of its UTF-8, one character per byte. */
export function byteString(text: string): string {
  return patternBytes(text, 'utf-8').bytes;
}
