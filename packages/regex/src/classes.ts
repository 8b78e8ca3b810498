import type { ByteSet, Class, ClassMember, ClassShorthand } from './ast.ts';
import { bytesOfMembers, isPosixName } from './byte-classes.ts';
import { complement } from './byte-set.ts';
import { readEscape, readProperty } from './escapes.ts';
import { Refusal } from './reader.ts';
import { addItem, type Parser, spanFrom, takeCharacter, textOffset } from './state.ts';

/** A class while it is read. `range` is what a hyphen would mean here. */
interface ClassReading {
  readonly members: ClassMember[];
  range: 'none' | 'possible' | 'started';
  quoting: boolean;
}

const BACKSPACE = 0x08;
const HYPHEN = 0x2d;

/** A class; the reader stands behind its `[`, which is at `start`. */
export function readClass(p: Parser, start: number): void {
  if (p.bytes.startsWith('[:<:]]', p.at) || p.bytes.startsWith('[:>:]]', p.at)) {
    const at = p.bytes[p.at + 2] === '<' ? 'word-start' : 'word-end';
    p.at += 6;
    addItem(p, { kind: 'anchor', ...spanFrom(p, start), at }, true);
    return;
  }
  if (posixEnd(p) !== null) throw new Refusal(p.bytes[p.at] === ':' ? 112 : 113, p.at - 1);
  const negated = skipClassStart(p);
  const reading: ClassReading = { members: [], range: 'none', quoting: false };
  let isFirst = true;
  for (;;) {
    if (p.at >= p.bytes.length) throw new Refusal(106, p.at);
    const at = p.at;
    const code = takeCharacter(p);
    if (code === 0x5d && !isFirst && !reading.quoting) break;
    isFirst = false;
    readMember(p, reading, at, code);
  }
  p.quoting = reading.quoting;
  const { caseless } = p.flags;
  const bytes = p.utf ? null : bytesOfMembers(reading.members, caseless);
  const matched = negated && bytes !== null ? complement(bytes) : bytes;
  const span = spanFrom(p, start);
  const node = { kind: 'class', ...span, bracketed: true, negated, caseless, members: reading.members } as const;
  addItem(p, { ...node, bytes: matched }, true);
}

/** Skips `^`, and what may stand around it without meaning anything. */
function skipClassStart(p: Parser): boolean {
  let negated = false;
  for (;;) {
    const next = p.bytes[p.at];
    if (p.bytes.startsWith('\\E', p.at) || p.bytes.startsWith('\\Q\\E', p.at)) {
      p.at += p.bytes[p.at + 1] === 'E' ? 2 : 4;
      // Here the library takes the backslash that it has just passed for the last character.
      if (p.at >= p.bytes.length) throw new Refusal(101, p.at);
    } else if (p.flags.extendedMore && (next === ' ' || next === '\t')) p.at++;
    else if (next === '^' && !negated) {
      negated = true;
      p.at++;
    } else return negated;
  }
}

function readMember(p: Parser, reading: ClassReading, at: number, code: number): void {
  if (reading.quoting) {
    if (code === 0x5c && p.bytes[p.at] === 'E') {
      reading.quoting = false;
      p.at++;
    } else addCharacter(p, reading, at, code);
    return;
  }
  if (p.flags.extendedMore && (code === 0x20 || code === 0x09)) return;
  const end = code === 0x5b && p.bytes.length - p.at >= 3 ? posixEnd(p) : null;
  if (end !== null) readPosix(p, reading, at, end);
  else if (code === HYPHEN && reading.range === 'possible') {
    reading.members.push(range(p, at, HYPHEN, HYPHEN));
    reading.range = 'started';
  } else if (code === 0x5c) readClassEscape(p, reading, at);
  else addCharacter(p, reading, at, code);
}

function range(p: Parser, at: number, from: number, to: number): ClassMember {
  return { kind: 'range', ...spanFrom(p, at), from, to };
}

