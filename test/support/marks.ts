import { type LineMap, lineMap } from '@nginx-lint/core';

/** What a `# ^^^ rule-id: words` comment expects on the line above it. */
export interface Mark {
  readonly line: number;
  /** From 1; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  /** Must be part of the message; empty: any. */
  readonly message: string;
}

const MARK = /^([ \t]*#[ \t]*)(\^+)[ \t]+([a-z0-9-]+)(?::[ \t]*(.*))?$/;

/** The marks of a file. Several in a row all speak of the last line before them that is no mark. */
export function marksIn(text: string): Mark[] {
  const marks: Mark[] = [];
  let line = 0;
  for (const [index, content] of text.split('\n').entries()) {
    const found = MARK.exec(content.trimEnd());
    if (!found) {
      line = index + 1;
      continue;
    }
    const start = (found[1] ?? '').length + 1;
    const end = start + (found[2] ?? '').length;
    marks.push({ line, start, end, rule: found[3] ?? '', message: found[4] ?? '' });
  }
  return marks;
}

export interface Found {
  readonly rule: string;
  readonly message: string;
  readonly span: { readonly start: number; readonly end: number };
}

/** Marks without a finding and findings without a mark, as sentences. */
export function compareMarks(text: string, findings: readonly Found[], lines: LineMap = lineMap(text)): string[] {
  const left = marksIn(text);
  const wrong: string[] = [];
  for (const { rule, message, span } of findings) {
    const from = lines.positionAt(span.start);
    const to = lines.positionAt(span.end);
    const end = to.line === from.line ? to.column : null;
    const index = left.findIndex(
      (mark) =>
        mark.rule === rule &&
        mark.line === from.line &&
        mark.start === from.column &&
        (end === null || mark.end === end) &&
        message.includes(mark.message),
    );
    if (index >= 0) left.splice(index, 1);
    else wrong.push(`no mark for ${rule} at ${from.line}:${from.column}-${end ?? '…'}: ${message}`);
  }
  for (const mark of left)
    wrong.push(`nothing found for the mark at ${mark.line}:${mark.start}-${mark.end}: ${mark.rule} ${mark.message}`);
  return wrong;
}
