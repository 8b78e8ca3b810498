import type { Diagnostic, FileId, Span } from '@nginx-lint/core';
import type { Report } from './report.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Lines and columns of a span, from 1, columns in UTF-16 units; the end is where the span no longer is. */
export function placeIn(report: Report, file: FileId, span: Span): Place {
  const lines = report.source(file)?.lines;
  if (lines === undefined) return { line: 1, column: 1, endLine: 1, endColumn: 1 };
  const start = lines.positionAt(span.start);
  const end = lines.positionAt(span.end);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** Findings by the file in which they lie; both in the order of the report. */
export function byFile(report: Report): ReadonlyMap<FileId, readonly Diagnostic[]> {
  const files = new Map<FileId, Diagnostic[]>();
  for (const diagnostic of report.diagnostics) {
    const here = files.get(diagnostic.file);
    if (here === undefined) files.set(diagnostic.file, [diagnostic]);
    else here.push(diagnostic);
  }
  return files;
}
