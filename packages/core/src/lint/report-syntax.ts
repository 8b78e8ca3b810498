import type { SourceFile, SyntaxProblem, SyntaxRule } from '../syntax/nodes.ts';
import type { Fix, Related } from './diagnostic.ts';
import type { RuleContext, Visitor } from './rule.ts';

/** The one message of the rules about syntax: the sentence comes with the problem. */
export const SYNTAX_MESSAGES = { problem: ({ message }: { message: string }): string => message };

/** Reports the syntax problems of one rule; where nginx names another line, that line is a related place. */
export function reportSyntax(
  ctx: RuleContext<typeof SYNTAX_MESSAGES, object>,
  id: SyntaxRule,
): NonNullable<Visitor['syntax']> {
  return (problem, file) => {
    if (problem.rule !== id) return;
    const extra = { fixes: fixesOf(problem, file), related: relatedTo(problem, file) };
    ctx.reportInFile(file.id, problem, 'problem', { message: problem.message }, extra);
  };
}

export function fixesOf({ fix }: SyntaxProblem, file: SourceFile): Fix[] {
  return fix === null ? [] : [{ title: fix.title, safe: fix.safe, edits: [{ file: file.id, ...fix.edit }] }];
}

export function relatedTo({ nginx, related, start }: SyntaxProblem, file: SourceFile): Related[] {
  const places = related.map(({ start, end, message }) => ({ file: file.id, span: { start, end }, message }));
  if (nginx === null || file.lines.lineAt(nginx.offset) === file.lines.lineAt(start)) return places;
  const at = Math.min(nginx.offset, file.text.length);
  const span = { start: at, end: Math.min(at + 1, file.text.length) };
  return [...places, { file: file.id, span, message: `nginx stops here: ${nginx.message}` }];
}
