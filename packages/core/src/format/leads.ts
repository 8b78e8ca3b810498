import { indentationAt } from './columns.ts';
import type { Line } from './lines.ts';
import type { FormatOptions } from './options.ts';
import type { Piece, Statement } from './pieces.ts';

/** What stands before the first piece of a line. */
export interface Indentation {
  /** Blocks around it. */
  readonly depth: number;
  /** Columns more than these; of lines that hang below a piece it is not known yet, and 0. */
  readonly more: number;
}

/** Nobody nests as deep, and lines need not grow with the square of it. */
const DEEPEST = 64;

/** Code that an editor switched off: the sign at the beginning of the line, the code where it was. */
const SWITCHED_OFF = /^#(?: {2}|\t)/;

/** The indentation of each line. */
export function indentationsOf(
  text: string,
  pieces: readonly Piece[],
  lines: readonly Line[],
  hanging: ReadonlySet<number>,
  options: FormatOptions,
): readonly Indentation[] {
  const shifts = shiftsOf(text, pieces, lines, hanging, options);
  const result: Indentation[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as Line;
    const piece = pieces[line.lead] as Piece;
    const depth = Math.min(DEEPEST, piece.kind === 'close' ? piece.block.depth - 1 : piece.block.depth);
    if (line.comment && !hanging.has(line.lead)) {
      const comments = commentsFrom(lines, at, pieces).map(({ lead }) => pieces[lead] as Piece);
      result.push(...besideEachOther(text, comments, depth, options));
      at += comments.length;
      continue;
    }
    at++;
    if (!line.goesOn || hanging.has(line.lead) || piece.kind === 'open' || piece.kind === 'raw') {
      result.push({ depth, more: 0 });
      continue;
    }
    const further = furtherIn(text, piece, options);
    result.push({
      depth,
      more: piece.kind === 'semicolon' ? Math.max(0, further) : further + (shifts.get(piece.statement) ?? 0),
    });
  }
  return result;
}

/** How much further a line is indented than the one in which its statement begins. */
function furtherIn(text: string, { start, statement }: Piece, { indent }: FormatOptions): number {
  return indentationAt(text, start, indent) - indentationAt(text, statement.start, indent);
}

/** What the lines of a statement must be moved by so that all stand further in than the first one. */
function shiftsOf(
  text: string,
  pieces: readonly Piece[],
  lines: readonly Line[],
  hanging: ReadonlySet<number>,
  options: FormatOptions,
): ReadonlyMap<Statement, number> {
  const least = new Map<Statement, number>();
  for (const { lead, goesOn } of lines) {
    const piece = pieces[lead] as Piece;
    if (!goesOn || hanging.has(lead) || (piece.kind !== 'word' && piece.kind !== 'comment')) continue;
    const further = furtherIn(text, piece, options);
    least.set(piece.statement, Math.min(further, least.get(piece.statement) ?? further));
  }
  return new Map([...least].map(([statement, further]) => [statement, further > 0 ? 0 : options.indent - further]));
}

/** The comments that stand right below each other, from one on. */
function commentsFrom(lines: readonly Line[], from: number, pieces: readonly Piece[]): readonly Line[] {
  let end = from + 1;
  while (lines[end]?.comment === true && pieces[lines[end]?.lead ?? 0]?.newlines === 1) end++;
  return lines.slice(from, end);
}

/** Comments keep what they are indented by more than the first of them, as a piece of code does that is switched off. */
function besideEachOther(
  text: string,
  comments: readonly Piece[],
  depth: number,
  { indent }: FormatOptions,
): readonly Indentation[] {
  const found = comments.map(({ start }) => indentationAt(text, start, indent));
  const result: Indentation[] = [];
  for (let at = 0; at < comments.length; ) {
    const base = found[at] ?? 0;
    let end = at + 1;
    const outside = base === 0 && depth > 0;
    while (end < comments.length && (outside ? found[end] === 0 : (found[end] ?? 0) >= base)) end++;
    const part = comments.slice(at, end);
    const stays = outside && part.some((comment) => SWITCHED_OFF.test(text.slice(comment.start, comment.end)));
    result.push(
      ...part.map((_, index) => (stays ? { depth: 0, more: 0 } : { depth, more: (found[at + index] ?? 0) - base })),
    );
    at = end;
  }
  return result;
}
