import type { Directive, SourceFile, TokenKind } from '../syntax/nodes.ts';
import { visitDirectives } from '../syntax/walk.ts';
import type { Span } from '../text/span.ts';

/** A line that begins with a token, which is its span: not one inside of a quoted text or of Lua code. */
export interface CodeLine extends Span {
  /** What begins there: `goes-on` is a further word of a statement, or a comment in it. */
  readonly kind: 'statement' | 'goes-on' | 'close' | 'comment';
  readonly token: TokenKind;
  /** How many blocks of the file are around it. */
  readonly depth: number;
  readonly number: number;
  /** Where the line begins: the blanks in front of the token. */
  readonly begin: number;
  /** Columns, from 0, before a comment behind what stands on the line right above; null without one. */
  readonly commentAbove: number | null;
}

/**
 * Tells the lines of a file that nginx's reader accepts. It makes no list, and no tokens of the file either, which
 * would cost half a parse: the line that `hear` is given is the same object each time.
 */
export function eachCodeLine(file: SourceFile, hear: (line: CodeLine) => void): void {
  new LineFinder(file, hear).run();
}

class LineFinder {
  readonly #file: SourceFile;
  readonly #hear: (line: CodeLine) => void;
  readonly #line: { -readonly [K in keyof CodeLine]: CodeLine[K] } = {
    ...{ start: 0, end: 0, kind: 'statement', token: 'word', depth: 0, number: 0, begin: 0, commentAbove: null },
  };
  #depth = 0;
  #number = 1;
  #begin = 0;
  #next: number;
  /** Where the token before ends. */
  #end = 0;
  #comment = 0;
  #trailing: number | null = null;

  constructor(file: SourceFile, hear: (line: CodeLine) => void) {
    this.#file = file;
    this.#hear = hear;
    this.#next = file.lines.startOf(2);
  }

  run(): void {
    visitDirectives(
      this.#file.items,
      (directive) => this.#statement(directive),
      (block) => this.#close(block),
    );
    this.#comments(Number.POSITIVE_INFINITY, 'comment');
  }

  #statement({ name, args, stop, body }: Directive): void {
    this.#comments(name.start, 'comment');
    this.#token('statement', 'word', name.start, name.end);
    if (stop >= this.#next) {
      for (const { start, end } of args) {
        this.#comments(start, 'goes-on');
        this.#token('goes-on', 'word', start, end);
      }
      this.#comments(stop, 'goes-on');
      // A brace on a line of its own stands below the word that it belongs to.
      if (body === null) this.#token('goes-on', 'semicolon', stop, stop + 1);
      else if (body.kind === 'block') this.#token('statement', 'open', stop, stop + 1);
      else this.#token('statement', 'raw', stop, body.end);
    }
    this.#end = body?.kind === 'raw' ? body.end : stop + 1;
    if (body?.kind === 'block') this.#depth++;
  }

  #close({ body }: Directive): void {
    if (body?.kind !== 'block' || body.close === null) return;
    this.#comments(body.close.start, 'comment');
    this.#depth--;
    this.#token('close', 'close', body.close.start, body.close.end);
  }

  /** The comments that are left before an offset. */
  #comments(before: number, kind: 'comment' | 'goes-on'): void {
    const { comments } = this.#file;
    for (let next = comments[this.#comment]; next && next.start < before; next = comments[++this.#comment])
      this.#token(kind, 'comment', next.start, next.end);
  }

  #token(kind: CodeLine['kind'], token: TokenKind, start: number, end: number): void {
    const line = this.#line;
    if (start >= this.#next) this.#goTo(start);
    if (this.#end <= this.#begin && (this.#begin > 0 || this.#isFirst(start))) {
      line.commentAbove = line.number === this.#number - 1 ? this.#trailing : null;
      this.#trailing = null;
      line.kind = kind;
      line.token = token;
      line.depth = this.#depth;
      line.number = this.#number;
      line.begin = this.#begin;
      line.start = start;
      line.end = end;
      this.#hear(line);
    } else if (token === 'comment' && line.number === this.#number) this.#trailing = start - this.#begin;
    this.#end = end;
  }

  /** To the line of an offset. */
  #goTo(offset: number): void {
    const { lines } = this.#file;
    while (this.#next <= offset && this.#number < lines.count) {
      this.#begin = this.#next;
      this.#next = lines.startOf(++this.#number + 1);
    }
  }

  /** A byte order mark is no token, but stands in front. */
  #isFirst(start: number): boolean {
    return /^[ \t\r]*$/.test(this.#file.text.slice(0, start));
  }
}
