import { counted, type Report } from './report.ts';

export interface Measured {
  /** Milliseconds by rule. */
  readonly times: ReadonlyMap<string, number>;
  readonly directives: number;
}

/** How often each rule has spoken, most often first; how long each took, slowest first; and how much was looked at. */
export function statistics(report: Report, { times, directives }: Measured, took: number): string {
  const counts = new Map<string, number>();
  for (const { rule } of report.diagnostics) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const found = byNumber(counts).map(([rule, count]) => [String(count), rule] as const);
  const slow = byNumber(times).map(([rule, time]) => [time.toFixed(2), rule] as const);
  const size = `${counted(report.files, 'file')}, ${counted(directives, 'directive')} in ${Math.round(took)} ms`;
  return `${table('findings by rule', found)}${table('time by rule, ms', slow)}${size}\n`;
}

function byNumber(numbers: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...numbers].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function table(title: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  const width = Math.max(...rows.map(([number]) => number.length));
  return `${title}\n${rows.map(([number, name]) => `  ${number.padStart(width)}  ${name}\n`).join('')}`;
}
