import type { Severity } from '@nginx-lint/core';
import { byFile, placeIn } from './places.ts';
import type { Report } from './report.ts';
import { DECLARATION, emptyTag, startTag } from './xml.ts';

/** Checkstyle knows no hints. */
const SEVERITY: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'info', hint: 'info' };

/** The XML of Checkstyle, which Jenkins and many others read: files with findings, and each finding in its file. */
export function checkstyle(report: Report): string {
  let text = `${DECLARATION}<checkstyle version="4.3">\n`;
  for (const [file, diagnostics] of byFile(report)) {
    text += `  ${startTag('file', { name: report.nameOf(file) })}\n`;
    for (const { span, severity, message, rule } of diagnostics) {
      const { line, column } = placeIn(report, file, span);
      const attributes = { line, column, severity: SEVERITY[severity], message, source: `nginx-lint.${rule}` };
      text += `    ${emptyTag('error', attributes)}\n`;
    }
    text += '  </file>\n';
  }
  return `${text}</checkstyle>\n`;
}
