import type { ByteSet, ClassMember } from './ast.ts';
import { ALL_BYTES, byteSet, complement, withBothCases } from './byte-set.ts';

/** The classes of the library's built-in tables (C locale), which are in force where no others are given. */
const DIGIT: ByteSet = [[0x30, 0x39]];
const SPACE: ByteSet = byteSet([
  [0x09, 0x0d],
  [0x20, 0x20],
]);
const WORD: ByteSet = byteSet([
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]);

const SHORTHANDS: Readonly<Record<'d' | 's' | 'w' | 'h' | 'v', ByteSet>> = {
  d: DIGIT,
  s: SPACE,
  w: WORD,
  h: byteSet([
    [0x09, 0x09],
    [0x20, 0x20],
    [0xa0, 0xa0],
  ]),
  v: byteSet([
    [0x0a, 0x0d],
    [0x85, 0x85],
  ]),
};

const ALPHA: ByteSet = byteSet([
  [0x41, 0x5a],
  [0x61, 0x7a],
]);

const POSIX: ReadonlyMap<string, ByteSet> = new Map([
  ['alpha', ALPHA],
  ['lower', [[0x61, 0x7a]]],
  ['upper', [[0x41, 0x5a]]],
  ['alnum', byteSet([...DIGIT, ...ALPHA])],
  ['ascii', [[0x00, 0x7f]]],
  [
    'blank',
    byteSet([
      [0x09, 0x09],
      [0x20, 0x20],
    ]),
  ],
  [
    'cntrl',
    byteSet([
      [0x00, 0x1f],
      [0x7f, 0x7f],
    ]),
  ],
  ['digit', DIGIT],
  ['graph', [[0x21, 0x7e]]],
  ['print', [[0x20, 0x7e]]],
  [
    'punct',
    byteSet([
      [0x21, 0x2f],
      [0x3a, 0x40],
      [0x5b, 0x60],
      [0x7b, 0x7e],
    ]),
  ],
  ['space', SPACE],
  ['word', WORD],
  [
    'xdigit',
    byteSet([
      [0x30, 0x39],
      [0x41, 0x46],
      [0x61, 0x66],
    ]),
  ],
]);

export function isPosixName(name: string): boolean {
  return POSIX.has(name);
}

export function isWordByte(character: string | undefined): boolean {
  return character !== undefined && /^[0-9A-Za-z_]$/.test(character);
}

/** What the members match together, before the class is negated; null where a Unicode property is among them. */
export function bytesOfMembers(members: readonly ClassMember[], caseless: boolean): ByteSet | null {
  const ranges: (readonly [number, number])[] = [];
  for (const member of members) {
    const bytes = bytesOfMember(member, caseless);
    if (bytes === null) return null;
    ranges.push(...bytes);
  }
  return byteSet(ranges);
}

function bytesOfMember(member: ClassMember, caseless: boolean): ByteSet | null {
  switch (member.kind) {
    case 'range': {
      const range: ByteSet = [[member.from, member.to]];
      return caseless ? withBothCases(range) : range;
    }
    case 'shorthand':
      return member.negated ? complement(SHORTHANDS[member.letter]) : SHORTHANDS[member.letter];
    case 'posix': {
      // Where case is ignored, [:lower:] and [:upper:] are [:alpha:].
      const name = caseless && (member.name === 'lower' || member.name === 'upper') ? 'alpha' : member.name;
      const bytes = POSIX.get(name) ?? ALL_BYTES;
      return member.negated ? complement(bytes) : bytes;
    }
    case 'property':
      return null;
  }
}
