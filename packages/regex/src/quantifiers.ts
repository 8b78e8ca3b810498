import type { Repeat } from './ast.ts';
import { Refusal, type RepeatCounts, readRepeatCounts } from './reader.ts';
import { type Parser, spanFrom, textOffset, topFrame } from './state.ts';

const SINGLE: Readonly<Record<string, RepeatCounts>> = {
  '*': { min: 0, max: Number.POSITIVE_INFINITY },
  '+': { min: 1, max: Number.POSITIVE_INFINITY },
  '?': { min: 0, max: 1 },
};

/** The counts of a quantifier that starts at the reader, which ends behind it; null where none does. */
export function readQuantifier(p: Parser): RepeatCounts | null {
  const character = p.bytes[p.at] ?? '';
  const single = SINGLE[character];
  if (single !== undefined) {
    p.at++;
    return single;
  }
  if (character !== '{') return null;
  p.at++;
  const counts = readRepeatCounts(p);
  if (counts === null) p.at--;
  return counts;
}

/** Puts a quantifier on the last item; `repeatable` tells whether that takes one. */
export function applyQuantifier(p: Parser, counts: RepeatCounts, repeatable: boolean): void {
  const { items } = topFrame(p);
  const item = items[items.length - 1];
  if (!repeatable || item === undefined) throw new Refusal(109, p.at - 1);
  const mode = p.flags.ungreedy ? 'lazy' : 'greedy';
  const repeat: Repeat = { kind: 'repeat', start: item.start, end: textOffset(p, p.at), item, ...counts, mode };
  items[items.length - 1] = repeat;
  p.openRepeat = repeat;
}

/** A `?` or a `+` behind a quantifier; under `(?U)` the `?` means the opposite. */
export function modifyQuantifier(p: Parser, repeat: Repeat, modifier: '?' | '+'): void {
  const { items } = topFrame(p);
  const swapped = repeat.mode === 'lazy' ? 'greedy' : 'lazy';
  const mode = modifier === '+' ? 'possessive' : swapped;
  items[items.length - 1] = { ...repeat, end: spanFrom(p, p.at).end, mode };
}
