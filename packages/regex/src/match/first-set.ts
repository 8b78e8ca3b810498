import type { ByteSet, Disjunction, Item, Repeat, Sequence } from '../ast.ts';
import { ALL_BUT_NEWLINE, ALL_BYTES, withBothCases } from '../byte-set.ts';
import { bytesWithProperties } from './properties.ts';

/**
 * Which bytes may come next where something can match; index {@link END} stands for the end of the subject.
 * 1 is yes. null stands for all, or for what must be run in any case.
 */
export type FirstSet = Uint8Array;

export const END = 256;

export function firstSetOf(bytes: ByteSet): FirstSet {
  const set = new Uint8Array(END + 1);
  for (const [from, to] of bytes) set.fill(1, from, to + 1);
  return set;
}

const NOTHING = new Uint8Array(END + 1);
const NEWLINES: ByteSet = [
  [0x0a, 0x0d],
  [0x85, 0x85],
];
const AT_END = firstSetOf([]);
AT_END[END] = 1;
const AT_END_OR_NEWLINE = firstSetOf([[0x0a, 0x0a]]);
AT_END_OR_NEWLINE[END] = 1;

export function union(a: FirstSet | null, b: FirstSet | null): FirstSet | null {
  return a === null || b === null ? null : a.map((value, i) => value | (b[i] ?? 0));
}

function intersection(a: FirstSet, b: FirstSet | null): FirstSet {
  return b === null ? a : a.map((value, i) => value & (b[i] ?? 0));
}

export function areDisjoint(a: FirstSet, b: FirstSet): boolean {
  return a.every((value, i) => value === 0 || b[i] === 0);
}

/** What an item that matches exactly one byte matches; null for all others. */
export function singleByteSet(item: Item): ByteSet | null {
  switch (item.kind) {
    case 'literal': {
      const bytes: ByteSet = item.code > 255 ? [] : [[item.code, item.code]];
      return item.caseless ? withBothCases(bytes) : bytes;
    }
    case 'any':
      return item.newline ? ALL_BYTES : ALL_BUT_NEWLINE;
    case 'class':
      return bytesWithProperties(item);
    default:
      return null;
  }
}

/** What may come where an item and then `after` can match. */
export function firstOfItem(item: Item, after: FirstSet | null): FirstSet | null {
  switch (item.kind) {
    case 'literal':
    case 'any':
    case 'class': {
      const bytes = singleByteSet(item);
      return bytes === null ? null : firstSetOf(bytes);
    }
    case 'newline-sequence':
      return firstSetOf(NEWLINES);
    case 'anchor':
      if (item.at === 'subject-end') return intersection(AT_END, after);
      if (item.at === 'subject-end-or-newline' || item.at === 'line-end') return intersection(AT_END_OR_NEWLINE, after);
      return after;
    case 'group':
      return firstOfBody(item.body, after);
    case 'repeat':
      return firstOfRepeat(item, after);
    case 'options':
    case 'callout':
    case 'reset-start':
      return after;
    case 'lookaround':
      // A call inside may end in an error, wherever it is made.
      return hasCall(item.body) ? null : after;
    case 'verb':
      return item.name === 'MARK' ? after : null;
    case 'grapheme':
    case 'conditional':
    case 'backreference':
    case 'recursion':
      return null;
  }
}

export function firstOfBody(body: Disjunction, after: FirstSet | null): FirstSet | null {
  let first: FirstSet | null = NOTHING;
  for (const sequence of body.alternatives) first = union(first, firstOfSequence(sequence, after));
  return first;
}

export function firstOfSequence(sequence: Sequence, after: FirstSet | null): FirstSet | null {
  let first = after;
  // Behind an item that takes exactly one byte nothing counts.
  const last = sequence.items.findIndex((item) => singleByteSet(item) !== null);
  for (let i = last < 0 ? sequence.items.length - 1 : last; i >= 0; i--) {
    const item = sequence.items[i];
    if (item !== undefined) first = firstOfItem(item, first);
  }
  return first;
}

function firstOfRepeat(repeat: Repeat, after: FirstSet | null): FirstSet | null {
  if (repeat.max === 0) return after;
  const once = firstOfItem(repeat.item, NOTHING);
  const later = union(once, after);
  return repeat.min === 0 ? later : firstOfItem(repeat.item, later);
}

/** What may come after one round of a repeated item: another round, or what follows. */
export function firstAfterRound(item: Item, after: FirstSet | null): FirstSet | null {
  return union(firstOfItem(item, NOTHING), after);
}

/** Whether there is a call such as `(?R)` in it. */
export function hasCall(body: Disjunction): boolean {
  return body.alternatives.some(({ items }) => items.some(itemHasCall));
}

function itemHasCall(item: Item): boolean {
  switch (item.kind) {
    case 'recursion':
      return true;
    case 'repeat':
      return itemHasCall(item.item);
    case 'conditional':
      return hasCall(item.body) || (item.condition?.kind === 'assertion' && hasCall(item.condition.assertion.body));
    case 'group':
    case 'lookaround':
      return hasCall(item.body);
    default:
      return false;
  }
}
