import type { FormatOptions } from './options.ts';
import type { Piece } from './pieces.ts';

/**
 * How many line breaks stand before each piece in the formatted text; 0: it goes on in the line. A statement that the
 * author spread over lines stays so; a block on one line stays there where it is short.
 */
export function breaksBefore(pieces: readonly Piece[], options: FormatOptions): readonly number[] {
  const most = options.maxBlankLines + 1;
  return pieces.map((piece, index) => {
    const before = pieces[index - 1];
    if (before === undefined) return 0;
    const wanted = breakBetween(before, piece, options);
    if (wanted === 'none') return 0;
    return wanted === 'one' ? 1 : Math.max(1, Math.min(piece.newlines, most));
  });
}

/** `some`: a line break, and the empty lines that the author left. */
function breakBetween(before: Piece, piece: Piece, { braces }: FormatOptions): 'none' | 'one' | 'some' {
  const kept = piece.newlines > 0;
  if (before.kind === 'open' && kept && piece.kind === 'comment') return 'one';
  if (piece.kind === 'comment') return kept ? 'some' : 'none';
  if (piece.kind === 'close') {
    if (before.kind === 'comment') return 'one';
    return piece.block.oneLine ? 'none' : 'one';
  }
  if (piece.kind === 'open' || piece.kind === 'raw') {
    if (before.kind === 'comment') return 'one';
    return kept && braces === 'keep' ? 'one' : 'none';
  }
  if (piece.kind === 'semicolon') return kept ? 'one' : 'none';
  if (!piece.first) return kept ? 'some' : 'none';
  if (before.kind === 'open') return piece.block.oneLine ? 'none' : 'one';
  if (before.kind === 'comment') return 'some';
  return piece.block.oneLine ? 'none' : 'some';
}
