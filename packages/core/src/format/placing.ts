import { commentsBelow, type Group, groupsOf } from './cells.ts';
import { type Columns, columnAfter } from './columns.ts';
import { type Indentation, indentationsOf } from './leads.ts';
import type { Line } from './lines.ts';
import type { FormatOptions } from './options.ts';
import type { Piece } from './pieces.ts';

/** So many pieces in a column are no chance. */
const FEWEST = 3;

/** The blanks in front of the pieces of some lines. */
export class Placing {
  readonly #text: string;
  readonly #pieces: readonly Piece[];
  readonly #columns: Columns;
  readonly #options: FormatOptions;
  readonly #blanks: string[];
  /** Where the pieces begin and end in the formatted text, for those that are placed. */
  readonly #ends: Int32Array;
  readonly #starts: Int32Array;
  readonly #lineAt: Int32Array;
  readonly #lines: readonly Line[];
  /** The next piece of each line that has no place yet. */
  readonly #next: number[];
  readonly #indentations: readonly Indentation[];
  /** How many pieces of tables stand in a column of the formatted text; empty until all tables are placed. */
  readonly #tables = new Map<number, number>();
  readonly #hanging: ReadonlySet<number>;
  readonly #below: ReadonlySet<number>;

  constructor(
    text: string,
    pieces: readonly Piece[],
    lines: readonly Line[],
    columns: Columns,
    options: FormatOptions,
  ) {
    this.#text = text;
    this.#pieces = pieces;
    this.#lines = lines;
    this.#columns = columns;
    this.#options = options;
    this.#blanks = new Array<string>(pieces.length).fill('');
    this.#starts = new Int32Array(pieces.length);
    this.#ends = new Int32Array(pieces.length);
    this.#lineAt = new Int32Array(pieces.length);
    for (const [at, { lead, end }] of lines.entries()) this.#lineAt.fill(at, lead, end);
    this.#next = lines.map(({ lead }) => lead);
    const groups = groupsOf(text, pieces, lines, columns, options.align === 'keep');
    const leads = new Set(lines.map(({ lead }) => lead));
    this.#hanging = new Set(groups.flatMap(({ members }) => members.filter((index) => leads.has(index))));
    this.#below = commentsBelow(pieces, lines, columns);
    this.#indentations = indentationsOf(text, pieces, lines, new Set([...this.#hanging, ...this.#below]), options);
    for (const group of groups) this.#placeGroup(group);
    for (const { members, comment } of groups)
      for (const index of comment ? [] : members) {
        const column = this.#starts[index] ?? 0;
        this.#tables.set(column, (this.#tables.get(column) ?? 0) + 1);
      }
    for (const [at, { end }] of lines.entries()) this.#placeUpTo(at, end);
  }

  before(index: number): string {
    return this.#blanks[index] ?? '';
  }

  /** Puts the members where the one goes that comes to lie farthest. */
  #placeGroup({ column: own, members, ghostly, loose }: Group): void {
    const { start, end } = this.#columns;
    let column = 0;
    for (const index of members) {
      if (this.#hanging.has(index)) continue;
      this.#placeUpTo(this.#lineAt[index] ?? 0, index);
      const from = loose ? this.#leadColumn(index) : 0;
      const gap = this.#options.align === 'none' ? this.#loose(index) : start(index) - end(index - 1);
      column = Math.max(column, this.#endBefore(index) - from + gap);
    }
    // A word that moves stands no longer where the code does that is switched off.
    if (
      ghostly &&
      members.some((index) => column + (loose ? this.#leadColumn(index) : 0) !== own + this.#leadColumn(index))
    )
      return;
    for (const index of members) {
      const at = this.#lineAt[index] ?? 0;
      this.#placeUpTo(at, index);
      const target = column + (loose ? this.#leadColumn(index) : 0);
      this.#place(
        at,
        index,
        this.#hanging.has(index) ? this.#hangingBlanks(at, target) : this.#blanksUpTo(index, target),
      );
    }
  }

  /** Where the line of a piece begins. */
  #leadColumn(index: number): number {
    return this.#starts[this.#lines[this.#lineAt[index] ?? 0]?.lead ?? 0] ?? 0;
  }

  #placeUpTo(at: number, index: number): void {
    for (let next = this.#next[at] ?? 0; next < index; next++) {
      if (this.#lines[at]?.lead === next) this.#place(at, next, this.#indentation(at, next));
      else this.#place(at, next, this.#isBelowTable(next) ? this.#blanksOf(next) : ' '.repeat(this.#loose(next)));
    }
  }

  #place(at: number, index: number, blanks: string): void {
    const { start, end } = this.#pieces[index] as Piece;
    const from = this.#lines[at]?.lead === index ? 0 : this.#endBefore(index);
    const { tab } = this.#columns;
    const column = columnAfter(blanks, 0, blanks.length, from, tab);
    this.#blanks[index] = blanks;
    this.#starts[index] = column;
    this.#ends[index] = columnAfter(this.#text, start, end, column, tab);
    this.#next[at] = index + 1;
  }

  #indentation(at: number, index: number): string {
    const { depth, more } = this.#indentations[at] as Indentation;
    const { indent, useTabs } = this.#options;
    if (this.#below.has(index)) {
      // Lines are placed in their order, so the one above has its columns.
      return this.#hangingBlanks(at, this.#starts[index - 1] ?? 0);
    }
    if (!useTabs) return ' '.repeat(depth * indent + more);
    return '\t'.repeat(depth) + (more % indent === 0 ? '\t'.repeat(more / indent) : ' '.repeat(more));
  }

