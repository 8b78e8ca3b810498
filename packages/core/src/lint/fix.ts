import type { FileId } from '../text/file-id.ts';
import type { Diagnostic, FileEdit, Fix } from './diagnostic.ts';

export interface FixChoice {
  /** Unsafe ones too. */
  readonly unsafe: boolean;
}

export interface FixPlan {
  /** Edits by file, in the order of the text, none overlapping another. */
  readonly edits: ReadonlyMap<FileId, readonly FileEdit[]>;
  readonly fixed: readonly Diagnostic[];
}

/**
 * Chooses one fix of each diagnostic, so that all can be made at once: a fix whose edits touch those of an earlier one
 * waits for the next run.
 */
export function planFixes(diagnostics: readonly Diagnostic[], choice: FixChoice): FixPlan {
  const edits = new Map<FileId, FileEdit[]>();
  const fixed: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes.find(({ safe }) => safe) ?? (choice.unsafe ? diagnostic.fixes[0] : undefined);
    if (fix === undefined || !fits(fix, edits)) continue;
    for (const edit of fix.edits) {
      const list = edits.get(edit.file) ?? [];
      if (!list.some((other) => same(other, edit))) list.push(edit);
      edits.set(edit.file, list);
    }
    fixed.push(diagnostic);
  }
  for (const list of edits.values()) list.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { edits, fixed };
}

/** The text with edits made that are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Pick<FileEdit, 'span' | 'text'>[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return result + text.slice(at);
}

function fits(fix: Fix, planned: ReadonlyMap<FileId, readonly FileEdit[]>): boolean {
  return fix.edits.every((edit) =>
    (planned.get(edit.file) ?? []).every((other) => same(edit, other) || apart(edit, other)),
  );
}

/** Two findings may ask for the very same edit. */
function same(a: FileEdit, b: FileEdit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}

function apart(a: FileEdit, b: FileEdit): boolean {
  return a.span.end < b.span.start || b.span.end < a.span.start;
}
