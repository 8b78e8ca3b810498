import { type Diagnostic, directivesAt, type FileEdit, type FileId, point, type SourceFile } from '@nginx-lint/core';
import type { Snapshot } from '../../snapshot.ts';
import type { CodeAction } from '../code-actions.ts';

/** Comments that switch a rule off, for this line or for the file. What nginx refuses is not to be hidden. */
export function suppressions(snapshot: Snapshot, file: FileId, here: readonly Diagnostic[]): readonly CodeAction[] {
  const source = snapshot.source(file);
  if (source === null) return [];
  const byRule = new Map<string, Diagnostic[]>();
  for (const diagnostic of here)
    if (!diagnostic.fatal) byRule.set(diagnostic.rule, [...(byRule.get(diagnostic.rule) ?? []), diagnostic]);
  return [...byRule].flatMap(([rule, diagnostics]) => {
    const [first] = diagnostics;
    if (first === undefined) return [];
    const action = (title: string, edit: FileEdit): CodeAction => {
      return { title, kind: 'quickfix', diagnostics, preferred: false, edits: [edit], create: null };
    };
    return [
      action(`Disable ${rule} for this line`, lineComment(source, first)),
      action(`Disable ${rule} in this file`, fileComment(source, first)),
    ];
  });
}

const ABOVE = /^([ \t]*#[ \t]*nginx-lint-disable-next-line[ \t]+)([a-z0-9, -]*?)([ \t]+--.*)?$/;

function lineComment(source: SourceFile, { rule, span, file }: Diagnostic): FileEdit {
  const { lines, text } = source;
  const statement = directivesAt(source.items, span.start).at(-1);
  const line = lines.lineAt(statement?.start ?? span.start);
  const start = lines.startOf(line);
  const before = text.slice(lines.startOf(line - 1), Math.max(lines.startOf(line - 1), start - 1)).replace(/\r$/, '');
  const above = line > 1 ? ABOVE.exec(before) : null;
  // A comment that is there already takes one rule more.
  if (above !== null) {
    const end = lines.startOf(line - 1) + (above[1] ?? '').length + (above[2] ?? '').length;
    return { file, span: point(end), text: `, ${rule}` };
  }
  const indentation = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const comment = `${indentation}# nginx-lint-disable-next-line ${rule} -- why${endOfLine(text)}`;
  return { file, span: point(start), text: comment };
}

/** In front of the first statement, behind the comments that begin the file. */
function fileComment(source: SourceFile, { rule, file }: Diagnostic): FileEdit {
  const { lines, text, items } = source;
  const [first] = items;
  const start = first === undefined ? 0 : lines.startOf(lines.lineAt(first.start));
  return { file, span: point(start), text: `# nginx-lint-disable ${rule} -- why${endOfLine(text)}` };
}

function endOfLine(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
