import type { Directive, SourceFile } from '../syntax/nodes.ts';

/**
 * Where the line begins from which on a file is left as it is, null for one that nginx reads: that of the first
 * statement with a mistake, or of the first block that is not closed. How deep what follows lies, nobody knows.
 */
export function brokenFrom({ problems, items, lines }: SourceFile): number | null {
  if (problems.length === 0) return null;
  let first = Number.POSITIVE_INFINITY;
  for (const { start, related } of problems)
    for (const place of [start, ...related.map((one) => one.start)]) first = Math.min(first, place);
  return lines.startOf(lines.lineAt(statementAt(items, first)));
}

/** Where the statement begins that an offset lies in, or behind which it lies: a `;` may be missing there. */
function statementAt(items: readonly Directive[], offset: number): number {
  let start = offset;
  for (let level: readonly Directive[] = items; ; ) {
    const found = level.findLast((item) => item.start <= offset);
    if (found === undefined) return start;
    if (found.body?.kind !== 'block' || offset <= found.body.start || offset >= found.end)
      return found.terminator === null || found.damaged || offset <= found.end ? found.start : start;
    start = offset;
    level = found.body.items;
  }
}
