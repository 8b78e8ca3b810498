import type { Directive, SourceFile } from '../syntax/nodes.ts';
import { visitDirectives } from '../syntax/walk.ts';
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
    layout = new LayoutFinder(file).find();
    known.set(file, layout);
  }
  return layout;
}

class LayoutFinder {
  readonly spread: Directive[] = [];
  readonly quoted: Directive[] = [];
  readonly spaced: Directive[] = [];
  readonly crowded = new Set<Directive | null>();
  nested = false;
  readonly #file: SourceFile;
  readonly #text: string;
  /** A line break and the indentation, by depth. */
  readonly #starts: (string | undefined)[] = [];
  #isEven = true;
  #depth = 0;
  readonly #open: Directive[] = [];
  #comment = 0;
  /** Where the next comment begins. */
  #nextComment: number;

  constructor(file: SourceFile) {
    this.#file = file;
    this.#text = file.text;
    this.#nextComment = file.comments[0]?.start ?? Number.POSITIVE_INFINITY;
  }

  find(): Layout {
    visitDirectives(
      this.#file.items,
      (directive) => this.#enter(directive),
      (block) => this.#leave(block),
    );
    this.#passComments(Number.POSITIVE_INFINITY);
    const { spread, quoted, spaced, crowded, nested } = this;
    const indentations = this.#isEven ? Array.from(this.#starts, (start) => start?.slice(1)) : null;
    return { spread, quoted, spaced, crowded, indentations, nested };
  }

  // Asked of every directive: what is usual is decided here, without a further call of ours.
  #enter(directive: Directive): void {
    const { name, args, start, stop, terminator, body } = directive;
    const text = this.#text;
    if (start > this.#nextComment) this.#passComments(start);
    const begin = this.#starts[this.#depth];
    if (begin === undefined || !text.startsWith(begin, start - begin.length)) this.#beginsOtherwise(start);
    let last = name;
    let isQuoted = name.quote !== null;
    for (let index = 0; index < args.length; index++) {
      last = args[index] ?? last;
      if (last.quote !== null) isQuoted = true;
    }
    if (isQuoted) this.quoted.push(directive);
    if ((last.end === stop) !== (terminator === ';')) this.spaced.push(directive);
    const lineEnd = text.indexOf('\n', start);
    if (lineEnd !== -1 && lineEnd < stop) this.#isSpread(directive);
    if (body === null || body.kind !== 'block') return;
    this.#depth++;
    this.#open.push(directive);
    const first = body.items[0];
    if (!this.nested && first !== undefined && text.lastIndexOf('\n', first.start) > stop) this.nested = true;
  }

  #leave({ body }: Directive): void {
    const close = body?.close;
    if (close && close.start > this.#nextComment) this.#passComments(close.start);
    this.#depth--;
    this.#open.pop();
    if (!close) return;
    const begin = this.#starts[this.#depth];
    if (begin === undefined || !this.#text.startsWith(begin, close.start - begin.length))
      if (this.#text.lastIndexOf('\n', close.start) > body.start) this.#isEven = false;
  }

  /** The first of its depth, one that is indented in another way, or one that stands behind something else. */
  #beginsOtherwise(start: number): void {
    const indentation = this.#indentationOf(start);
    if (indentation === null) this.crowded.add(this.#open.at(-1) ?? null);
    else if (this.#starts[this.#depth] === undefined) this.#starts[this.#depth] = `\n${indentation}`;
    else this.#isEven = false;
  }

  /** Null for what stands behind something else. */
  #indentationOf(start: number): string | null {
    const before = this.#text.slice(this.#text.lastIndexOf('\n', start) + 1, start);
    return /^[ \t\r]*$/.test(before) ? before : null;
  }

  #isSpread(directive: Directive): void {
    this.spread.push(directive);
    if (!this.#isEven) return;
    let before = directive.name;
    for (const word of directive.args) {
      if (!this.#goesOnEvenly(before.end, word)) this.#isEven = false;
      before = word;
    }
    // What ends it stands on a line of its own, or a comment is in it.
    if (this.#lineBreakBetween(before.end, directive.stop) !== null) this.#isEven = false;
    if (this.#nextComment < directive.stop) this.#isEven = false;
  }

  /** Is a word on the line of the one before it, or further in than the statement? */
  #goesOnEvenly(end: number, { start }: Span): boolean {
    const lineBreak = this.#lineBreakBetween(end, start);
    if (lineBreak === null) return true;
    const begin = this.#starts[this.#depth];
    return begin !== undefined && start - lineBreak > begin.length && this.#text.startsWith(begin, lineBreak);
  }

  /** The last one; an escaped one may be the last of a word. */
  #lineBreakBetween(end: number, start: number): number | null {
    const lineBreak = this.#text.lastIndexOf('\n', start - 1);
    return lineBreak < end - 1 ? null : lineBreak;
  }

  #passComments(before: number): void {
    const { comments } = this.#file;
    while (this.#nextComment < before) {
      this.#seeComment(this.#nextComment);
      this.#nextComment = comments[++this.#comment]?.start ?? Number.POSITIVE_INFINITY;
    }
  }

  #seeComment(start: number): void {
    const begin = this.#starts[this.#depth];
    if (begin !== undefined && this.#text.startsWith(begin, start - begin.length)) return;
    const indentation = this.#indentationOf(start);
    // Behind a statement it may stand anywhere.
    if (indentation === null) return;
    if (begin === undefined) this.#starts[this.#depth] = `\n${indentation}`;
    else this.#isEven = false;
  }
}
