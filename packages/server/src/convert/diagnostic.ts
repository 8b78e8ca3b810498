import type { FileId, Diagnostic as Finding, Severity, SourceFile } from '@nginx-lint/core';
import type { Snapshot } from '@nginx-lint/service';
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from 'vscode-languageserver';
import type { Session } from '../session.ts';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Where the pages of the rules are. */
const PAGES = 'https://github.com/nginx-lint/nginx-lint/blob/main/docs/rules/';

/** What stands there and does nothing is shown paler. */
const UNNECESSARY = /-unused$|unreachable|never-match|shadowed/;

/** All findings of one file as the protocol wants them. */
export function diagnosticsOf(snapshot: Snapshot, file: FileId, session: Session): Diagnostic[] {
  return converted(snapshot.diagnostics(file), snapshot.source(file), snapshot, session);
}

/** Findings in one text; none where there is no text. */
export function converted(
  findings: readonly Finding[],
  source: SourceFile | null,
  snapshot: Snapshot,
  session: Session,
): Diagnostic[] {
  if (source === null) return [];
  return findings.map((finding) => diagnosticOf(finding, source, snapshot, session));
}

export function diagnosticOf(finding: Finding, source: SourceFile, snapshot: Snapshot, session: Session): Diagnostic {
  const tags = tagsOf(finding);
  const related = relatedOf(finding, snapshot, session);
  return {
    range: session.range(source, finding.span),
    severity: SEVERITY[finding.severity],
    code: finding.rule,
    codeDescription: { href: `${PAGES}${finding.rule}.md` },
    source: 'nginx-lint',
    message: finding.message,
    ...(tags.length > 0 ? { tags } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    data: { rule: finding.rule, fatal: finding.fatal, fixable: finding.fixes.length > 0 },
  };
}

function tagsOf({ rule, group }: Finding): DiagnosticTag[] {
  if (group === 'deprecated') return [DiagnosticTag.Deprecated];
  return UNNECESSARY.test(rule) ? [DiagnosticTag.Unnecessary] : [];
}

function relatedOf(finding: Finding, snapshot: Snapshot, session: Session): DiagnosticRelatedInformation[] {
  if (session.capabilities.textDocument?.publishDiagnostics?.relatedInformation === false) return [];
  return finding.related.flatMap(({ file, span, message }) => {
    const location = session.location(snapshot, file, span);
    return location === null ? [] : [{ location, message }];
  });
}
