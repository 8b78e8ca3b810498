import type { Span } from '../text/span.ts';
import { isSound } from './known.ts';
import type { BlockBody, Directive } from './nodes.ts';

/** The part of a text that differs in another one. */
export interface Change {
  readonly start: number;
  /** Where it ends in the text before. */
  readonly end: number;
  /** Where it ends in the text after. */
  readonly newEnd: number;
}

/** Texts are compared by parts of this length before single characters are: V8 compares those many at a time. */
const PART = 2048;

/** What lies between the beginning and the end that two texts share. */
export function changeBetween(before: string, after: string): Change {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start + PART <= most && before.slice(start, start + PART) === after.slice(start, start + PART)) start += PART;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  const left = most - start;
  let end = before.length;
  let newEnd = after.length;
  while (end - PART >= before.length - left && before.slice(end - PART, end) === after.slice(newEnd - PART, newEnd)) {
    end -= PART;
    newEnd -= PART;
  }
  while (end > before.length - left && before.charCodeAt(end - 1) === after.charCodeAt(newEnd - 1)) {
    end--;
    newEnd--;
  }
  return { start, end, newEnd };
}

/** A block and where it stands among its siblings. */
export interface Around {
  readonly directive: Directive;
  readonly body: BlockBody;
  readonly level: readonly Directive[];
  readonly index: number;
}

/** Statements of one level that are to be read anew, and where they lie in the text before. */
export interface Stretch extends Span {
  /** The blocks around, the outermost first. */
  readonly around: readonly Around[];
  readonly level: readonly Directive[];
  /** Indexes of the statements: those of `level` from `from` to before `to`. */
  readonly from: number;
  readonly to: number;
  /** Does it reach to the end of the block around, or of the file? */
  readonly toEnd: boolean;
}

/**
 * The smallest stretch around a change that begins and ends where a statement does. The one behind it belongs to it,
 * as a statement without its `;` swallows that.
 */
export function stretchAround(items: readonly Directive[], length: number, change: Change): Stretch {
  const around: Around[] = [];
  let level = items;
  let inside: Span = { start: 0, end: length };
  for (;;) {
    let from = firstIndex(level, (item) => item.end >= change.start);
    let to = firstIndex(level, (item) => item.start > change.end);
    const only = to - from === 1 ? level[from] : undefined;
    const inner = only && insideOf(only);
    if (only && inner && inner.start <= change.start && change.end <= inner.end && only.body?.kind === 'block') {
      around.push({ directive: only, body: only.body, level, index: from });
      level = only.body.items;
      inside = inner;
      continue;
    }
    while (from > 0 && !isSound(level[from - 1])) from--;
    let end = inside.end;
    let toEnd = true;
    while (to < level.length && toEnd) {
      const next = level[to++];
      if (next === undefined || !isSound(next)) continue;
      end = next.end;
      toEnd = false;
    }
    return { around, level, from, to, start: level[from - 1]?.end ?? inside.start, end, toEnd };
  }
}

/** Between the braces of a block; null where they are not both in the text. */
function insideOf(directive: Directive): Span | null {
  const { body } = directive;
  return isSound(directive) && body?.kind === 'block' && body.close
    ? { start: body.start + 1, end: body.close.start }
    : null;
}

/** Where a list begins to be so; it goes on being so to its end. */
function firstIndex(items: readonly Directive[], isSo: (item: Directive) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && isSo(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
