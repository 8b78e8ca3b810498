import type { SourceFile } from '../syntax/nodes.ts';
import { encode } from '../text/decode.ts';
import { breaksBefore } from './breaks.ts';
import { columnsOf } from './columns.ts';
import { linesOf } from './lines.ts';
import type { FormatOptions } from './options.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { Placing } from './placing.ts';
import { tabWidthOf } from './tab-width.ts';

/** The blanks between two pieces, or at an end of the file, and what shall stand there. */
export interface Gap {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What shall stand between the pieces of a file, in their order. */
export function gapsOf(source: SourceFile, options: FormatOptions): readonly Gap[] {
  const { text } = source;
  const { all: pieces, whole } = piecesOf(source);
  const breaks = breaksBefore(pieces, options);
  const lines = linesOf(text, pieces, breaks);
  const columns = columnsOf(text, pieces, tabWidthOf(text, pieces, lines, options));
  const placed = new Placing(text, pieces, lines, columns, options);
  const usual = usualNewline(text, options);
  const newlineIn = (start: number, end: number, before?: Piece): string => {
    const keeps = options.endOfLine === 'keep' || (before?.kind === 'comment' && isLongest(source, before));
    const at = keeps ? text.slice(start, end).indexOf('\n') : -1;
    return at === -1 ? usual : text.charAt(start + at - 1) === '\r' ? '\r\n' : '\n';
  };
  const gaps = pieces.map(({ start }, index): Gap => {
    const from = pieces[index - 1]?.end ?? 0;
    const count = breaks[index] ?? 0;
    const newlines = count === 0 ? '' : newlineIn(from, start, pieces[index - 1]).repeat(count);
    return { start: from, end: start, text: newlines + placed.before(index) };
  });
  if (!whole) return gaps;
  const last = pieces.at(-1);
  const from = last?.end ?? 0;
  if (last?.kind === 'comment' && !text.includes('\n', from) && isLongest(source, last)) return gaps;
  const ends = pieces.length > 0 && (options.finalNewline || text.includes('\n', from));
  return [...gaps, { start: from, end: text.length, text: ends ? newlineIn(from, text.length, last) : '' }];
}

/**
 * nginx reads no comment that fills its buffer (NGX_CONF_BUFFER) together with the CR behind it, or with the line break,
 * unless the file ends there. So nothing may come behind one of this length.
 */
function isLongest({ text, encoding }: SourceFile, { start, end }: Piece): boolean {
  return end - start >= LONGEST_COMMENT / 3 && encode(text.slice(start, end), encoding).length >= LONGEST_COMMENT;
}

/** The buffer has 4,096 bytes. */
const LONGEST_COMMENT = 4094;

/** What ends the first line ends new ones too. */
function usualNewline(text: string, { endOfLine }: FormatOptions): string {
  if (endOfLine !== 'keep') return endOfLine === 'lf' ? '\n' : '\r\n';
  const first = text.indexOf('\n');
  return first > 0 && text.charAt(first - 1) === '\r' ? '\r\n' : '\n';
}
