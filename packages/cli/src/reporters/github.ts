import type { Severity } from '@nginx-lint/core';
import { visible } from '../visible.ts';
import { placeIn } from './places.ts';
import type { Report } from './report.ts';

const COMMAND: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** Workflow commands of GitHub Actions, one a line, which become annotations of the changed files. */
export function github(report: Report): string {
  let text = '';
  for (const { file, span, severity, message, rule } of report.diagnostics) {
    const { line, column, endLine, endColumn } = placeIn(report, file, span);
    // The runner refuses columns where there are several lines.
    const columns = line === endLine ? [`col=${column}`, `endColumn=${endColumn}`] : [];
    const properties = [
      `file=${property(report.nameOf(file))}`,
      ...[`line=${line}`, `endLine=${endLine}`, ...columns],
      `title=${property(rule)}`,
    ];
    text += `::${COMMAND[severity]} ${properties.join(',')}::${data(message)}\n`;
  }
  return text;
}

function data(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
