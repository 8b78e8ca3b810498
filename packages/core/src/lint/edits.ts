import type { Directive, SourceFile, Word } from '../syntax/nodes.ts';
import { point, type Span } from '../text/span.ts';
import type { FileEdit } from './diagnostic.ts';

/** Where a file shows no nesting to copy from. */
const INDENT = '    ';
const COMMENT = /^#.*$/;
const SUPPRESSION = /^[ \t]*#[ \t]*nginx-lint-disable-next-line\b/;

/**
 * New statements (`proxy_set_header Host $host;`) in front of one. On lines of their own where it begins a line, above
 * a comment that switches rules off for it; beside it otherwise, as in `location / { proxy_pass http://app; }`.
 */
export function insertBefore(file: SourceFile, node: Directive, statements: readonly string[]): FileEdit {
  if (!beginsLine(file, node.start)) return edit(file, point(node.start), `${statements.join(' ')} `);
  const { text } = file;
  let place = lineStart(text, node.start);
  for (let above = place; above > 0 && place === above; ) {
    above = lineStart(text, place - 1);
    if (SUPPRESSION.test(text.slice(above, place))) place = above;
  }
  return edit(file, point(place), asLines(file, indentAt(file, node.start), statements));
}

/** New statements after one, below its line where it stands alone on it; otherwise beside it. */
export function insertAfter(file: SourceFile, node: Directive, statements: readonly string[]): FileEdit {
  if (!beginsLine(file, node.start) || !endsLine(file, node.end)) {
    return edit(file, point(node.end), ` ${statements.join(' ')}`);
  }
  return edit(file, point(lineEnd(file, node.end)), asTail(file, indentAt(file, node.start), statements));
}

/** New statements as the first of a block; null for a statement without a block of directives, or one that no file holds. */
export function insertAtStart(file: SourceFile, block: Directive, statements: readonly string[]): FileEdit | null {
  // Blocks that are made up around a fragment have no brace.
  if (block.body?.kind !== 'block' || file.text[block.body.start] !== '{') return null;
  const open = block.body.start + 1;
  if (!endsLine(file, open)) {
    const room = isBlank(file.text[open]) ? '' : ' ';
    return edit(file, point(open), ` ${statements.join(' ')}${room}`);
  }
  return edit(file, point(lineEnd(file, open)), asTail(file, indentIn(file, block), statements));
}

/** New statements as the last of a block; null for one without a block of directives or without its `}`. */
export function insertAtEnd(file: SourceFile, block: Directive, statements: readonly string[]): FileEdit | null {
  if (block.body?.kind !== 'block' || block.body.close === null) return null;
  if (file.text[block.body.close.start] !== '}') return null;
  const close = block.body.close.start;
  if (!beginsLine(file, close)) {
    const room = isBlank(file.text[close - 1]) ? '' : ' ';
    return edit(file, point(close), `${room}${statements.join(' ')} `);
  }
  return edit(
    file,
    point(file.lines.startOf(file.lines.lineAt(close))),
    asLines(file, indentIn(file, block), statements),
  );
}

/** Takes a statement out: with its lines where it stands alone on them. Comments in it and behind it stay. */
export function deleteStatement(file: SourceFile, node: Directive): FileEdit {
  const { text, lines } = file;
  const first = beginsLine(file, node.start);
  if (first && endsLine(file, node.end)) {
    const kept = commentsOf(file, node);
    if (kept.length > 0) {
      const end = lineBreak(file) + indentAt(file, node.start);
      return edit(file, { start: node.start, end: lineEnd(file, node.end) }, kept.join(end));
    }
    const last = lines.lineAt(node.end);
    return edit(file, { start: lines.startOf(lines.lineAt(node.start)), end: lines.startOf(last + 1) }, '');
  }
  let { start, end } = node;
  if (/^[ \t\r]*$/.test(text.slice(end, lineEnd(file, end)))) {
    while (isBlank(text[start - 1])) start--;
  } else {
    while (isBlank(text[end])) end++;
  }
  return edit(file, { start, end }, '');
}

/** The comments between the words of a statement, and behind it on its last line; those of its block go with it. */
function commentsOf(file: SourceFile, { start, end, body }: Directive): readonly string[] {
  const last = lineEnd(file, end);
  const own = file.comments.filter((comment) => comment.start > start && comment.start < last);
  return own
    .filter((comment) => body === null || comment.start < body.start || comment.start >= end)
    .map((comment) => file.text.slice(comment.start, comment.end).trimEnd());
}

/** Takes a word out of a statement, with the blanks before it. */
export function deleteWord(file: SourceFile, word: Word): FileEdit {
  let { start } = word;
  while (isBlank(file.text[start - 1])) start--;
  return edit(file, { start, end: word.end }, '');
}

