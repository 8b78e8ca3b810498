/** How wrong a word of a length may be and still be taken for another: one slip in three letters, at most four. */
function cutOff(length: number): number {
  return Math.min(4, Math.max(1, Math.floor(length / 3)));
}

/**
 * The candidates that a misspelt word may stand for, nearest first, in their own order where they are equally
 * near; `max` of them at most. A wrong case is a slip as any other. The word itself is none of them.
 */
export function nearest(word: string, candidates: Iterable<string>, max = 1): string[] {
  const limit = cutOff(word.length);
  // By distance; in each the order of the candidates.
  const byDistance: string[][] = Array.from({ length: limit + 1 }, () => []);
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate, limit);
    if (distance > 0 && distance <= limit) byDistance[distance]?.push(candidate);
  }
  return [...new Set(byDistance.flat())].slice(0, max);
}

/**
 * Damerau's distance in its restricted form: insertions, deletions, replacements and swapped neighbours, no part
 * edited twice. Gives up with `limit + 1` as soon as it cannot be within `limit`.
 */
export function editDistance(left: string, right: string, limit: number): number {
  if (left === right) return 0;
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  // Only cells within `limit` of the diagonal can lead to a distance within it; all others stay too far.
  const far = limit + 1;
  let before: number[] = [];
  let previous: number[] = [];
  for (let at = 0; at <= right.length; at++) previous.push(Math.min(at, far));
  let leastBefore = 0;
  for (let row = 1; row <= left.length; row++) {
    const current: number[] = new Array(right.length + 1).fill(far);
    const from = Math.max(1, row - limit);
    const to = Math.min(right.length, row + limit);
    if (row <= limit) current[0] = row;
    let least = current[0] ?? far;
    for (let at = from; at <= to; at++) {
      const slip = left.charCodeAt(row - 1) === right.charCodeAt(at - 1) ? 0 : 1;
      let distance = Math.min(
        (previous[at - 1] ?? far) + slip,
        (previous[at] ?? far) + 1,
        (current[at - 1] ?? far) + 1,
      );
      if (slip === 1 && swapped(left, right, row, at)) distance = Math.min(distance, (before[at - 2] ?? far) + 1);
      current[at] = distance;
      if (distance < least) least = distance;
    }
    // A swap reaches back two rows: both must be too far.
    if (least > limit && leastBefore > limit) return far;
    leastBefore = least;
    before = previous;
    previous = current;
  }
  return Math.min(previous[right.length] ?? far, far);
}

/** Do the two characters before these positions stand in the other order? */
function swapped(left: string, right: string, row: number, at: number): boolean {
  return (
    row > 1 &&
    at > 1 &&
    left.charCodeAt(row - 1) === right.charCodeAt(at - 2) &&
    left.charCodeAt(row - 2) === right.charCodeAt(at - 1)
  );
}
