import type { ConfigModel, Diagnostic, FileId, LintConfig, LintResult, SourceFile } from '@nginx-lint/core';

/** One configuration as a whole: an entry with all that it includes, or a fragment within its surroundings. */
export interface Analysis {
  /** The first file: the entry, or the fragment that is looked at alone. */
  readonly entry: FileId;
  readonly model: ConfigModel;
  /** What the config file says that holds for the entry. */
  readonly config: LintConfig;
  /** Computed when it is asked for the first time. */
  result(): LintResult;
}

/** One file as one configuration holds it. */
export interface View {
  readonly analysis: Analysis;
  /** As the configuration names it; an editor may know the same file by another path, through a symbolic link. */
  readonly file: FileId;
}

/** Everything that was known at one moment. It never changes; an edit makes a new one, which shares what stayed. */
export interface Snapshot {
  /** Grows with each change. */
  readonly revision: number;
  readonly analyses: readonly Analysis[];
  /** The text of a file with its tree: that of the editor, else that of the disk; null where no analysis holds it. */
  source(file: FileId): SourceFile | null;
  /** Each configuration that holds a file, the entries first; by whatever path it is known. Empty for other files. */
  views(file: FileId): readonly View[];
  /** The path by which the editor knows a file of a configuration: that of an open buffer where there is one. */
  shown(file: FileId): FileId;
  /** What is wrong in a file, in all configurations that hold it, each thing once. */
  diagnostics(file: FileId): readonly Diagnostic[];
  /** Files that have been looked at and about which something may be said, as the editor knows them. */
  readonly files: readonly FileId[];
}
