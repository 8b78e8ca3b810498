import {
  type ConfigTree,
  createModel,
  type FileId,
  type LintConfig,
  type LintResult,
  lint,
  type Rule,
} from '@nginx-lint/core';
import { type Job, settingsOf } from '../project/index.ts';
import type { Analysis } from '../snapshot.ts';
import type { WorkspaceSettings } from './settings.ts';

/** One configuration with what decides about it, to see whether it is still the same. */
export interface KeptAnalysis extends Analysis {
  readonly job: Job;
  readonly settings: WorkspaceSettings;
}

/** Takes over the analyses of configurations in which nothing changed; makes the others anew. */
export function renewAnalyses(
  before: readonly KeptAnalysis[],
  jobs: readonly { readonly job: Job; readonly config: LintConfig }[],
  settings: WorkspaceSettings,
  rules: readonly Rule[],
): readonly KeptAnalysis[] {
  const kept = new Map(before.map((analysis) => [analysis.entry, analysis]));
  return jobs.map(({ job, config }) => {
    const known = kept.get(job.tree.entry);
    if (known !== undefined && known.settings === settings && isSame(known, job, config)) return known;
    return makeAnalysis(job, config, settings, rules);
  });
}

function makeAnalysis(job: Job, config: LintConfig, settings: WorkspaceSettings, rules: readonly Rule[]): KeptAnalysis {
  const model = createModel(job.tree);
  let found: LintResult | null = null;
  return {
    entry: job.tree.entry,
    model,
    config,
    job,
    settings,
    result() {
      found ??= lint(model, rules, settingsOf(config, settings));
      return found;
    },
  };
}

function isSame(known: KeptAnalysis, job: Job, config: LintConfig): boolean {
  if (known.config !== config || !sameSet(known.job.only, job.only)) return false;
  return known.job.tree === job.tree || sameTree(known.job.tree, job.tree);
}

/** The same files with the same trees: an include that leads elsewhere brings or loses one. */
function sameTree(a: ConfigTree, b: ConfigTree): boolean {
  if (a.facts !== b.facts || a.whole !== b.whole || a.files.size !== b.files.size) return false;
  if (a.problems.length !== b.problems.length || a.all.length !== b.all.length) return false;
  for (const [file, source] of a.files) if (b.files.get(file) !== source) return false;
  return true;
}

function sameSet(a: ReadonlySet<FileId> | null, b: ReadonlySet<FileId> | null): boolean {
  if (a === null || b === null) return a === b;
  return a.size === b.size && [...a].every((file) => b.has(file));
}
