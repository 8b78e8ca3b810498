import { type Diagnostic, type FileEdit, type FileId, planFixes, type Span } from '@nginx-lint/core';
import type { Snapshot } from '../snapshot.ts';
import { extractions } from './code-actions/extract.ts';
import { suppressions } from './code-actions/suppress.ts';

export type CodeActionKind = 'quickfix' | 'source.fixAll.nginx-lint' | 'refactor.extract';

/** Something that can be done with a text; all of its edits or none. */
export interface CodeAction {
  readonly title: string;
  readonly kind: CodeActionKind;
  /** What it mends. */
  readonly diagnostics: readonly Diagnostic[];
  /** What most people want to be done about it. */
  readonly preferred: boolean;
  readonly edits: readonly FileEdit[];
  /** A file that is made before. */
  readonly create: { readonly file: FileId; readonly text: string } | null;
}

/** What can be done where a span lies; the kinds wanted, all without them. */
export function codeActions(
  snapshot: Snapshot,
  file: FileId,
  span: Span,
  wants: (kind: CodeActionKind) => boolean = () => true,
): readonly CodeAction[] {
  const all = snapshot.diagnostics(file);
  const here = all.filter((diagnostic) => diagnostic.span.start <= span.end && diagnostic.span.end >= span.start);
  const actions: CodeAction[] = [];
  if (wants('quickfix')) {
    actions.push(...here.flatMap(fixesOf), ...sameRuleFixes(here, all));
    actions.push(...suppressions(snapshot, file, here));
  }
  if (wants('source.fixAll.nginx-lint')) actions.push(...fixAll(all));
  if (wants('refactor.extract')) actions.push(...extractions(snapshot, file, span));
  return actions;
}

function fixesOf(diagnostic: Diagnostic): readonly CodeAction[] {
  const [first] = diagnostic.fixes;
  return diagnostic.fixes.map((fix) => ({
    title: fix.safe ? fix.title : `${fix.title} (look at what it changes)`,
    kind: 'quickfix',
    diagnostics: [diagnostic],
    preferred: fix === first && fix.safe,
    edits: fix.edits,
    create: null,
  }));
}

/** For each rule at the place with more to mend elsewhere in the file. */
function sameRuleFixes(here: readonly Diagnostic[], all: readonly Diagnostic[]): readonly CodeAction[] {
  return [...new Set(here.map(({ rule }) => rule))].flatMap((rule) => {
    const { edits, fixed } = planFixes(
      all.filter((diagnostic) => diagnostic.rule === rule),
      { unsafe: false },
    );
    if (fixed.length < 2) return [];
    const title = `Fix all ${fixed.length} problems of ${rule} in this file`;
    return [action(title, 'quickfix', fixed, [...edits.values()].flat())];
  });
}

/** Every safe fix of the file at once, as on saving. */
function fixAll(all: readonly Diagnostic[]): readonly CodeAction[] {
  const { edits, fixed } = planFixes(all, { unsafe: false });
  if (fixed.length === 0) return [];
  return [action('Fix all that can be fixed safely', 'source.fixAll.nginx-lint', fixed, [...edits.values()].flat())];
}

function action(
  title: string,
  kind: CodeActionKind,
  diagnostics: readonly Diagnostic[],
  edits: readonly FileEdit[],
): CodeAction {
  return { title, kind, diagnostics, preferred: false, edits, create: null };
}
