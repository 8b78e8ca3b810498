import { isDigit, MAX_GROUP_NUMBER, type Reader, Refusal, readNumber, readRepeatCounts } from './reader.ts';
import { type Parser, takeCharacter } from './state.ts';
import { isUnicodeProperty } from './unicode-properties.ts';

/** What check_escape() makes of a backslash: a character, a reference to a group by number, or a letter with a meaning. */
export type Escape =
  | { readonly kind: 'character'; readonly code: number }
  | { readonly kind: 'reference'; readonly to: number }
  | { readonly kind: 'special'; readonly letter: string };

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['e', 0x1b],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
]);
const SPECIAL = new Set('ABCDEGHKNPQRSVWXZbdhkpsvwz');

/** check_escape(): the reader stands behind the backslash, and ends behind what belongs to the escape. */
export function readEscape(p: Parser, inClass: boolean): Escape {
  if (p.at >= p.bytes.length) throw new Refusal(101, p.at);
  const letterAt = p.at;
  const code = takeCharacter(p);
  const letter = code < 128 ? String.fromCharCode(code) : '';
  if (!/^[0-9A-Za-z]$/.test(letter)) return { kind: 'character', code };
  const control = CONTROLS.get(letter);
  if (control !== undefined) return { kind: 'character', code: control };
  if (letter === 'N' && p.bytes[p.at] === '{') return readNamedCharacter(p);
  if (SPECIAL.has(letter)) return { kind: 'special', letter };
  switch (letter) {
    case 'F':
    case 'l':
    case 'L':
    case 'u':
    case 'U':
      throw new Refusal(137, p.at);
    case 'g':
      return inClass ? { kind: 'character', code } : readG(p);
    case 'o':
      return { kind: 'character', code: readBracedOctal(p) };
    case 'x':
      return { kind: 'character', code: p.bytes[p.at] === '{' ? readBracedHex(p) : readShortHex(p) };
    case 'c':
      return { kind: 'character', code: readControl(p) };
    default:
      if (isDigit(letter)) return readDigits(p, letterAt, inClass);
      throw new Refusal(103, letterAt);
  }
}

/** `\N{U+…}` belongs to UTF; `\N{2}` is `\N` and a quantifier; PCRE2 knows no names of characters. */
function readNamedCharacter(p: Parser): Escape {
  if (p.bytes.startsWith('U+', p.at + 1)) {
    if (!p.utf) throw new Refusal(193, p.at);
    p.at += 2;
    return { kind: 'character', code: readBracedHex(p) };
  }
  const probe: Reader = { bytes: p.bytes, at: p.at + 1 };
  try {
    if (readRepeatCounts(probe) !== null) return { kind: 'special', letter: 'N' };
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.code, p.at);
    throw error;
  }
  throw new Refusal(137, p.at);
}

/** `\g{2}`, `\g-1` are references; `\g{name}` is `\k{name}`, which the caller reads; `\g<` and `\g'` are calls. */
function readG(p: Parser): Escape {
  const next = p.bytes[p.at];
  if (next === undefined) throw new Refusal(157, p.at);
  if (next === '<' || next === "'") return { kind: 'special', letter: 'g' };
  const probe: Reader = { bytes: p.bytes, at: next === '{' ? p.at + 1 : p.at };
  let number: number | null;
  try {
    number = readNumber(probe, p.captureCount, MAX_GROUP_NUMBER, 161);
  } catch (error) {
    // With a brace, the library has not moved on when it finds the number wrong.
    if (error instanceof Refusal && next === '{') throw new Refusal(error.code, p.at);
    throw error;
  }
  if (number === null) {
    if (next === '{') return { kind: 'special', letter: 'k' };
    throw new Refusal(157, p.at);
  }
  if (next === '{') {
    if (p.bytes[probe.at] !== '}') throw new Refusal(157, p.at);
    probe.at++;
  }
  p.at = probe.at;
  if (number <= 0) throw new Refusal(115, p.at);
  return { kind: 'reference', to: number };
}

/**
 * `\1` to `\9`, `\8x` and `\9x` are references; other numbers are when there are so many groups before them,
 * else they are up to three octal digits.
 */