  /** With tabs, a line that hangs below a piece has those of its block and then, unless there are more, spaces. */
  #hangingBlanks(at: number, column: number): string {
    const { depth } = this.#indentations[at] as Indentation;
    if (!this.#options.useTabs) return ' '.repeat(column);
    const old = this.#blanksOf(this.#lines[at]?.lead ?? 0);
    if (old.startsWith('\t'.repeat(depth)) && columnAfter(old, 0, old.length, 0, this.#columns.tab) === column)
      return old;
    return '\t'.repeat(depth) + ' '.repeat(Math.max(0, column - depth * this.#columns.tab));
  }

  /** What stands before a piece on its line in the source. */
  #blanksOf(index: number): string {
    const gap = this.#text.slice(this.#pieces[index - 1]?.end ?? 0, this.#pieces[index]?.start);
    return gap.slice(gap.lastIndexOf('\n') + 1);
  }

  #blanksUpTo(index: number, column: number): string {
    const from = this.#endBefore(index);
    const old = this.#text.slice(this.#pieces[index - 1]?.end, this.#pieces[index]?.start);
    // Tabs stay where they do what they did.
    const same = from === this.#columns.end(index - 1) && column === this.#columns.start(index);
    return same ? old : ' '.repeat(column - from);
  }

  /** How many spaces stand before a piece that belongs to no table. */
  #loose(index: number): number {
    const piece = this.#pieces[index] as Piece;
    const before = this.#pieces[index - 1] as Piece;
    if (piece.kind === 'semicolon') return 0;
    const touches = piece.start === before.end;
    // `"a")` are two words, and `{}` is an empty block.
    if (
      touches &&
      piece.kind === (before.kind === 'open' ? 'close' : 'word') &&
      (before.kind === 'open' || before.kind === 'word')
    )
      return 0;
    if (this.#options.align === 'none') return 1;
    // Two spaces behind a name, and then between all words, are nginx's own way of writing; before a comment they are
    // that of many.
    const wide = piece.kind === 'comment' || piece.word === 1 || (piece.kind === 'word' && this.#isWide(index));
    return wide && this.#text.slice(before.end, piece.start) === '  ' ? 2 : 1;
  }

  /** Does a word stand alone in its block, in the column of the tables around it, and stay there? */
  #isBelowTable(index: number): boolean {
    const { start, end } = this.#columns;
    const { kind, newlines } = this.#pieces[index] as Piece;
    const stays = this.#endBefore(index) === end(index - 1) && newlines === 0 && kind === 'word';
    return stays && this.#options.align === 'keep' && (this.#tables.get(start(index)) ?? 0) >= FEWEST;
  }

  /** Does more than one space stand behind the name of the statement, on the line of this word of it? */
  #isWide(index: number): boolean {
    const second = (this.#lines[this.#lineAt[index] ?? 0]?.lead ?? 0) + 1;
    return this.#pieces[second]?.word === 1 && (this.#blanks[second]?.length ?? 0) > 1;
  }

  #endBefore(index: number): number {
    return this.#ends[index - 1] ?? 0;
  }
}
