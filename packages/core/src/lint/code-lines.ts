import type { Directive, SourceFile, TokenKind } from '../syntax/nodes.ts';
import { visitDirectives } from '../syntax/walk.ts';
import type { Span } from '../text/span.ts';

/** A line that begins with a token: not one inside of a quoted text or of Lua code. */
export interface CodeLine {
  /** What begins there: `goes-on` is a further word of a statement, or a comment in it. */
  readonly kind: 'statement' | 'goes-on' | 'close' | 'comment';
  readonly token: TokenKind;
  readonly first: Span;
  /** Where that token begins. */
  readonly start: number;
  /** Where the line begins: the blanks in front of the token. */
  readonly begin: number;
  readonly number: number;
  /** How many blocks of the file are around it. */
  readonly depth: number;
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

/** Is the line at which it is. */
class LineFinder implements CodeLine {
  kind: CodeLine['kind'] = 'statement';
  token: TokenKind = 'word';
  first: Span = { start: 0, end: 0 };
  start = 0;
  begin = 0;
  number = 1;
  depth = 0;
  readonly #file: SourceFile;
  readonly #hear: (line: CodeLine) => void;
  /** Where the next line begins. */
  #next: number;
  /** Where the token before ends. */
  #end = 0;
  #comment = 0;
  /** The last line that was told, and the column of a comment behind it. */
  #told = 0;
  #trailing: number | null = null;

  constructor(file: SourceFile, hear: (line: CodeLine) => void) {
    this.#file = file;
    this.#hear = hear;
    this.#next = file.lines.startOf(2);
  }

  get commentAbove(): number | null {
    return this.#told === this.number - 1 ? this.#trailing : null;
  }

  run(): void {
    visitDirectives(
      this.#file.items,
      (directive) => this.#statement(directive),
      (block) => this.#close(block),
    );
    this.#comments(Number.POSITIVE_INFINITY, 'comment');
  }

  #statement(directive: Directive): void {
    const { name, start, stop, body } = directive;
    this.#comments(start, 'comment');
    this.#token('statement', 'word', name, start);
    if (stop >= this.#next) this.#furtherLines(directive);
    this.#end = body?.kind === 'raw' ? body.end : stop + 1;
    if (body?.kind === 'block') this.depth++;
  }

  #furtherLines({ name, args, stop, body }: Directive): void {
    this.#end = name.end;
    for (const word of args) {
      this.#comments(word.start, 'goes-on');
      this.#token('goes-on', 'word', word, word.start);
      this.#end = word.end;
    }
    this.#comments(stop, 'goes-on');
    const sign = { start: stop, end: stop + 1 };
    // A brace on a line of its own stands below the word that it belongs to.
    if (body === null) this.#token('goes-on', 'semicolon', sign, stop);
    else if (body.kind === 'block') this.#token('statement', 'open', sign, stop);
    else this.#token('statement', 'raw', body, stop);
  }

  #close({ body }: Directive): void {
    if (body?.kind !== 'block' || body.close === null) return;
    this.#comments(body.close.start, 'comment');
    this.depth--;
    this.#token('close', 'close', body.close, body.close.start);
    this.#end = body.close.end;
  }

  /** The comments that are left before an offset. */
  #comments(before: number, kind: 'comment' | 'goes-on'): void {
    const { comments } = this.#file;
    for (let next = comments[this.#comment]; next && next.start < before; next = comments[++this.#comment]) {
      this.#token(kind, 'comment', next, next.start);
      this.#end = next.end;
    }
  }

  /** A token where it begins; who tells it says where it ends. */
  #token(kind: CodeLine['kind'], token: TokenKind, first: Span, start: number): void {
    if (start >= this.#next) this.#goTo(start);
    if (this.#end <= this.begin && (this.begin > 0 || this.#isFirst(start))) {
      this.kind = kind;
      this.token = token;
      this.first = first;
      this.start = start;
      this.#hear(this);
      this.#told = this.number;
      this.#trailing = null;
    } else if (token === 'comment' && this.#told === this.number) this.#trailing = start - this.begin;
  }

  /** To the line of an offset. */
  #goTo(offset: number): void {
    const { lines } = this.#file;
    while (this.#next <= offset && this.number < lines.count) {
      this.begin = this.#next;
      this.#next = lines.startOf(++this.number + 1);
    }
  }

  /** A byte order mark is no token, but stands in front. */
  #isFirst(start: number): boolean {
    return /^[ \t\r]*$/.test(this.#file.text.slice(0, start));
  }
}
