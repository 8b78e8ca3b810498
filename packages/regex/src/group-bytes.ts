import type { ByteSet, Disjunction, Item, Pattern } from './ast.ts';
import { ALL_BUT_NEWLINE, ALL_BYTES, byteSet, NO_BYTES, sizeOf, withBothCases } from './byte-set.ts';

/** What a part of a subject may be. Both are upper bounds: look-arounds beside it may forbid more. */
export interface PartBytes {
  /** The bytes that it may hold. */
  readonly bytes: ByteSet;
  /** How many different strings it may be; `Infinity` where a repetition has no bound, or that is not known. */
  readonly variety: number;
}

const UNKNOWN: PartBytes = { bytes: ALL_BYTES, variety: Number.POSITIVE_INFINITY };
const NOTHING: PartBytes = { bytes: NO_BYTES, variety: 1 };
const NEWLINES: ByteSet = [
  [10, 13],
  [0x85, 0x85],
];

/** What a capturing group may hold; null where the pattern has no such group or is refused. */
export function groupBytes(tree: Pattern, index: number): PartBytes | null {
  if (!tree.accepted) return null;
  const body = findGroup(tree.body, index);
  if (body === null) return null;
  return tree.utf || tree.settings.length > 0 ? UNKNOWN : ofBody(body);
}

/**
 * What a subject may be that the pattern matches from its start to its end; null where it may match a part of one.
 * The newline at the end, for which `$` leaves room, is left aside.
 */
export function subjectBytes(tree: Pattern): PartBytes | null {
  if (!tree.accepted || tree.utf || tree.settings.length > 0) return null;
  const { alternatives } = tree.body;
  const whole = alternatives.every(({ items }) => isAt(items[0], 'subject-start') && endsSubject(items.at(-1)));
  if (!whole) return null;
  return ofBody(tree.body);
}

/** A text for each way in which a capturing group may end, empty where one is not known; null without such a group. */
export function groupEndings(tree: Pattern, index: number): readonly string[] | null {
  const body = tree.accepted ? findGroup(tree.body, index) : null;
  return body === null ? null : endingsOf(body);
}

/** The same for a whole subject that matches: empty where the pattern leaves its end open. */
export function subjectEndings(tree: Pattern): readonly string[] {
  if (!tree.accepted) return [''];
  return tree.body.alternatives.flatMap((sequence) => {
    if (!endsSubject(sequence.items.at(-1))) return [''];
    return endingsOf({ ...tree.body, alternatives: [{ ...sequence, items: sequence.items.slice(0, -1) }] });
  });
}

const MOST_ENDINGS = 64;

function endingsOf({ alternatives }: Disjunction): readonly string[] {
  const all = alternatives.flatMap(({ items }) => {
    let ending = '';
    for (let at = items.length - 1; at >= 0; at--) {
      const item = items[at];
      if (item?.kind === 'literal') ending = String.fromCharCode(item.code) + ending;
      else if (item?.kind === 'group') return endingsOf(item.body).map((inner) => inner + ending);
      else break;
    }
    return [ending];
  });
  return all.length > MOST_ENDINGS ? [''] : all;
}

/** Bytes that are in both. */
export function commonBytes(one: ByteSet, other: ByteSet): ByteSet {
  return byteSet(
    one.flatMap(([from, to]) =>
      other.flatMap(([start, end]): ByteSet => {
        const low = Math.max(from, start);
        const high = Math.min(to, end);
        return low <= high ? [[low, high]] : [];
      }),
    ),
  );
}

function isAt(item: Item | undefined, at: string): boolean {
  return item?.kind === 'anchor' && item.at === at;
}

function endsSubject(item: Item | undefined): boolean {
  return isAt(item, 'subject-end') || isAt(item, 'subject-end-or-newline');
}

function findGroup(body: Disjunction, index: number): Disjunction | null {
  for (const { items } of body.alternatives) {
    for (const each of items) {
      let item = each;
      while (item.kind === 'repeat') item = item.item;
      if (item.kind !== 'group' && item.kind !== 'lookaround' && item.kind !== 'conditional') continue;
      if (item.kind === 'group' && item.index === index) return item.body;
      const inner = findGroup(item.body, index);
      if (inner !== null) return inner;
    }
  }
  return null;
}

function ofBody({ alternatives }: Disjunction): PartBytes {
  const parts = alternatives.map(({ items }) => items.map(ofItem).reduce(sequence, NOTHING));
  return {
    bytes: joined(...parts.map(({ bytes }) => bytes)),
    variety: parts.reduce((sum, { variety }) => sum + variety, 0),
  };
}

function sequence(one: PartBytes, other: PartBytes): PartBytes {
  return { bytes: joined(one.bytes, other.bytes), variety: one.variety * other.variety };
}

function joined(...sets: readonly ByteSet[]): ByteSet {
  return byteSet(sets.flat());
}

function ofItem(item: Item): PartBytes {
  switch (item.kind) {
    case 'literal': {
      const bytes: ByteSet = [[item.code, item.code]];
      return one(item.caseless ? withBothCases(bytes) : bytes);
    }
    case 'any':
      return one(item.newline ? ALL_BYTES : ALL_BUT_NEWLINE);
    case 'class':
      return item.bytes === null ? UNKNOWN : one(item.bytes);
    case 'newline-sequence':
      return { bytes: NEWLINES, variety: 6 };
    case 'group':
      return ofBody(item.body);
    case 'repeat':
      return repeated(ofItem(item.item), item.min, item.max);
    case 'anchor':
    case 'lookaround':
    case 'callout':
    case 'verb':
    case 'options':
      return NOTHING;
    default:
      return UNKNOWN;
  }
}

function one(bytes: ByteSet): PartBytes {
  return { bytes, variety: sizeOf(bytes) };
}

function repeated({ bytes, variety }: PartBytes, min: number, max: number): PartBytes {
  if (max === 0) return NOTHING;
  if (variety <= 1) return { bytes, variety: max - min + 1 };
  return { bytes, variety: variety ** max * 2 };
}
