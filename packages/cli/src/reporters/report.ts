import type { Diagnostic, FileId, Silenced } from '@nginx-lint/core';
import type { FileText } from '../file-text.ts';

/** What a reporter turns into text. */
export interface Report {
  /** Sorted by file, line, column, rule. */
  readonly diagnostics: readonly Diagnostic[];
  /** Number of files looked at. */
  readonly files: number;
  readonly suppressed: number;
  /** What comments switched off, in the same order. */
  readonly silenced: readonly Silenced[];
  /** The files looked at, each once. */
  readonly looked: readonly FileId[];
  /** Null for a file that was not read. */
  source(file: FileId): FileText | null;
  /** Under which name a file is shown: relative to the current folder, `/` on every system. */
  nameOf(file: FileId): string;
  /** What tells a finding from others and stays when lines move. */
  fingerprintOf(diagnostic: Diagnostic): string;
}

export interface Summary {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly hints: number;
  readonly fatal: number;
  /** Diagnostics with a safe fix. */
  readonly fixable: number;
  readonly suppressed: number;
}

export function summarise(report: Pick<Report, 'diagnostics' | 'files' | 'suppressed'>): Summary {
  const count = (wanted: (diagnostic: Diagnostic) => boolean) => report.diagnostics.filter(wanted).length;
  return {
    files: report.files,
    errors: count((diagnostic) => diagnostic.severity === 'error'),
    warnings: count((diagnostic) => diagnostic.severity === 'warning'),
    infos: count((diagnostic) => diagnostic.severity === 'info'),
    hints: count((diagnostic) => diagnostic.severity === 'hint'),
    fatal: count((diagnostic) => diagnostic.fatal),
    fixable: count((diagnostic) => diagnostic.fixes.some((fix) => fix.safe)),
    suppressed: report.suppressed,
  };
}

/** `1 error`, `2 errors` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `3 errors, 2 warnings in 5 files (1 suppressed)`; `No problems in 5 files` */
export function summaryLine(summary: Summary): string {
  const parts = [
    [summary.errors, 'error'],
    [summary.warnings, 'warning'],
    [summary.infos, 'info'],
    [summary.hints, 'hint'],
  ] as const;
  const found = parts.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun));
  const suppressed = summary.suppressed > 0 ? ` (${summary.suppressed} suppressed)` : '';
  return `${found.length === 0 ? 'No problems' : found.join(', ')} in ${counted(summary.files, 'file')}${suppressed}`;
}
