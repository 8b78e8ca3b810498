import { compareDiagnostics, type Diagnostic } from './diagnostic.ts';
import type { LintResult } from './run.ts';

/** Results of several entries as one: what two of them say of a file that both include is said once. */
export function joinDiagnostics(results: readonly LintResult[]): LintResult {
  const seen = new Map<string, Diagnostic>();
  const times = new Map<string, number>();
  let suppressed = 0;
  for (const result of results) {
    suppressed += result.suppressed;
    for (const [rule, took] of result.times) times.set(rule, (times.get(rule) ?? 0) + took);
    for (const diagnostic of result.diagnostics) {
      const { file, span, rule, message } = diagnostic;
      const key = JSON.stringify([file, span.start, span.end, rule, message]);
      if (!seen.has(key)) seen.set(key, diagnostic);
    }
  }
  return { diagnostics: [...seen.values()].sort(compareDiagnostics), suppressed, times };
}