function readDigits(p: Parser, digitAt: number, inClass: boolean): Escape {
  const first = p.bytes.charCodeAt(digitAt);
  if (!inClass && first !== 0x30) {
    let end = digitAt;
    while (isDigit(p.bytes[end])) end++;
    const number = end - digitAt > 9 ? Number.POSITIVE_INFINITY : Number(p.bytes.slice(digitAt, end));
    const fits = number <= 214748363;
    if (fits && (number < 10 || first >= 0x38 || number <= p.captureCount)) {
      p.at = end;
      if (number > MAX_GROUP_NUMBER) throw new Refusal(161, p.at);
      return { kind: 'reference', to: number };
    }
  }
  if (first >= 0x38) return { kind: 'character', code: first };
  let code = first - 0x30;
  for (let i = 0; i < 2 && isOctal(p.bytes[p.at]); i++) code = code * 8 + Number(p.bytes[p.at++]);
  if (!p.utf && code > 0xff) throw new Refusal(151, p.at);
  return { kind: 'character', code };
}

function isOctal(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '7';
}

function isHex(character: string | undefined): boolean {
  return character !== undefined && /^[0-9A-Fa-f]$/.test(character);
}

function readBracedOctal(p: Parser): number {
  if (p.bytes[p.at] !== '{') throw new Refusal(155, p.bytes[p.at] === undefined ? p.at - 1 : p.at);
  p.at++;
  return readBracedDigits(p, 8, isOctal, 164);
}

/** The reader stands on the brace (or on the `+` of `\N{U+`). */
function readBracedHex(p: Parser): number {
  p.at++;
  return readBracedDigits(p, 16, isHex, 167);
}

function readBracedDigits(
  p: Parser,
  base: 8 | 16,
  isWanted: (character: string | undefined) => boolean,
  unclosed: 164 | 167,
): number {
  if (p.at >= p.bytes.length || p.bytes[p.at] === '}') throw new Refusal(178, p.at);
  const limit = p.utf ? 0x10ffff : 0xff;
  let code = 0;
  for (; isWanted(p.bytes[p.at]); p.at++) {
    // Past the limit the value no longer matters, only where its digits end.
    if (code <= limit) code = code * base + Number.parseInt(p.bytes[p.at] ?? '0', base);
  }
  if (code > limit) throw new Refusal(134, p.at);
  if (p.bytes[p.at] !== '}') throw new Refusal(unclosed, p.bytes[p.at] === undefined ? p.at - 1 : p.at);
  p.at++;
  if (p.utf && code >= 0xd800 && code <= 0xdfff) throw new Refusal(173, p.at - 1);
  return code;
}

function readShortHex(p: Parser): number {
  let code = 0;
  for (let i = 0; i < 2 && isHex(p.bytes[p.at]); i++) code = code * 16 + Number.parseInt(p.bytes[p.at++] ?? '0', 16);
  return code;
}

function readControl(p: Parser): number {
  if (p.at >= p.bytes.length) throw new Refusal(102, p.at);
  const code = p.bytes.charCodeAt(p.at);
  if (code < 32 || code > 126) throw new Refusal(168, p.at);
  p.at++;
  return (code >= 0x61 && code <= 0x7a ? code - 32 : code) ^ 0x40;
}

/** get_ucp(): the name behind `\p` or `\P`, and whether a `^` negates it. */
export function readProperty(p: Parser): { readonly name: string; readonly negated: boolean } {
  const first = p.bytes[p.at];
  if (first === undefined) throw new Refusal(146, p.at);
  p.at++;
  let name = first;
  let negated = false;
  if (first === '{') {
    if (p.bytes[p.at] === '^') {
      negated = true;
      p.at++;
    }
    name = readPropertyName(p);
  } else if (!/^[A-Za-z]$/.test(first)) {
    throw new Refusal(146, p.at);
  }
  name = name.toLowerCase();
  if (!isUnicodeProperty(name)) throw new Refusal(147, p.at);
  return { name, negated };
}

function readPropertyName(p: Parser): string {
  let name = '';
  for (;;) {
    const character = p.bytes[p.at];
    if (character === undefined) throw new Refusal(146, p.at);
    if (name.length === 49 && character !== '}') throw new Refusal(146, p.at);
    p.at++;
    if (character === '}') return name;
    if (/^[_\s-]$/.test(character) && character < '\x80') continue;
    if (character === '\0') throw new Refusal(146, p.at);
    name += character;
  }
}
