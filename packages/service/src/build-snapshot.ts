import {
  type Diagnostic,
  type FileId,
  isShipped,
  joinDiagnostics,
  type LintResult,
  type SourceFile,
} from '@nginx-lint/core';
import type { Analysis, Snapshot, View } from './snapshot.ts';

/** What a snapshot is made of. */
export interface SnapshotParts {
  readonly revision: number;
  readonly analyses: readonly Analysis[];
  /** The file without symbolic links, for each name that differs from it. */
  readonly real: ReadonlyMap<FileId, FileId>;
  /** Files that are open in the editor, by the names that it gave them. */
  readonly open: readonly FileId[];
  /** Files about which nothing is reported, as the config file wants it. */
  readonly ignored?: (file: FileId, analysis: Analysis) => boolean;
}

/** Diagnostics and views are found when they are asked for, each once. */
export function buildSnapshot(parts: SnapshotParts): Snapshot {
  return new BuiltSnapshot(parts);
}

class BuiltSnapshot implements Snapshot {
  readonly revision: number;
  readonly analyses: readonly Analysis[];
  readonly #parts: SnapshotParts;
  readonly #views = new Map<FileId, View[]>();
  readonly #open = new Map<FileId, FileId>();
  readonly #diagnostics = new Map<FileId, readonly Diagnostic[]>();
  #files: readonly FileId[] | null = null;

  constructor(parts: SnapshotParts) {
    this.revision = parts.revision;
    this.analyses = parts.analyses;
    this.#parts = parts;
    for (const file of parts.open) this.#open.set(this.#real(file), file);
    for (const analysis of parts.analyses)
      for (const file of analysis.model.tree.files.keys()) this.#add(this.#real(file), { analysis, file });
  }

  get files(): readonly FileId[] {
    this.#files ??= [...this.#views.values()].flatMap((views) => {
      const [first] = views;
      return first === undefined || isShipped(first.file) ? [] : [this.shown(first.file)];
    });
    return this.#files;
  }

  source(file: FileId): SourceFile | null {
    const [view] = this.views(file);
    return view === undefined ? null : view.analysis.model.source(view.file);
  }

  views(file: FileId): readonly View[] {
    return this.#views.get(this.#real(file)) ?? [];
  }

  shown(file: FileId): FileId {
    return this.#open.get(this.#real(file)) ?? file;
  }

  diagnostics(file: FileId): readonly Diagnostic[] {
    const real = this.#real(file);
    const known = this.#diagnostics.get(real);
    if (known !== undefined) return known;
    const results = this.views(file).map((view) => this.#resultFor(view));
    const found = results.length === 1 ? results[0]?.diagnostics : joinDiagnostics(results).diagnostics;
    this.#diagnostics.set(real, found ?? []);
    return found ?? [];
  }

  /** What one configuration says of one file. */
  #resultFor({ analysis, file }: View) {
    const ignored = this.#parts.ignored?.(file, analysis) ?? false;
    const about = ignored ? [] : (byFile(analysis.result()).get(file) ?? []);
    return { diagnostics: about, suppressed: 0, silenced: [], times: new Map<string, number>() };
  }

  #real(file: FileId): FileId {
    return this.#parts.real.get(file) ?? file;
  }

  #add(real: FileId, view: View): void {
    const views = this.#views.get(real);
    if (views === undefined) this.#views.set(real, [view]);
    // An entry knows what surrounds a file, which alone is only guessed.
    else if (view.analysis.model.tree.whole && !(views[0]?.analysis.model.tree.whole ?? false)) views.unshift(view);
    else views.push(view);
  }
}

const grouped = new WeakMap<LintResult, ReadonlyMap<FileId, readonly Diagnostic[]>>();

/** The findings of one configuration by file, found once. */
function byFile(result: LintResult): ReadonlyMap<FileId, readonly Diagnostic[]> {
  const known = grouped.get(result);
  if (known !== undefined) return known;
  const groups = new Map<FileId, Diagnostic[]>();
  for (const diagnostic of result.diagnostics) {
    const group = groups.get(diagnostic.file);
    if (group === undefined) groups.set(diagnostic.file, [diagnostic]);
    else group.push(diagnostic);
  }
  grouped.set(result, groups);
  return groups;
}