/** A statement on one line, its words as they are written; comments between them are left out. */
export function statementText(file: SourceFile, node: Directive): string {
  return `${[node.name, ...node.args].map(({ start, end }) => file.text.slice(start, end)).join(' ')};`;
}

/** A statement in a block of its own, which `opening` names: `location /`. */
export function wrapStatement(file: SourceFile, node: Directive, opening: string): FileEdit {
  const outer = indentAt(file, node.start);
  const statement = file.text.slice(node.start, node.end);
  const lines = [`${opening} {`, `${outer}${indentStep(file)}${statement}`, `${outer}}`];
  return edit(file, node, lines.join(lineBreak(file)));
}

/** Takes a statement, with the comments right above it, to the place before an earlier one of the same block. */
export function moveBefore(file: SourceFile, node: Directive, target: Directive): readonly FileEdit[] {
  const moved = ownLines(file, node);
  const place = ownLines(file, target);
  if (moved === null || place === null) {
    const text = file.text.slice(node.start, node.end);
    return [edit(file, point(target.start), `${text} `), deleteStatement(file, node)];
  }
  const text = file.text.slice(moved.start, moved.end);
  return [edit(file, point(place.start), text.endsWith('\n') ? text : text + lineBreak(file)), edit(file, moved, '')];
}

/** The lines of a statement and of the comments right above it, a file's heading aside; null where it shares them. */
function ownLines(file: SourceFile, { start, end }: Directive): Span | null {
  if (!beginsLine(file, start) || !endsLine(file, end)) return null;
  const own = file.lines.lineAt(start);
  let line = own;
  while (line > 1 && isCommentLine(file, line - 1)) line--;
  if (line === 1) line = own;
  return { start: file.lines.startOf(line), end: file.lines.startOf(file.lines.lineAt(end) + 1) };
}

function isCommentLine(file: SourceFile, line: number): boolean {
  const text = lineText(file, line);
  const start = file.lines.startOf(line) + text.length - text.trimStart().length;
  // A line of quoted text may look like a comment.
  return text.trimStart().startsWith('#') && file.comments.some((comment) => comment.start === start);
}

function edit(file: SourceFile, span: Span, text: string): FileEdit {
  return { file: file.id, span, text };
}

function asLines(file: SourceFile, indent: string, statements: readonly string[]): string {
  const end = lineBreak(file);
  let text = '';
  for (const statement of statements) text += indent + statement + end;
  return text;
}

function asTail(file: SourceFile, indent: string, statements: readonly string[]): string {
  const end = lineBreak(file);
  let text = '';
  for (const statement of statements) text += end + indent + statement;
  return text;
}

/** What ends the first line of the file ends new ones too. */
export function lineBreak(file: SourceFile): string {
  const first = file.text.indexOf('\n');
  return first > 0 && file.text[first - 1] === '\r' ? '\r\n' : '\n';
}

/** The indentation of a block's directives: of the first that begins a line, or one step more than the block's own. */
export function indentIn(file: SourceFile, block: Directive): string {
  const items = block.body?.kind === 'block' ? block.body.items : [];
  const first = items.find((item) => beginsLine(file, item.start));
  return first ? indentAt(file, first.start) : indentAt(file, block.start) + indentStep(file);
}

/** One step of indentation, taken from the first nested directive of the file that shows it. */
export function indentStep(file: SourceFile): string {
  for (const outer of file.items) {
    const inner = outer.body?.kind === 'block' ? outer.body.items[0] : undefined;
    if (inner === undefined || !beginsLine(file, inner.start)) continue;
    const around = indentAt(file, outer.start);
    const own = indentAt(file, inner.start);
    if (own.length > around.length && own.startsWith(around)) return own.slice(around.length);
  }
  return INDENT;
}

export function indentAt(file: SourceFile, offset: number): string {
  const start = lineStart(file.text, offset);
  return file.text.slice(start, behindBlanks(file, start));
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function lineText(file: SourceFile, line: number): string {
  return file.text.slice(file.lines.startOf(line), file.lines.startOf(line + 1));
}

export function beginsLine({ text }: SourceFile, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));
}

const BLANKS = /[ \t]*/y;

function behindBlanks({ text }: SourceFile, offset: number): number {
  BLANKS.lastIndex = offset;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}

/** Is what follows on the line nothing or a comment? */
function endsLine(file: SourceFile, offset: number): boolean {
  let after = offset;
  while (isBlank(file.text[after]) || file.text[after] === '\r') after++;
  const next = file.text[after];
  if (next === undefined || next === '\n') return true;
  return next === '#' && COMMENT.test(file.text.slice(after, lineEnd(file, after)));
}

/** Where the line of an offset ends, its line break left out. */
function lineEnd(file: SourceFile, offset: number): number {
  const newline = file.text.indexOf('\n', offset);
  if (newline === -1) return file.text.length;
  return newline > offset && file.text[newline - 1] === '\r' ? newline - 1 : newline;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
