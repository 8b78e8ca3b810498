import type { Directive, SourceFile, Word } from '../syntax/nodes.ts';
import type { Span } from '../text/span.ts';

/**
 * How the statements of a file stand. Most stand alike, so that one walk for all who ask finds the few that need a
 * second look. Lists are in the order of the text.
 */
export interface Layout {
  /** Their words, or what ends them, stand on several lines. */
  readonly spread: readonly Directive[];
  /** With a word in quotes. */
  readonly quoted: readonly Directive[];
  /** Something stands before their `;`, or nothing before their `{`. */
  readonly spaced: readonly Directive[];
  /** Blocks in which a statement stands on the line of what is in front of it; null for the file. */
  readonly crowded: ReadonlySet<Directive | null>;
  /**
   * The indentation of each depth, where all its lines begin with it: statements, ends of blocks, comments of whole
   * lines. Undefined where no line has that depth. Null where a line is indented in another way, and where a statement
   * goes on in a way that takes a closer look.
   */
  readonly indentations: readonly (string | undefined)[] | null;
  /** Does the first statement of a block stand on a line of its own, somewhere? */
  readonly nested: boolean;
}

const known = new WeakMap<SourceFile, Layout>();

/** What is said of lines holds for files that nginx's reader accepts; found once a file. */
export function layoutOf(file: SourceFile): Layout {
  let layout = known.get(file);
  if (layout === undefined) {
    layout = findLayout(file);
    known.set(file, layout);
  }
  return layout;
}

const LAST = Number.POSITIVE_INFINITY;

// Goes over every directive: what is usual is decided here, on variables and without a call of ours.
function findLayout(file: SourceFile): Layout {
  const { text, items } = file;
  const lines = new Lines(file);
  const { starts } = lines;
  const spread: Directive[] = [];
  const quoted: Directive[] = [];
  const spaced: Directive[] = [];
  const open: Directive[] = [];
  const nexts: number[] = [];
  let level = items;
  let next = 0;
  let nested = false;
  let double = placeOf('"', text, 0);
  let single = placeOf("'", text, 0);
  for (;;) {
    const directive = level[next++];
    if (directive === undefined) {
      const block = open.pop();
      if (block === undefined) break;
      lines.end(block, open.length);
      const around = open[open.length - 1]?.body;
      level = around?.kind === 'block' ? around.items : items;
      next = nexts.pop() ?? 0;
      continue;
    }
    const { start, stop, terminator, body } = directive;
    if (start > lines.nextComment) lines.passComments(start, open.length);
    const begin = starts[open.length];
    if (begin === undefined || !text.startsWith(begin, start - begin.length)) lines.begin(start, open);
    // The words of most need not be looked at: nowhere is there a quote, and they end where the text says that they do.
    if (double < start) double = placeOf('"', text, start);
    if (single < start) single = placeOf("'", text, start);
    if ((double < stop || single < stop) && hasQuotes(directive)) quoted.push(directive);
    if (mayBeSpaced(text, stop, terminator) && isSpaced(directive)) spaced.push(directive);
    const lineEnd = text.indexOf('\n', start);
    if (lineEnd !== -1 && lineEnd < stop) {
      spread.push(directive);
      lines.goOn(directive, open.length);
    }
    if (body === null || body.kind !== 'block') continue;
    open.push(directive);
    nexts.push(next);
    level = body.items;
    next = 0;
    nested ||= level[0] !== undefined && text.lastIndexOf('\n', level[0].start) > stop;
  }
  lines.passComments(LAST, 0);
  return {
    spread: kept(spread),
    quoted: kept(quoted),
    spaced: kept(spaced),
    crowded: lines.crowded.size === 0 ? NO_BLOCKS : lines.crowded,
    indentations: lines.indentations(),
    nested,
  };
}

function placeOf(sign: string, text: string, from: number): number {
  const place = text.indexOf(sign, from);
  return place === -1 ? LAST : place;
}

const hasQuotes = ({ name, args }: Directive): boolean => name.quote !== null || args.some(isQuoted);
const isQuoted = ({ quote }: Word): boolean => quote !== null;

