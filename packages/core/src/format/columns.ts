import type { Piece } from './pieces.ts';

/** Where the pieces of a text begin and end, in columns from 0. */
export interface Columns {
  readonly tab: number;
  start(index: number): number;
  end(index: number): number;
}

export function columnsOf(text: string, pieces: readonly Piece[], tab: number): Columns {
  const starts = new Int32Array(pieces.length);
  const ends = new Int32Array(pieces.length);
  let at = 0;
  let column = 0;
  for (const [index, { start, end }] of pieces.entries()) {
    column = columnAfter(text, at, start, column, tab);
    starts[index] = column;
    column = columnAfter(text, start, end, column, tab);
    ends[index] = column;
    at = end;
  }
  return { tab, start: (index) => starts[index] ?? 0, end: (index) => ends[index] ?? 0 };
}

/** The column at which a cursor arrives that reads a stretch of the text. */
export function columnAfter(text: string, start: number, end: number, from: number, tab: number): number {
  let column = from;
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if (character === '\n') column = 0;
    else if (character === '\t') column += tab - (column % tab);
    else if (character !== '\r') column++;
  }
  return column;
}

/** How far the line of an offset is indented, tabs being `tab` wide. */
export function indentationAt(text: string, offset: number, tab: number): number {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  let end = line;
  while (' \t\r'.includes(text.charAt(end)) && end < offset) end++;
  return columnAfter(text, line, end, 0, tab);
}
