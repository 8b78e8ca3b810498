import type { Block, Piece } from './pieces.ts';

/** A line of the formatted text: pieces from `lead` to before `end`. */
export interface Line {
  readonly lead: number;
  readonly end: number;
  /** Does it go on with the statement of a line above? */
  readonly goesOn: boolean;
  /** Is it nothing but a comment between statements? */
  readonly comment: boolean;
  /** The block that its first piece stands in; for a `}` the one around that. */
  readonly block: Block;
  /** Lines of one block without an empty line between them have the same. */
  readonly run: number;
  /** The pieces before this one stand on one line in the source too, which the first of them begins. */
  readonly intact: number;
}

export function linesOf(text: string, pieces: readonly Piece[], breaks: readonly number[]): readonly Line[] {
  const lines: Line[] = [];
  let run = 0;
  let block: Block | null = null;
  for (let lead = 0; lead < pieces.length; ) {
    const piece = pieces[lead] as Piece;
    let end = lead + 1;
    while (end < pieces.length && breaks[end] === 0) end++;
    const comment = piece.first && piece.kind === 'comment';
    const goesOn = !piece.first;
    const around = piece.kind === 'close' ? (piece.block.outer ?? piece.block) : piece.block;
    if (!goesOn && ((breaks[lead] ?? 0) > 1 || (!comment && around !== block))) run++;
    if (!goesOn && !comment) block = around;
    const intact = lead === 0 || piece.newlines > 0 ? intactEnd(text, pieces, lead, end) : lead;
    lines.push({ lead, end, goesOn, comment, block: around, run, intact });
    lead = end;
  }
  return lines;
}

function intactEnd(text: string, pieces: readonly Piece[], lead: number, end: number): number {
  for (let at = lead + 1; at < end; at++) {
    const before = pieces[at - 1] as Piece;
    // Behind a text of several lines, columns are those of another line.
    if (pieces[at]?.newlines !== 0 || holdsNewline(text, before)) return at;
  }
  return end;
}

function holdsNewline(text: string, { start, end }: Piece): boolean {
  for (let at = start; at < end; at++) if (text.charAt(at) === '\n') return true;
  return false;
}