/** A character; behind a hyphen that may start a range it replaces the hyphen and the character before that. */
function addCharacter(p: Parser, reading: ClassReading, at: number, code: number): void {
  if (reading.range !== 'started') {
    reading.members.push(range(p, at, code, code));
    reading.range = 'possible';
    return;
  }
  reading.members.pop();
  const first = reading.members.pop();
  if (first?.kind !== 'range' || first.from > code) throw new Refusal(108, p.at - 1);
  reading.members.push({ kind: 'range', start: first.start, end: textOffset(p, p.at), from: first.from, to: code });
  reading.range = 'none';
}

/**
 * check_posix_syntax(): whether what follows the `[` before the reader looks like `[:name:]`, `[.x.]` or `[=x=]`;
 * the offset of the closing pair, or null.
 */
function posixEnd(p: Parser): number | null {
  const terminator = p.bytes[p.at];
  if (terminator !== ':' && terminator !== '.' && terminator !== '=') return null;
  for (let at = p.at + 1; at + 2 <= p.bytes.length; at++) {
    const next = p.bytes[at + 1];
    switch (p.bytes[at]) {
      case '\\':
        if (next === ']' || next === '\\') at++;
        break;
      case '[':
        if (next === terminator) return null;
        break;
      case ']':
        return null;
      case terminator:
        if (next === ']') return at;
        break;
    }
  }
  return null;
}

function readPosix(p: Parser, reading: ClassReading, at: number, end: number): void {
  if (reading.range === 'started') throw new Refusal(150, p.at);
  if (p.bytes[p.at] !== ':') throw new Refusal(113, p.at - 1);
  p.at++;
  const negated = p.bytes[p.at] === '^';
  if (negated) p.at++;
  const name = p.bytes.slice(p.at, end);
  if (!isPosixName(name)) throw new Refusal(130, p.at);
  p.at = end + 2;
  refuseHyphen(p);
  reading.range = 'none';
  reading.members.push({ kind: 'posix', ...spanFrom(p, at), name, negated });
}

/** A hyphen behind something that cannot start a range is refused, unless it is the last in the class. */
function refuseHyphen(p: Parser): void {
  const next = p.bytes[p.at + 1];
  if (p.bytes[p.at] === '-' && next !== undefined && next !== ']') throw new Refusal(150, p.at);
}

function readClassEscape(p: Parser, reading: ClassReading, at: number): void {
  const escaped = readEscape(p, true);
  if (escaped.kind !== 'special') {
    addCharacter(p, reading, at, escaped.kind === 'character' ? escaped.code : escaped.to);
    return;
  }
  switch (escaped.letter) {
    case 'b':
      addCharacter(p, reading, at, BACKSPACE);
      return;
    case 'Q':
      reading.quoting = true;
      return;
    case 'E':
      return;
    case 'B':
    case 'R':
    case 'X':
      throw new Refusal(107, p.at - 1);
  }
  if (reading.range === 'started') throw new Refusal(150, p.at);
  reading.range = 'none';
  reading.members.push(readShorthand(p, at, escaped.letter));
  refuseHyphen(p);
}

function readShorthand(p: Parser, at: number, letter: string): ClassMember {
  if (letter === 'N') throw new Refusal(171, p.at);
  const lower = letter.toLowerCase();
  const negated = letter !== lower;
  if (lower === 'p') {
    const property = readProperty(p);
    return { kind: 'property', ...spanFrom(p, at), name: property.name, negated: negated !== property.negated };
  }
  if (!isShorthand(lower)) throw new Refusal(107, p.at - 1);
  return { kind: 'shorthand', ...spanFrom(p, at), letter: lower, negated };
}

export function isShorthand(letter: string): letter is ClassShorthand['letter'] {
  return letter.length === 1 && 'dswhv'.includes(letter);
}

/** An escape outside brackets that stands for a class, as a class of one member. */
export function shorthandClass(p: Parser, start: number, letter: string): Class {
  const member = readShorthand(p, start, letter);
  const bytes: ByteSet | null = p.utf ? null : bytesOfMembers([member], false);
  const { caseless } = p.flags;
  return { kind: 'class', ...spanFrom(p, start), bracketed: false, negated: false, caseless, members: [member], bytes };
}
