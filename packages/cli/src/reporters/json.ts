import type { Diagnostic, FileId, Span } from '@nginx-lint/core';
import { type Report, summarise } from './report.ts';

/** The machine-readable report, version 1: offsets and columns in UTF-16 units, lines and columns from 1. */
export function json(report: Report): string {
  const value = {
    version: 1,
    diagnostics: report.diagnostics.map((diagnostic) => diagnosticOf(diagnostic, report)),
    summary: summarise(report),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function diagnosticOf(diagnostic: Diagnostic, report: Report): object {
  const { rule, group, severity, fatal, message, context } = diagnostic;
  return {
    rule,
    group,
    severity,
    fatal,
    message,
    ...placeOf(diagnostic.file, diagnostic.span, report),
    context,
    docs: `rules/${rule}`,
    related: diagnostic.related.map((related) => ({
      ...placeOf(related.file, related.span, report),
      message: related.message,
    })),
    fixes: diagnostic.fixes.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map((edit) => ({ ...placeOf(edit.file, edit.span, report), text: edit.text })),
    })),
  };
}

function placeOf(file: FileId, span: Span, report: Report): object {
  const lines = report.source(file)?.lines;
  const at = (offset: number) => lines?.positionAt(offset) ?? { line: 1, column: 1, offset };
  return { file: report.nameOf(file), range: { start: at(span.start), end: at(span.end) } };
}
