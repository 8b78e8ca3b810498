import type { SourceFile } from '../syntax/nodes.ts';
import { compareDiagnostics, type Diagnostic } from './diagnostic.ts';
import { fixesOf, relatedTo } from './report-syntax.ts';
import type { Rule } from './rule.ts';
import type { LintSettings } from './settings.ts';
import { suppress } from './suppress.ts';

/** Rules about the text of a file, whatever it means. */
const ABOUT_SYNTAX: ReadonlySet<string> = new Set([
  'missing-semicolon',
  'unbalanced-block',
  'unclosed-quote',
  'syntax',
]);

/** Is a rule about the text of a file, whatever it means? */
export function isAboutSyntax(rule: string): boolean {
  return ABOUT_SYNTAX.has(rule);
}

/**
 * What nginx's reader refuses in the text of one file, by those rules. A whole look says the same of it, with the blocks
 * around, and may find more, as some mistakes show only where a directive stands.
 */
export function syntaxFindings(
  source: SourceFile,
  rules: readonly Rule[],
  settings: LintSettings,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const rule of rules) {
    if (!isAboutSyntax(rule.id) || source.problems.length === 0) continue;
    for (const { severity } of settings.of(rule, [source.id])) {
      if (severity === 'off') continue;
      for (const problem of source.problems)
        if (problem.rule === rule.id)
          found.push({
            rule: rule.id,
            group: rule.group,
            severity,
            fatal: true,
            message: problem.message,
            file: source.id,
            span: { start: problem.start, end: problem.end },
            context: [],
            related: relatedTo(problem, source),
            fixes: fixesOf(problem, source),
          });
    }
  }
  return [...suppress(source, found).kept].sort(compareDiagnostics);
}
