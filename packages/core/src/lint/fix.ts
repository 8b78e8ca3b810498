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
  // Many findings may share one large fix.
  const taken = new Set<Fix>();
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes.find(({ safe }) => safe) ?? (choice.unsafe ? diagnostic.fixes[0] : undefined);
    if (fix === undefined) continue;
    if (!taken.has(fix)) {
      if (!fits(fix, edits)) continue;
      for (const edit of fix.edits) plan(edit, edits);
      taken.add(fix);
    }
    fixed.push(diagnostic);
  }
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
  return fix.edits.every((edit) => {
    const list = planned.get(edit.file) ?? [];
    for (let index = firstNotBefore(list, edit); index < list.length; index++) {
      const other = list[index];
      if (other === undefined || other.span.start > edit.span.end) return true;
      if (!same(edit, other)) return false;
    }
    return true;
  });
}

/** Puts an edit in its place in the order of the text. */
function plan(edit: FileEdit, planned: Map<FileId, FileEdit[]>): void {
  const list = planned.get(edit.file);
  if (list === undefined) {
    planned.set(edit.file, [edit]);
    return;
  }
  let index = firstNotBefore(list, edit);
  for (let other = list[index]; other !== undefined && isInOrder(other, edit); other = list[++index])
    if (same(other, edit)) return;
  list.splice(index, 0, edit);
}

const isInOrder = (a: FileEdit, b: FileEdit): boolean =>
  a.span.start < b.span.start || (a.span.start === b.span.start && a.span.end <= b.span.end);

/** The first of some edits in order, none overlapping another, that does not end before a place. */
function firstNotBefore(list: readonly FileEdit[], { span }: FileEdit): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.span.end ?? 0) < span.start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Two findings may ask for the very same edit. */
function same(a: FileEdit, b: FileEdit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}
