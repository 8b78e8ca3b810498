import type { SourceFile, TokenKind } from '../syntax/nodes.ts';
import { brokenFrom } from './broken.ts';

/** A token that is no blank, in its place; a comment without the blanks at its end. */
export interface Piece {
  readonly kind: Exclude<TokenKind, 'blank'>;
  readonly start: number;
  readonly end: number;
  readonly statement: Statement;
  /** Does it begin the statement? */
  readonly first: boolean;
  /** Of words, which one of the statement it is, from 0. */
  readonly word: number;
  /** The innermost block around it; its own for a `}`. */
  readonly block: Block;
  /** Line breaks between it and the piece before it. */
  readonly newlines: number;
}

/** The words, signs and comments of one directive; a comment between directives is one of its own. */
export interface Statement {
  readonly start: number;
  readonly comment: boolean;
}

export interface Block {
  readonly depth: number;
  /** The block around it; null for the file. */
  readonly outer: Block | null;
  /** The directive that opens it; null for the file. */
  readonly statement: Statement | null;
  /** Does it stand on one line, and may it stay there? */
  oneLine: boolean;
}

export interface Pieces {
  readonly all: readonly Piece[];
  /** Are these all of the file? Otherwise the rest is broken and stays as it is. */
  readonly whole: boolean;
}

/** A block with several statements that is longer than this gets a line for each of them. */
const LONGEST_ONE_LINE = 100;

/** The pieces of a file, up to the line in which the first statement begins that nginx refuses. */
export function piecesOf(source: SourceFile): Pieces {
  const limit = brokenFrom(source);
  const cutter = new Cutter(source);
  for (const { kind, start, end } of source.tokens) {
    if (limit !== null && start >= limit) break;
    if (kind !== 'blank') cutter.add(kind, start, end);
  }
  return { all: cutter.pieces, whole: limit === null };
}

interface OpenBlock {
  readonly block: Block;
  /** Index of its `{`. */
  readonly open: number;
  statements: number;
  /** Do its statements hold blocks? */
  nested: boolean;
}

class Cutter {
  readonly pieces: Piece[] = [];
  readonly #source: SourceFile;
  readonly #open: OpenBlock[] = [
    { block: { depth: 0, outer: null, statement: null, oneLine: false }, open: -1, statements: 0, nested: false },
  ];
  #statement: Statement | null = null;
  #words = 0;

  constructor(source: SourceFile) {
    this.#source = source;
  }

  add(kind: Piece['kind'], start: number, tokenEnd: number): void {
    const end = kind === 'comment' ? trimmedEnd(this.#source.text, start, tokenEnd) : tokenEnd;
    if (kind === 'close') {
      this.#close(start, end);
      return;
    }
    const comment = kind === 'comment';
    const first = this.#statement === null;
    const statement = this.#statement ?? { start, comment };
    const level = this.#open.at(-1) as OpenBlock;
    if (first && !comment) level.statements++;
    this.#push({ kind, start, end, statement, first, word: comment ? 0 : this.#words, block: level.block });
    if (comment) return;
    this.#words++;
    this.#statement = kind === 'word' ? statement : null;
    if (kind === 'word') return;
    this.#words = 0;
    if (kind !== 'open') return;
    level.nested = true;
    const block = { depth: level.block.depth + 1, outer: level.block, statement, oneLine: false };
    this.#open.push({ block, open: this.pieces.length - 1, statements: 0, nested: false });
  }

  #close(start: number, end: number): void {
    const level = this.#open.length > 1 ? this.#open.pop() : undefined;
    const block = level?.block ?? { depth: 1, outer: null, statement: null, oneLine: false };
    const statement = { start, comment: false };
    this.#push({ kind: 'close', start, end, statement, first: true, word: 0, block });
    this.#statement = null;
    this.#words = 0;
    if (level !== undefined) level.block.oneLine = this.#isShort(level, end);
  }

  #isShort({ open, block, statements, nested }: OpenBlock, end: number): boolean {
    const { lineAt } = this.#source.lines;
    if (lineAt(block.statement?.start ?? 0) !== lineAt(end)) return false;
    if (statements === 0 || (statements === 1 && !nested)) return true;
    let length = 0;
    for (let at = this.pieces.length - 1; at >= 0; at--) {
      const piece = this.pieces[at];
      if (piece === undefined || (at < open && piece.start < (block.statement?.start ?? 0))) break;
      const apart = this.pieces[at - 1]?.end !== piece.start;
      length += piece.end - piece.start + (apart ? 1 : 0);
      if (length > LONGEST_ONE_LINE) return false;
    }
    return true;
  }

  #push(piece: Omit<Piece, 'newlines'>): void {
    this.pieces.push({ ...piece, newlines: newlinesIn(this.#source.text, this.pieces.at(-1)?.end ?? 0, piece.start) });
  }
}

/** A comment token reaches to the LF; the blanks at its end, a CR among them, are none of its words. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && ' \t\r'.includes(text.charAt(at - 1))) at--;
  return at;
}

function newlinesIn(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (text.charAt(at) === '\n') count++;
  return count;
}
