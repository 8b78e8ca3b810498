import { visible } from '../visible.ts';
import type { Report } from './report.ts';

/** `file:line:column: severity: message [rule]`, as compilers print it and as Vim and VS Code read it. */
export function compact(report: Report): string {
  let text = '';
  for (const { file, span, severity, message, rule } of report.diagnostics) {
    const { line, column } = report.source(file)?.lines.positionAt(span.start) ?? { line: 1, column: 1 };
    text += `${visible(report.nameOf(file))}:${line}:${column}: ${severity}: ${visible(message)} [${rule}]\n`;
  }
  return text;
}
