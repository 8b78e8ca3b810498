/**
 * For each line of the new text, from 0, the line of the old one that it was; null for a line that is new or changed.
 * White space at the end of a line does not count, as what git keeps may have other line ends.
 */
export function lineMap(before: string, after: string): readonly (number | null)[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const map: (number | null)[] = fresh.map(() => null);
  const pieces: Piece[] = [{ old: 0, oldEnd: old.length, fresh: 0, freshEnd: fresh.length }];
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
    const inner = trimmed(piece, old, fresh, map);
    const anchors = anchorsOf(inner, old, fresh);
    if (anchors.length === 0) matchInOrder(inner, old, fresh, map);
    else pieces.push(...between(inner, anchors));
  }
  return map;
}

/** A part of both texts whose ends are excluded. */
interface Piece {
  readonly old: number;
  readonly oldEnd: number;
  readonly fresh: number;
  readonly freshEnd: number;
}

type Anchor = readonly [old: number, fresh: number];

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trimEnd());
}

/** Matches what both begin and end with. */
function trimmed(piece: Piece, before: readonly string[], after: readonly string[], map: (number | null)[]): Piece {
  let { old, oldEnd, fresh, freshEnd } = piece;
  while (old < oldEnd && fresh < freshEnd && before[old] === after[fresh]) map[fresh++] = old++;
  while (old < oldEnd && fresh < freshEnd && before[oldEnd - 1] === after[freshEnd - 1]) map[--freshEnd] = --oldEnd;
  return { old, oldEnd, fresh, freshEnd };
}

/** Lines that stand once in either part, as many as keep their order (“patience”). */
function anchorsOf(piece: Piece, before: readonly string[], after: readonly string[]): readonly Anchor[] {
  const inOld = onceIn(before, piece.old, piece.oldEnd);
  const inFresh = onceIn(after, piece.fresh, piece.freshEnd);
  const pairs: Anchor[] = [];
  for (const [line, fresh] of inFresh) {
    const old = inOld.get(line);
    if (old !== undefined) pairs.push([old, fresh]);
  }
  return longestRising(pairs);
}

function onceIn(lines: readonly string[], start: number, end: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const twice = new Set<string>();
  for (let at = start; at < end; at++) {
    const line = lines[at] ?? '';
    if (found.has(line)) twice.add(line);
    found.set(line, at);
  }
  for (const line of twice) found.delete(line);
  return found;
}

/** Of pairs in the order of the new text, the most whose old lines rise. */
function longestRising(pairs: readonly Anchor[]): readonly Anchor[] {
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, [old]] of pairs.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[0] ?? 0) < old) low = middle + 1;
      else high = middle;
    }
    previous[index] = ends[low - 1] ?? -1;
    ends[low] = index;
  }
  const chosen: Anchor[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) chosen.push(pair);
  }
  return chosen.reverse();
}

/** The parts that begin at the anchors, each with its own, and the one before the first. */
function between(piece: Piece, anchors: readonly Anchor[]): readonly Piece[] {
  const starts: readonly Anchor[] = [[piece.old, piece.fresh], ...anchors];
  return starts.map(([old, fresh], index) => {
    const [oldEnd, freshEnd] = starts[index + 1] ?? [piece.oldEnd, piece.freshEnd];
    return { old, oldEnd, fresh, freshEnd };
  });
}

/** Without a line that stands once: each new line is the next old one of its text. */
function matchInOrder(piece: Piece, before: readonly string[], after: readonly string[], map: (number | null)[]): void {
  const rest = before.slice(piece.old, piece.oldEnd);
  let from = 0;
  for (let fresh = piece.fresh; fresh < piece.freshEnd; fresh++) {
    const found = rest.indexOf(after[fresh] ?? '', from);
    if (found === -1) continue;
    map[fresh] = piece.old + found;
    from = found + 1;
  }
}
