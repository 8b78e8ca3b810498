import {
  type ConfigModel,
  createModel,
  createSettings,
  type Diagnostic,
  type FileId,
  type FileSystem,
  type LintConfig,
  type LintResult,
  type LintSettings,
  lint,
  rules,
} from '@nginx-lint/core';
import { discover, type Job } from './discover.ts';
import { ignoredBy } from './gitignore.ts';
import type { LintOptions } from './lint-options.ts';
import { isOnDisk, realPathOf, toPath } from './node-file-system.ts';
import type { Progress } from './progress.ts';
import { Project } from './project.ts';
import type { ReadTargets } from './targets.ts';

/** One look at everything that the command line names. */
export interface Round {
  readonly linted: readonly Linted[];
  /** What could not be looked at, each with its reason. */
  readonly unreadable: readonly string[];
}

export interface Linted {
  readonly model: ConfigModel;
  /** About the wanted files. */
  readonly result: LintResult;
  /** About all files of the tree. */
  readonly found: readonly Diagnostic[];
  /** Files of the tree about which something is to be reported. */
  readonly files: ReadonlySet<FileId>;
}

/** Finds what is to be linted and lints it, with the files as they are in `files`. @throws Failure */
export async function lintTargets(
  targets: ReadTargets,
  options: LintOptions,
  files: FileSystem,
  cwd: string,
  progress: Progress,
): Promise<Round> {
  const project = new Project({ ...options, cwd, files, known: async () => ({ rules }) });
  const { jobs, unreadable } = await discover(project, { ...targets, context: options.context(project) });
  const linted = await lintAll(jobs, project, options, progress);
  progress.end();
  return { linted, unreadable };
}

async function lintAll(
  jobs: readonly Job[],
  project: Project,
  options: LintOptions,
  progress: Progress,
): Promise<readonly Linted[]> {
  const settings = new Map<LintConfig, LintSettings>();
  const linted: Linted[] = [];
  for (const [index, job] of jobs.entries()) {
    progress.show(`Linting ${index + 1} of ${jobs.length}`);
    const config = await project.config(job.path);
    const chosen = settings.get(config) ?? settingsOf(config, options);
    settings.set(config, chosen);
    const model = createModel(job.tree);
    const files = new Set([...job.tree.files.keys()].filter((file) => isWanted(file, job, config)));
    const result = lint(model, rules, chosen, options.stats ? () => performance.now() : undefined);
    const diagnostics = result.diagnostics.filter((diagnostic) => files.has(diagnostic.file));
    linted.push({ model, files, found: result.diagnostics, result: { ...result, diagnostics } });
  }
  return linted;
}

function isWanted(file: FileId, job: Job, config: LintConfig): boolean {
  if (!isOnDisk(file)) return false;
  const path = toPath(file);
  return (job.only === null || job.only.has(realPathOf(path))) && !ignoredBy(config.ignore, path);
}

function settingsOf(config: LintConfig, options: LintOptions): LintSettings {
  return createSettings({
    preset: config.preset ?? 'recommended',
    select: options.select,
    ignore: options.ignore,
    severity: options.severity,
    rules: config.rules,
    overrides: config.overrides.map((override) => ({
      rules: override.rules,
      covers: (file) => isOnDisk(file) && ignoredBy(override.files, toPath(file)),
    })),
  });
}
