import {
  type Change,
  changeBetween,
  compareDiagnostics,
  type Diagnostic,
  isAboutSyntax,
  type LintSettings,
  type Rule,
  type SourceFile,
  type Span,
  syntaxFindings,
} from '@nginx-lint/core';

/** What was found in a text when all of it was looked for. */
export interface LastLook {
  readonly source: SourceFile;
  readonly findings: readonly Diagnostic[];
}

/** A text with what can be said of it before everything is looked for again. */
export interface EarlyLook {
  readonly source: SourceFile;
  readonly findings: readonly Diagnostic[];
}

/**
 * What can be said of a text at once: what is wrong with its syntax, and what was found last, where the text has moved
 * it to. What lay in the part that changed is left out.
 */
export function earlyFindings(
  source: SourceFile,
  last: LastLook,
  rules: readonly Rule[],
  settings: LintSettings,
): readonly Diagnostic[] {
  const change = changeBetween(last.source.text, source.text);
  const fresh = syntaxFindings(source, rules, settings);
  const known = new Set(fresh.map(placeOf));
  const lines = linesAround(last.source.text, change);
  const kept = last.findings.flatMap((one) => {
    // What was wrong with the syntax of a line is not known to be so any more once the line is edited.
    if (isAboutSyntax(one.rule) && one.span.start <= lines.end && one.span.end >= lines.start) return [];
    const here = movedFinding(one, change);
    return here === null || known.has(placeOf(here)) ? [] : [here];
  });
  return [...fresh, ...kept].sort(compareDiagnostics);
}

function placeOf({ rule, span }: Diagnostic): string {
  return `${rule} ${span.start} ${span.end}`;
}

/** The lines of the text before that a change touches. */
function linesAround(text: string, { start, end }: Change): Span {
  const next = text.indexOf('\n', end);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: next === -1 ? text.length : next };
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
