import type { SourceFile } from '../syntax/nodes.ts';
import { type Gap, gapsOf } from './layout.ts';
import { DEFAULT_FORMAT, type FormatOptions } from './options.ts';

/** A change of blanks: what stands from `start` to `end`, in UTF-16 units, becomes `text`. */
export interface FormatEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * What changes when a file is formatted: blanks alone, never a word, a comment or their order, so that nginx reads the
 * same. In order, not overlapping; none where the file is formatted. From the line on in which the first statement begins
 * that nginx's reader refuses, nothing is changed. Quoted texts and Lua code stay byte for byte.
 */
export function formatEdits(source: SourceFile, options?: Partial<FormatOptions>): readonly FormatEdit[] {
  return gapsOf(source, { ...DEFAULT_FORMAT, ...options }).flatMap((gap) => editsOf(source.text, gap));
}

/** Those of {@link formatEdits} that lie in the lines which a stretch of the text touches. */
export function formatRange(
  source: SourceFile,
  start: number,
  end: number,
  options?: Partial<FormatOptions>,
): readonly FormatEdit[] {
  const { lines, text } = source;
  const from = lines.startOf(lines.lineAt(Math.min(start, end)));
  const next = text.indexOf('\n', Math.max(start, end));
  const to = next === -1 ? text.length : next;
  return formatEdits(source, options).filter((edit) => edit.start >= from && edit.end <= to);
}

/** The text with its edits made. */
export function formatted(source: SourceFile, options?: Partial<FormatOptions>): string {
  let result = '';
  let at = 0;
  for (const { start, end, text } of formatEdits(source, options)) {
    result += source.text.slice(at, start) + text;
    at = end;
  }
  return result + source.text.slice(at);
}

/** Line breaks and indentation are changed apart, so that each lies in the lines that it changes. */
function editsOf(text: string, gap: Gap): readonly FormatEdit[] {
  const old = text.slice(gap.start, gap.end);
  if (old === gap.text) return [];
  const oldLine = old.lastIndexOf('\n') + 1;
  const newLine = gap.text.lastIndexOf('\n') + 1;
  if (oldLine === 0 || newLine === 0) return trimmed(old, gap);
  const middle = gap.start + oldLine;
  return [
    ...trimmed(old.slice(0, oldLine), { start: gap.start, end: middle, text: gap.text.slice(0, newLine) }),
    ...trimmed(old.slice(oldLine), { start: middle, end: gap.end, text: gap.text.slice(newLine) }),
  ];
}

/** The edit without what both texts begin and end with. */
function trimmed(old: string, { start, end, text }: FormatEdit): readonly FormatEdit[] {
  if (old === text) return [];
  const most = Math.min(old.length, text.length);
  let head = 0;
  while (head < most && old[head] === text[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  return [{ start: start + head, end: end - tail, text: text.slice(head, text.length - tail) }];
}
