import type { Diagnostic } from '@nginx-lint/core';
import { digest } from '../fingerprints.ts';
import { visible } from '../visible.ts';
import { placeIn } from './places.ts';
import type { Report } from './report.ts';

/** GitLab's Code Quality report: what a merge request brings and what it mends is told apart by the fingerprints. */
export function gitlab(report: Report): string {
  const problems = report.diagnostics.map((diagnostic) => {
    const { rule, file, span, message } = diagnostic;
    const { line, endLine } = placeIn(report, file, span);
    const path = report.nameOf(file);
    return {
      description: visible(message),
      check_name: rule,
      fingerprint: digest(path, rule, report.fingerprintOf(diagnostic)),
      severity: severityOf(diagnostic),
      location: { path, lines: { begin: line, end: endLine } },
    };
  });
  return `${JSON.stringify(problems, null, 2)}\n`;
}

function severityOf({ fatal, severity }: Diagnostic): string {
  if (fatal) return 'blocker';
  return { error: 'critical', warning: 'major', info: 'minor', hint: 'info' }[severity];
}
