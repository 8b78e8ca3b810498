import type { Span } from '@nginx-lint/core';
import type { FileText } from '../file-text.ts';
import { visible, widthOf } from '../visible.ts';

/** One line of a source as it is shown, and what is marked in it, in columns of the terminal. */
export interface FramedLine {
  readonly line: number;
  readonly text: string;
  /** Columns before the mark. */
  readonly indent: number;
  /** Columns of the mark, at least one. */
  readonly width: number;
}

const TAB = 4;
const CUT = '…';

/**
 * The lines that show a span: the one it begins in and, if that is another one, the one it ends in.
 * Lines longer than `room` columns are cut around the mark.
 */
export function frame(source: FileText, span: Span, room: number): readonly FramedLine[] {
  const first = source.lines.lineAt(span.start);
  // A span that ends right behind a line feed ends in the line before.
  const last = source.lines.lineAt(Math.max(span.start, span.end - 1));
  const lines = first === last ? [first] : [first, last];
  return lines.map((line) => framedLine(source, line, span, room));
}

function framedLine(source: FileText, line: number, span: Span, room: number): FramedLine {
  const start = source.lines.startOf(line);
  const text = lineText(source, line);
  let from = Math.min(Math.max(span.start - start, 0), text.length);
  const to = Math.max(Math.min(span.end - start, text.length), from);
  // The inner line of a long span: white space in front of it is not worth a mark.
  if (span.start < start) from = Math.min(/^\s*/.exec(text)?.[0].length ?? 0, to);
  const window = windowOf(text, from, to, room);
  const before = shown(text.slice(window.from, from));
  const marked = shown(text.slice(from, Math.min(to, window.to)), widthOf(before));
  const after = shown(text.slice(Math.max(Math.min(to, window.to), from), window.to), widthOf(before + marked));
  const left = window.from > 0 ? CUT : '';
  return {
    line,
    text: left + before + marked + after + (window.to < text.length ? CUT : ''),
    indent: widthOf(left + before),
    width: Math.max(widthOf(marked), 1),
  };
}

function lineText(source: FileText, line: number): string {
  const start = source.lines.startOf(line);
  const end = line < source.lines.count ? source.lines.startOf(line + 1) - 1 : source.text.length;
  const text = source.text.slice(start, end);
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** The stretch of a long line that is shown, in UTF-16 units. */
function windowOf(text: string, from: number, to: number, room: number): { from: number; to: number } {
  if (text.length <= room) return { from: 0, to: text.length };
  const margin = Math.max(Math.floor((room - (to - from)) / 2), Math.floor(room / 4));
  const begin = to <= room ? 0 : whole(text, Math.max(0, from - margin));
  return { from: begin, to: whole(text, Math.min(text.length, begin + room)) };
}

/** Never between the halves of a surrogate pair. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

/** Tabs as spaces up to the next tab stop, counted from the column `at`; nothing else that could move the cursor. */
function shown(text: string, at = 0): string {
  let result = '';
  for (const [index, part] of text.split('\t').entries()) {
    if (index > 0) result += ' '.repeat(TAB - ((at + widthOf(result)) % TAB));
    result += visible(part);
  }
  return result;
}