/** Is there no blank in front of a `{`, or one in front of a `;`? A word may end with an escaped one. */
function mayBeSpaced(text: string, stop: number, terminator: Directive['terminator']): boolean {
  const before = text.charCodeAt(stop - 1);
  const isBlank = before === 0x20 || before === 0x0a || before === 0x09 || before === 0x0d;
  return isBlank === (terminator === ';') || (isBlank && text[stop - 2] === '\\');
}

function isSpaced({ name, args, stop, terminator }: Directive): boolean {
  return ((args.at(-1) ?? name).end === stop) !== (terminator === ';');
}

const NO_DIRECTIVES: readonly Directive[] = [];
const NO_BLOCKS: ReadonlySet<Directive | null> = new Set();

/** A list that grew has room for more, and there may be very many files. */
const kept = (list: Directive[]): readonly Directive[] => (list.length === 0 ? NO_DIRECTIVES : list.slice());

/** What the lines of a file begin with. */
class Lines {
  /** A line break and the indentation, by depth. */
  readonly starts: (string | undefined)[] = [];
  readonly crowded = new Set<Directive | null>();
  /** Where the next comment begins. */
  nextComment: number;
  readonly #text: string;
  readonly #comments: readonly Span[];
  #comment = 0;
  #isEven = true;

  constructor({ text, comments }: SourceFile) {
    this.#text = text;
    this.#comments = comments;
    this.nextComment = comments[0]?.start ?? LAST;
  }

  indentations(): Layout['indentations'] {
    return this.#isEven ? Array.from(this.starts, (start) => start?.slice(1)) : null;
  }

  /** A statement that is the first of its depth, is indented in another way, or stands behind something else. */
  begin(start: number, open: readonly Directive[]): void {
    const indentation = this.#indentationOf(start);
    if (indentation === null) this.crowded.add(open.at(-1) ?? null);
    else this.#see(indentation, open.length);
  }

  /** The end of a block, in front of which comments may be left. */
  end({ body }: Directive, depth: number): void {
    const close = body?.close;
    if (!close) return;
    if (close.start > this.nextComment) this.passComments(close.start, depth + 1);
    const begin = this.starts[depth];
    if (begin !== undefined && this.#text.startsWith(begin, close.start - begin.length)) return;
    if (this.#text.lastIndexOf('\n', close.start) > body.start) this.#isEven = false;
  }

  /** A statement of several lines. */
  goOn({ name, args, stop }: Directive, depth: number): void {
    let before = name;
    for (const word of args) {
      if (!this.#goesOnEvenly(before.end, word, depth)) this.#isEven = false;
      before = word;
    }
    // What ends it stands on a line of its own, or a comment is in it.
    if (this.#lineBreakBetween(before.end, stop) !== null || this.nextComment < stop) this.#isEven = false;
  }

  passComments(before: number, depth: number): void {
    while (this.nextComment < before) {
      const indentation = this.#indentationOf(this.nextComment);
      // Behind a statement it may stand anywhere.
      if (indentation !== null) this.#see(indentation, depth);
      this.nextComment = this.#comments[++this.#comment]?.start ?? LAST;
    }
  }

  #see(indentation: string, depth: number): void {
    const start = `\n${indentation}`;
    if (this.starts[depth] === undefined) this.starts[depth] = start;
    else if (this.starts[depth] !== start) this.#isEven = false;
  }

  /** Null for what stands behind something else. */
  #indentationOf(start: number): string | null {
    const before = this.#text.slice(this.#text.lastIndexOf('\n', start) + 1, start);
    return /^[ \t\r]*$/.test(before) ? before : null;
  }

  /** Is a word on the line of the one before it, or further in than the statement? */
  #goesOnEvenly(end: number, { start }: Span, depth: number): boolean {
    const lineBreak = this.#lineBreakBetween(end, start);
    if (lineBreak === null) return true;
    const begin = this.starts[depth];
    return begin !== undefined && start - lineBreak > begin.length && this.#text.startsWith(begin, lineBreak);
  }

  /** The last one; an escaped one may be the last of a word. */
  #lineBreakBetween(end: number, start: number): number | null {
    const lineBreak = this.#text.lastIndexOf('\n', start - 1);
    return lineBreak < end - 1 ? null : lineBreak;
  }
}
