/** Lines of a text as nginx counts them: only LF ends a line (a lone CR is white space to it). */
export interface LineMap {
  readonly count: number;
  /** Line of an offset, from 1. */
  lineAt(offset: number): number;
  /** Offset at which a line (from 1) begins; the text's length beyond the last one. */
  startOf(line: number): number;
  /** Line and column, both from 1, the column in UTF-16 units. */
  positionAt(offset: number): Position;
}

export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export function lineMap(text: string): LineMap {
  // Of most files of a large configuration nobody asks.
  let known: Uint32Array | null = null;
  const starts = (): Uint32Array => {
    known ??= lineStarts(text);
    return known;
  };
  const startOf = (line: number): number => starts()[line - 1] ?? text.length;
  const lineAt = (offset: number): number => {
    const all = starts();
    let low = 0;
    let high = all.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((all[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  return {
    get count() {
      return starts().length;
    },
    lineAt,
    startOf,
    positionAt(offset) {
      const line = lineAt(offset);
      return { line, column: offset - startOf(line) + 1, offset };
    },
  };
}

function lineStarts(text: string): Uint32Array {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}
