import { shownBytes } from '@nginx-lint/core';
import type { ByteSet, Class } from '@nginx-lint/regex';
import { code } from '../markdown.ts';

const SHORTHANDS = {
  d: 'a digit',
  s: 'white space',
  w: 'a letter, digit or `_`',
  h: 'a blank or tab',
  v: 'a line break',
} as const;

const DIGITS: ByteSet = [[0x30, 0x39]];
const LOWER: ByteSet = [[0x61, 0x7a]];
const UPPER: ByteSet = [[0x41, 0x5a]];
const KNOWN: readonly (readonly [ByteSet, string])[] = [
  [DIGITS, SHORTHANDS.d],
  [LOWER, 'a small letter'],
  [UPPER, 'a capital letter'],
  [[...UPPER, ...LOWER], 'a letter'],
  [[...DIGITS, ...LOWER], 'a digit or small letter'],
  [[...DIGITS, ...UPPER, ...LOWER], 'a letter or digit'],
  [[...DIGITS, ...UPPER, [0x5f, 0x5f], ...LOWER], SHORTHANDS.w],
];

/** What one sign of a class may be: `a digit`, `` `a` to `f` or `_` ``, `` any sign but `/` ``. */
export function classWords({ bytes, members, negated }: Class): string {
  const known = bytes === null ? undefined : KNOWN.find(([each]) => sameBytes(each, bytes));
  if (known !== undefined) return known[1];
  const words = members.map((member): string => {
    if (member.kind === 'range')
      return member.from === member.to
        ? code(signsOf([member.from]))
        : `${code(signsOf([member.from]))} to ${code(signsOf([member.to]))}`;
    if (member.kind === 'shorthand') return `${member.negated ? 'all but ' : ''}${SHORTHANDS[member.letter]}`;
    return `${member.negated ? 'all but ' : ''}${code(member.name)}`;
  });
  return `${negated ? 'any sign but ' : ''}${either(words)}`;
}

/** `a, b or c` */
export function either(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/** Bytes, or code points, as text; what is no UTF-8 sign by sign. */
export function signsOf(codes: readonly number[]): string {
  const signs = codes.map(signOf).join('');
  if (codes.every((each) => each <= 0x7f) || codes.some((each) => each > 0xff)) return signs;
  const shown = shownBytes(String.fromCharCode(...codes));
  return typeof shown === 'string' ? shown : signs;
}

function signOf(value: number): string {
  const isVisible = value >= 0x20 && (value < 0x7f || value > 0xff) && value <= 0x10ffff;
  return isVisible ? String.fromCodePoint(value) : `\\x${value.toString(16).padStart(2, '0')}`;
}

function sameBytes(one: ByteSet, other: ByteSet): boolean {
  return one.length === other.length && one.every(([from, to], i) => other[i]?.[0] === from && other[i]?.[1] === to);
}
