import { groupsOf } from './cells.ts';
import { columnsOf } from './columns.ts';
import type { Line } from './lines.ts';
import type { FormatOptions } from './options.ts';
import type { Piece } from './pieces.ts';

const USUAL = [8, 4, 2];

/**
 * How wide tabs are taken to be: as wide as makes the most of what stands behind tabs stand below each other; null where
 * nothing stands behind one.
 */
export function tabWidthOf(
  text: string,
  pieces: readonly Piece[],
  lines: readonly Line[],
  { align, indent }: FormatOptions,
): number | null {
  if (align === 'none') return null;
  const tabbed = new Set<number>();
  for (const [index, { start, newlines }] of pieces.entries()) {
    const before = pieces[index - 1];
    if (before !== undefined && newlines === 0 && text.slice(before.end, start).includes('\t')) tabbed.add(index);
  }
  if (tabbed.size === 0) return null;
  let best = indent;
  let most = -1;
  for (const width of new Set([...USUAL, indent])) {
    const groups = groupsOf(text, pieces, lines, columnsOf(text, pieces, width), true);
    const count = groups.reduce((sum, { members }) => sum + members.filter((index) => tabbed.has(index)).length, 0);
    if (count <= most) continue;
    most = count;
    best = width;
  }
  return best;
}
