import { counted, type Report } from './report.ts';

/** How many rules the slowest are. */
const SLOWEST = 5;

/** How often each rule has spoken, most often first, which rules took longest, and how long it all took (milliseconds). */
export function statistics(report: Report, times: ReadonlyMap<string, number>, took: number): string {
  const counts = new Map<string, number>();
  for (const { rule } of report.diagnostics) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const found = byNumber(counts).map(([rule, count]) => [String(count), rule] as const);
  const slow = byNumber(times)
    .slice(0, SLOWEST)
    .map(([rule, time]) => [time.toFixed(1), rule] as const);
  const files = `${counted(report.files, 'file')} in ${Math.round(took)} ms`;
  return `${table('findings by rule', found)}${table('slowest rules, ms', slow)}${files}\n`;
}

function byNumber(numbers: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...numbers].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function table(title: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  const width = Math.max(...rows.map(([number]) => number.length));
  return `${title}\n${rows.map(([number, name]) => `  ${number.padStart(width)}  ${name}\n`).join('')}`;
}
