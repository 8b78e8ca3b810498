import type { SourceFile } from '../syntax/nodes.ts';
import { encode } from '../text/decode.ts';
import { breaksBefore } from './breaks.ts';
import { columnsOf } from './columns.ts';
import { linesOf } from './lines.ts';
import type { FormatOptions } from './options.ts';
import { type Piece, piecesOf, type Statement } from './pieces.ts';
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
  const { all, whole } = piecesOf(source);
  let layout = layoutOf(source, all, whole, options);
  let [text, pieces] = [source.text, all];
  for (let round = 0; layout.hasTabs && round < MOST_ROUNDS; round++) {
    [text, pieces] = made(text, pieces, layout.gaps);
    const next = layoutOf({ ...source, text }, pieces, whole, options);
    if (next.gaps.every((gap) => gap.text === text.slice(gap.start, gap.end))) break;
    layout = next;
  }
  return layout.gaps.map((gap, index) => ({
    start: all[index - 1]?.end ?? 0,
    end: all[index]?.start ?? source.text.length,
    text: gap.text,
  }));
}

/** How wide tabs were meant to be is guessed, and may be guessed otherwise when some are gone: then it is done anew. */
const MOST_ROUNDS = 5;

type Texts = Pick<SourceFile, 'text' | 'encoding'>;

function layoutOf(
  source: Texts,
  pieces: readonly Piece[],
  whole: boolean,
  options: FormatOptions,
): { readonly gaps: readonly Gap[]; readonly hasTabs: boolean } {
  const { text } = source;
  const breaks = breaksBefore(pieces, options);
  const lines = linesOf(text, pieces, breaks);
  const tab = tabWidthOf(text, pieces, lines, options);
  const placed = new Placing(text, pieces, lines, columnsOf(text, pieces, tab ?? options.indent), options);
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
  const last = pieces.at(-1);
  const from = last?.end ?? 0;
  const mayEnd = last?.kind !== 'comment' || text.includes('\n', from) || !isLongest(source, last);
  if (whole && mayEnd) {
    const ends = last !== undefined && (options.finalNewline || text.includes('\n', from));
    gaps.push({ start: from, end: text.length, text: ends ? newlineIn(from, text.length, last) : '' });
  }
  return { gaps, hasTabs: tab !== null };
}

/** The text with other gaps, and its pieces there. */
function made(text: string, pieces: readonly Piece[], gaps: readonly Gap[]): [string, readonly Piece[]] {
  const parts: string[] = [];
  const statements = new Map<Statement, Statement>();
  let at = 0;
  const moved = pieces.map((piece, index): Piece => {
    const gap = gaps[index]?.text ?? '';
    const word = text.slice(piece.start, piece.end);
    parts.push(gap, word);
    const start = at + gap.length;
    at = start + word.length;
    const statement = statements.get(piece.statement) ?? { ...piece.statement, start };
    statements.set(piece.statement, statement);
    return { ...piece, start, end: at, statement, newlines: gap.split('\n').length - 1 };
  });
  // Behind the last piece there may be what is broken.
  const rest = gaps[pieces.length]?.text ?? text.slice(pieces.at(-1)?.end ?? 0);
  return [parts.join('') + rest, moved];
}

/**
 * nginx reads no comment that fills its buffer (NGX_CONF_BUFFER) together with the CR behind it, or with the line break,
 * unless the file ends there. So nothing may come behind one of this length.
 */
function isLongest({ text, encoding }: Texts, { start, end }: Piece): boolean {
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
