import { compareDiagnostics, type Diagnostic } from './diagnostic.ts';
import type { LintResult } from './run.ts';
import type { Silenced } from './suppress.ts';

/** Results of several entries as one: what two of them say of a file that both include is said once. */
export function joinDiagnostics(results: readonly LintResult[]): LintResult {
  const seen = new Map<string, Diagnostic>();
  const silenced = new Map<string, Silenced>();
  const times = new Map<string, number>();
  let suppressed = 0;
  for (const result of results) {
    suppressed += result.suppressed;
    for (const [rule, took] of result.times) times.set(rule, (times.get(rule) ?? 0) + took);
    for (const diagnostic of result.diagnostics) {
      const key = keyOf(diagnostic);
      if (!seen.has(key)) seen.set(key, diagnostic);
    }
    for (const one of result.silenced) {
      const key = keyOf(one.diagnostic);
      if (!silenced.has(key)) silenced.set(key, one);
    }
  }
  return {
    diagnostics: [...seen.values()].sort(compareDiagnostics),
    suppressed,
    silenced: [...silenced.values()].sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic)),
    times,
  };
}

/** The same for what two entries say of one place. */
function keyOf({ file, span, rule, message }: Diagnostic): string {
  return JSON.stringify([file, span.start, span.end, rule, message]);
}
