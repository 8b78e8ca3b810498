import type { ByteRange, ByteSet } from './ast.ts';

export const NEWLINE = 0x0a;
export const ALL_BYTES: ByteSet = [[0, 255]];
export const NO_BYTES: ByteSet = [];
export const ALL_BUT_NEWLINE: ByteSet = [
  [0, 9],
  [11, 255],
];

/** Sorts and joins ranges. */
export function byteSet(ranges: readonly ByteRange[]): ByteSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = joined[joined.length - 1];
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

export function complement(set: ByteSet): ByteSet {
  const rest: ByteRange[] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) rest.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= 255) rest.push([next, 255]);
  return rest;
}

export function hasByte(set: ByteSet, byte: number): boolean {
  return set.some(([from, to]) => byte >= from && byte <= to);
}

export function sizeOf(set: ByteSet): number {
  return set.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

export function isAllBytes(set: ByteSet): boolean {
  return set.length === 1 && set[0]?.[0] === 0 && set[0][1] === 255;
}

/** With the other case of every ASCII letter: the library's built-in tables know no other letters. */
export function withBothCases(set: ByteSet): ByteSet {
  const ranges: ByteRange[] = [...set];
  for (const [from, to] of set) {
    const lower: ByteRange = [Math.max(from, 0x61), Math.min(to, 0x7a)];
    const upper: ByteRange = [Math.max(from, 0x41), Math.min(to, 0x5a)];
    if (lower[0] <= lower[1]) ranges.push([lower[0] - 32, lower[1] - 32]);
    if (upper[0] <= upper[1]) ranges.push([upper[0] + 32, upper[1] + 32]);
  }
  return byteSet(ranges);
}

export function bytesIn(set: ByteSet): number[] {
  return set.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

/**
 * The one byte that a set stands for: a single value, or a letter in both cases, given in lower case.
 * null for every other set.
 */
export function singleByte(set: ByteSet): { readonly byte: number; readonly bothCases: boolean } | null {
  const size = sizeOf(set);
  const first = set[0];
  const last = set[set.length - 1];
  if (first === undefined || last === undefined) return null;
  if (size === 1) return { byte: first[0], bothCases: false };
  const isUpper = first[0] >= 0x41 && first[0] <= 0x5a;
  if (size === 2 && isUpper && last[1] === first[0] + 32) return { byte: last[1], bothCases: true };
  return null;
}
