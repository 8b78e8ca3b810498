import { type Columns, columnAfter } from './columns.ts';
import type { Line } from './lines.ts';
import type { Block, Piece } from './pieces.ts';

/** Pieces that stand below each other and shall go on doing so. */
export interface Group {
  /** From where the statements begin. */
  readonly column: number;
  /** Indexes of pieces; those that lead a line stand below one in the same statement. */
  readonly members: readonly number[];
  /** Is it a table only together with code that is switched off by a comment, which will not move with it? */
  readonly ghostly: boolean;
  /** Do their lines begin in columns of their own, from which they are to be measured? */
  readonly loose: boolean;
  readonly comment: boolean;
}

interface Cell {
  /** Of the piece; of the comment for a word in it. */
  readonly index: number;
  readonly line: Line;
  /**
   * From where its statement begins, as the lines of a block need not be indented alike yet; from where its line begins
   * for a loose one.
   */
  readonly column: number;
  /** Is it a word in a line that goes on with a statement? */
  readonly loose: boolean;
  readonly comment: boolean;
  /** Is there more than one space before it? Nobody types that by chance. */
  readonly padded: boolean;
  /** Does it lead a line below a piece of its own statement? */
  readonly hanging: boolean;
  /** Is it a word of a statement that a comment switches off? */
  readonly ghost: boolean;
}

/**
 * Finds the columns of tables, in an order in which each line is gone through from its beginning to its end. A piece with more than one space before it belongs to one where
 * another line of the same run has something at its column, or another line of its block has something padded there.
 */
export function groupsOf(
  text: string,
  pieces: readonly Piece[],
  lines: readonly Line[],
  columns: Columns,
  align: boolean,
): readonly Group[] {
  const cells = cellsOf(text, pieces, lines, columns, align);
  const runs = new Map<number, Cell[]>();
  for (const cell of cells) push(runs, keyOf(cell.line.run, cell), cell);
  const padded = new Map<Block, Map<number, number>>();
  for (const cell of cells) {
    if (!cell.padded || cell.ghost) continue;
    const counts = padded.get(cell.line.block) ?? new Map<number, number>();
    padded.set(cell.line.block, counts);
    const key = keyOf(0, cell);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const inBlocks = new Map<Block, Map<number, number[]>>();
  const groups: Group[] = [];
  for (const run of runs.values()) {
    const real = membersOf(run, pieces);
    const [cell] = real;
    if (cell === undefined) continue;
    const { block } = cell.line;
    const key = keyOf(0, cell);
    const fellows = padded.get(block)?.get(key) ?? 0;
    if (real.length < 2 && fellows < 2 && !run.some(({ ghost }) => ghost)) continue;
    const members = real.map(({ index }) => index);
    // What hangs below a piece goes with that alone; tables go through their block.
    const tables = real.some((one) => one.padded) ? (inBlocks.get(block) ?? new Map<number, number[]>()) : null;
    const known = tables?.get(key);
    if (known !== undefined) {
      known.push(...members);
      continue;
    }
    groups.push({
      column: cell.column,
      members,
      comment: cell.comment,
      loose: cell.loose,
      ghostly: real.length < 2 && fellows < 2,
    });
    if (tables !== null) inBlocks.set(block, tables.set(key, members));
  }
  return groups.sort((a, b) => turnOf(a) - turnOf(b) || a.column - b.column);
}

function cellsOf(
  text: string,
  pieces: readonly Piece[],
  lines: readonly Line[],
  columns: Columns,
  align: boolean,
): readonly Cell[] {
  const cells: Cell[] = [];
  /** Where the pieces of the statement stand below which others may hang. */
  let above = new Set<number>();
  let base = 0;
  for (const line of lines) {
    if (line.comment) {
      cells.push(...ghostsIn(text, pieces, line, columns, align));
      continue;
    }
    const from = columns.start(line.lead);
    if (!line.goesOn) {
      above = new Set();
      base = from;
    }
    const { kind, newlines } = pieces[line.lead] as Piece;
    const hanging = line.goesOn && newlines > 0 && (kind === 'word' || kind === 'comment') && above.has(from - base);
    const of = { line, ghost: false, padded: false };
    if (hanging) cells.push({ ...of, index: line.lead, column: from - base, comment: false, loose: false, hanging });
    for (let index = line.lead + 1; index < line.intact; index++) {
      const { kind, start } = pieces[index] as Piece;
      if (kind === 'semicolon' || (kind === 'close' && pieces[index - 1]?.kind === 'open')) continue;
      const comment = kind === 'comment';
      const loose = line.goesOn && !comment;
      const column = columns.start(index) - (loose ? from : base);
      const padded = align && isPadded(text, pieces[index - 1]?.end ?? 0, start);
      cells.push({ ...of, index, column, comment, loose, padded, hanging: false });
      if (!line.goesOn && !comment) above.add(column);
    }
  }
  return cells;
}

/** `#tcp_nopush     on;`: the words that stand behind more than one space. */
function ghostsIn(
  text: string,
  pieces: readonly Piece[],
  line: Line,
  { tab }: Columns,
  align: boolean,
): readonly Cell[] {
  const { start, end } = pieces[line.lead] as Piece;
  if (!align || end - start > LONGEST_GHOST) return [];
  const found: Cell[] = [];
  for (const { index } of text.slice(start, end).matchAll(/(?<=(?:[ \t]{2}|\t))[^ \t]/g)) {
    const column = columnAfter(text, start, start + index, 0, tab);
    found.push({
      index: line.lead,
      line,
      column,
      comment: false,
      loose: false,
      padded: true,
      hanging: false,
      ghost: true,
    });
  }
  return found;
}

const LONGEST_GHOST = 200;

/** Comments on lines of their own that go on below one behind a statement. */
export function commentsBelow(pieces: readonly Piece[], lines: readonly Line[], columns: Columns): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [at, { lead, comment }] of lines.entries()) {
    const above = lines[at - 1];
    if (!comment || above === undefined || pieces[lead]?.newlines !== 1) continue;
    const last = above.end - 1;
    const behind = pieces[last]?.kind === 'comment' && (last > above.lead || found.has(last));
    if (behind && columns.start(last) === columns.start(lead)) found.add(lead);
  }
  return found;
}

function isPadded(text: string, start: number, end: number): boolean {
  return end - start > 1 || (end > start && text.charAt(start) === '\t');
}

/** Without more than one space before it, a piece belongs to a table only as the same piece of its line, or with what hangs below it. */
function membersOf(run: readonly Cell[], pieces: readonly Piece[]): readonly Cell[] {
  const places = new Set(run.filter(({ padded, ghost }) => padded && !ghost).map(placeOf));
  const hung = new Set(run.filter(({ hanging }) => hanging).map(({ index }) => pieces[index]?.statement));
  return run.filter((cell) => !cell.ghost && (places.has(placeOf(cell)) || hung.has(pieces[cell.index]?.statement)));
}

/** Which piece of its line it is. */
function placeOf({ index, line }: Cell): number {
  return index - line.lead;
}

/** Lines that go on are measured from their first pieces, which hang below others; comments end their lines. */
function turnOf({ comment, loose }: Group): number {
  return comment ? 2 : loose ? 1 : 0;
}

/** Words and comments are tables of their own, and so is what stands in lines that only go on. */
function keyOf(run: number, { column, comment, loose }: Cell): number {
  return (run * FARTHEST + Math.min(column, FARTHEST - 1)) * 4 + (comment ? 2 : 0) + (loose ? 1 : 0);
}

const FARTHEST = 2 ** 20;

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
