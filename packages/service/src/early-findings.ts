import {
  type Change,
  changeBetween,
  compareDiagnostics,
  type Diagnostic,
  type FileId,
  type SourceFile,
  type Span,
} from '@nginx-lint/core';
import type { Snapshot } from './snapshot.ts';

const SYNTAX: ReadonlySet<string> = new Set(['missing-semicolon', 'unbalanced-block', 'unclosed-quote', 'syntax']);

/** Does a rule look at nothing but the text of one file? */
export function isAboutSyntax(rule: string): boolean {
  return SYNTAX.has(rule);
}

/** What was found in a text when all of it was looked for. */
export interface LastLook {
  readonly source: SourceFile;
  readonly findings: readonly Diagnostic[];
}

/**
 * What can be said of a file before everything is looked for again: what is wrong with the text itself, and what was
 * found last, where the text has moved it to. What lay in the part that changed is left out.
 */
export function earlyFindings(snapshot: Snapshot, file: FileId, last: LastLook): readonly Diagnostic[] {
  const source = snapshot.source(file);
  if (source === null) return [];
  const change = changeBetween(last.source.text, source.text);
  const kept = last.findings.flatMap((one) => (isAboutSyntax(one.rule) ? [] : (movedFinding(one, change) ?? [])));
  const syntax = snapshot.syntax(file).filter(({ rule }) => isAboutSyntax(rule));
  return [...syntax, ...kept].sort(compareDiagnostics);
}

function movedFinding(finding: Diagnostic, change: Change): Diagnostic | null {
  const span = moved(finding.span, change);
  if (span === null) return null;
  const related = finding.related.flatMap((place) => {
    if (place.file !== finding.file) return [place];
    const there = moved(place.span, change);
    return there === null ? [] : [{ ...place, span: there }];
  });
  return { ...finding, span, related };
}

/** Null for what the change touches. */
function moved({ start, end }: Span, change: Change): Span | null {
  if (end <= change.start) return { start, end };
  if (start < change.end) return null;
  const by = change.newEnd - change.end;
  return { start: start + by, end: end + by };
}
