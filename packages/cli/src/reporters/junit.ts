import type { Diagnostic, FileId, Severity } from '@nginx-lint/core';
import { isOnDisk } from '@nginx-lint/disk';
import { byFile, placeIn } from './places.ts';
import type { Report } from './report.ts';
import { DECLARATION, emptyTag, escaped, startTag } from './xml.ts';

/**
 * The XML of JUnit, as Jenkins and GitLab read it: a suite for each file, a case for each finding in it, and one that
 * passes for a file without. What the exit code counts has failed; the rest was skipped, so that it is seen and breaks
 * nothing. Valid by the schema that Jenkins applies (junit-10.xsd), which lets no case have a file or a line.
 */
export function junit(report: Report, failing: readonly Severity[]): string {
  const found = byFile(report);
  const rest = report.looked.filter((file) => isOnDisk(file) && !found.has(file)).map((file) => [file, []] as const);
  const suites = [...found, ...rest].map(([file, diagnostics]) => ({ file, name: report.nameOf(file), diagnostics }));
  suites.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const isFailure = ({ severity }: Diagnostic) => failing.includes(severity);
  const counts = (diagnostics: readonly Diagnostic[]) => {
    const failures = diagnostics.filter(isFailure).length;
    return { tests: Math.max(diagnostics.length, 1), failures, errors: 0, skipped: diagnostics.length - failures };
  };
  const totals = suites.map(({ diagnostics }) => counts(diagnostics));
  const sum = (of: 'tests' | 'failures') => totals.reduce((all, one) => all + one[of], 0);
  let text = `${DECLARATION}${startTag('testsuites', { name: 'nginx-lint', tests: sum('tests'), failures: sum('failures'), errors: 0 })}\n`;
  for (const { file, name, diagnostics } of suites) {
    text += `  ${startTag('testsuite', { name, ...counts(diagnostics), file: name })}\n`;
    if (diagnostics.length === 0) text += `    ${emptyTag('testcase', { name: 'no problems', classname: name })}\n`;
    for (const diagnostic of diagnostics) text += testcase(diagnostic, file, name, isFailure(diagnostic), report);
    text += '  </testsuite>\n';
  }
  return `${text}</testsuites>\n`;
}

function testcase(diagnostic: Diagnostic, file: FileId, name: string, failed: boolean, report: Report): string {
  const { rule, severity, message, span } = diagnostic;
  const { line, column } = placeIn(report, file, span);
  const start = startTag('testcase', { name: `${rule} (${line}:${column})`, classname: name });
  const body = failed
    ? `${startTag('failure', { type: severity, message })}${escaped(`${name}:${line}:${column}: ${message}`)}</failure>`
    : emptyTag('skipped', { message: `${severity}: ${message}` });
  return `    ${start}\n      ${body}\n    </testcase>\n`;
}
