import { EMPTY_CONFIG, type FileId, type LintConfig, type PathMapping, type Severity } from '@nginx-lint/core';

/** What the user's editor says; a config file in the project says the rest. Paths are absolute. */
export interface WorkspaceSettings {
  /** A file: that one; null: search; `none`: use none. */
  readonly config: FileId | 'none' | null;
  readonly nginxVersion: string | null;
  readonly prefix: string | null;
  readonly map: readonly PathMapping[];
  /** Rule ids and groups: only these run. Empty: what the preset says. */
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  readonly severity: ReadonlyMap<string, Severity | 'off'>;
  /** What else a config file could say, on top of what the project's says. */
  readonly over: LintConfig;
}

export const DEFAULT_SETTINGS: WorkspaceSettings = {
  config: null,
  nginxVersion: null,
  prefix: null,
  map: [],
  select: [],
  ignore: [],
  severity: new Map(),
  over: EMPTY_CONFIG,
};
