import type { SourceFile, Token } from '../syntax/nodes.ts';
import type { Span } from '../text/span.ts';

/** A line that begins with a token: not one inside of a quoted text or of Lua code. */
export interface CodeLine {
  /** What begins there: `goes-on` is a further word of a statement, or a comment in it. */
  readonly kind: 'statement' | 'goes-on' | 'close' | 'comment';
  /** How many blocks of the file are around it. */
  readonly depth: number;
  readonly first: Token;
  readonly number: number;
  /** The blanks in front. */
  readonly indentation: string;
  /** Columns, from 0, before a comment behind the statement; null without one. */
  trailing: number | null;
}

/** The lines of a file that nginx's reader accepts. */
export function codeLines(file: SourceFile): readonly CodeLine[] {
  const { text, lines, tokens } = file;
  const found: CodeLine[] = [];
  let depth = 0;
  let open = false;
  let number = 1;
  let begin = 0;
  let end = 0;
  for (const first of tokens) {
    const { kind, start } = first;
    if (kind === 'blank') continue;
    for (
      let next = lines.startOf(number + 1);
      next <= start && number < lines.count;
      next = lines.startOf(number + 1)
    ) {
      number++;
      begin = next;
    }
    if (kind === 'close') depth--;
    // A byte order mark is no token, but stands in front.
    if (end <= begin && (begin > 0 || /^[ \t\r]*$/.test(text.slice(0, start)))) {
      // A brace on a line of its own stands below the word that it belongs to.
      const inside = open && kind !== 'open' && kind !== 'raw';
      const called = inside ? 'goes-on' : kind === 'comment' || kind === 'close' ? kind : 'statement';
      found.push({ kind: called, depth, first, number, indentation: text.slice(begin, start), trailing: null });
    } else if (kind === 'comment') {
      const line = found.at(-1);
      if (line?.number === number) line.trailing = start - begin;
    }
    if (kind === 'open') depth++;
    if (kind === 'word') open = true;
    else if (kind !== 'comment') open = false;
    end = first.end;
  }
  return found;
}

/** Where the blanks in front of a line stand. */
export function indentationOf({ first, indentation }: CodeLine): Span {
  return { start: first.start - indentation.length, end: first.start };
}
