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
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const startOf = (line: number): number => starts[line - 1] ?? text.length;
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  return {
    count: starts.length,
    lineAt,
    startOf,
    positionAt(offset) {
      const line = lineAt(offset);
      return { line, column: offset - startOf(line) + 1, offset };
    },
  };
}
