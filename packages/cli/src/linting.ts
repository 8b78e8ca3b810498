import {
  type ConfigModel,
  createModel,
  type Diagnostic,
  type FileId,
  joinDiagnostics,
  type LintConfig,
  type LintResult,
  type LintSettings,
  lint,
  rules,
  type SourceFile,
} from '@nginx-lint/core';
import { toFileId } from '@nginx-lint/disk';
import { discover, isIgnored, type Job, Project, type ProjectHost, settingsOf } from '@nginx-lint/service/project';
import { type Fingerprints, fingerprintsOf } from './fingerprints.ts';
import type { LintOptions } from './lint-options.ts';
import type { Progress } from './progress.ts';
import type { ReadTargets } from './targets.ts';

/** One look at everything that the command line names. */
export interface Round {
  readonly linted: readonly Linted[];
  /** What could not be looked at, each with its reason. */
  readonly unreadable: readonly string[];
  /** What was left out of the report on purpose, in words. */
  readonly notes: readonly string[];
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

/** Finds what is to be linted and lints it, with the files as `host` has them. @throws Failure */
export async function lintTargets(
  targets: ReadTargets,
  options: LintOptions,
  host: ProjectHost,
  progress: Progress,
): Promise<Round> {
  const project = new Project({ ...options, host, known: async () => ({ rules }) });
  const { jobs, unreadable } = await discover(project, {
    files: targets.files.map(idOf),
    folders: targets.folders.map(idOf),
    context: options.context(project),
  });
  const linted = await lintAll(jobs, project, options, progress);
  progress.end();
  return { linted, unreadable, notes: [] };
}

/** A round that reports less. What is known of the whole tree stays. */
export function withoutFindings(
  round: Round,
  isLeftOut: (diagnostic: Diagnostic) => boolean,
  notes: readonly string[],
): Round {
  const linted = round.linted.map((one) => {
    const diagnostics = one.result.diagnostics.filter((diagnostic) => !isLeftOut(diagnostic));
    return { ...one, result: { ...one.result, diagnostics } };
  });
  return { ...round, linted, notes: [...round.notes, ...notes] };
}

/** Of all findings of a round, reported or not, so that nothing depends on what is left out. */
export function fingerprintsIn({ linted }: Pick<Round, 'linted'>): Fingerprints {
  const sources = sourcesIn(linted);
  const all = () => {
    const results = linted.map(({ result, found }) => ({
      ...result,
      diagnostics: [...found, ...result.silenced.map(({ diagnostic }) => diagnostic)],
    }));
    return joinDiagnostics(results).diagnostics;
  };
  return fingerprintsOf(all, (file) => sources.get(file) ?? null);
}

/** All files that were read. */
export function sourcesIn(linted: readonly Linted[]): ReadonlyMap<FileId, SourceFile> {
  const sources = new Map<FileId, SourceFile>();
  for (const { model } of linted) for (const [file, source] of model.tree.files) sources.set(file, source);
  return sources;
}

/** Of an absolute path. */
const idOf = (path: string): FileId => toFileId(path, '/');

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
    const config = await project.config(job.file);
    const chosen = settings.get(config) ?? settingsOf(config, options);
    settings.set(config, chosen);
    const model = createModel(job.tree);
    const files = await wantedFiles(job, config, project.host);
    const result = lint(model, rules, chosen, options.stats ? () => performance.now() : undefined);
    const diagnostics = result.diagnostics.filter((diagnostic) => files.has(diagnostic.file));
    const silenced = result.silenced.filter(({ diagnostic }) => files.has(diagnostic.file));
    linted.push({ model, files, found: result.diagnostics, result: { ...result, diagnostics, silenced } });
  }
  return linted;
}

/** The files of a tree about which something is to be reported. */
async function wantedFiles(job: Job, config: LintConfig, host: ProjectHost): Promise<ReadonlySet<FileId>> {
  const wanted = new Set<FileId>();
  for (const file of job.tree.files.keys()) {
    if (isIgnored(file, config)) continue;
    if (job.only === null || job.only.has(await host.realFile(file))) wanted.add(file);
  }
  return wanted;
}
