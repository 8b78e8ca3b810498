import {
  type ConfigModel,
  createModel,
  createSettings,
  type Diagnostic,
  type FileId,
  joinDiagnostics,
  type LintConfig,
  type LintResult,
  type LintSettings,
  lint,
  rules,
  type Severity,
  type SourceFile,
} from '@nginx-lint/core';
import type { Invocation } from '../args.ts';
import { discover, type Job } from '../discover.ts';
import { ignoredBy } from '../gitignore.ts';
import { type LintOptions, readLintOptions } from '../lint-options.ts';
import { isOnDisk, nodeFileSystem, realPathOf, toPath } from '../node-file-system.ts';
import { Progress } from '../progress.ts';
import { Project } from '../project.ts';
import { compact } from '../reporters/compact.ts';
import { json } from '../reporters/json.ts';
import { pretty } from '../reporters/pretty.ts';
import { type Report, summarise, summaryLine } from '../reporters/report.ts';
import { statistics } from '../reporters/stats.ts';
import { palette } from '../style.ts';
import { namesOf, readTargets, type ShownNames } from '../targets.ts';
import { type ExitCode, type World, wantsColor } from '../world.ts';

/** Finds what is wrong and says so. */
export async function lintCommand(invocation: Invocation, world: World): Promise<ExitCode> {
  const started = performance.now();
  const options = readLintOptions(invocation.options, world.cwd, rules);
  const targets = await readTargets(invocation.operands, options.stdinFilename, world);
  const project = new Project({
    ...options,
    cwd: world.cwd,
    files: targets.overlay ?? nodeFileSystem,
    known: { rules },
  });
  const progress = new Progress(world.stderr);
  const { jobs, unreadable } = await discover(project, { ...targets, context: options.context(project) });
  for (const line of unreadable) world.stderr.write(`nginx-lint: ${line}\n`);
  if (jobs.length === 0 && targets.files.length === 0) {
    world.stderr.write(`nginx-lint: no nginx configuration found in ${targets.shown}\n`);
    return 2;
  }
  const results = await lintAll(jobs, project, options, progress);
  progress.end();
  const report = reportOf(results, options, namesOf(targets.names, world.cwd));
  world.stdout.write(rendered(report.shown, options, world));
  const summary = summarise(report.shown);
  if (options.format === 'pretty' && report.shown.diagnostics.length === 0 && world.stderr.isTTY)
    world.stderr.write(`${summaryLine(summary)}\n`);
  if (options.stats) world.stderr.write(statistics(report.shown, report.times, performance.now() - started));
  return unreadable.length > 0 ? 2 : exitCodeOf(report, options);
}

interface Linted {
  readonly model: ConfigModel;
  readonly result: LintResult;
  /** Files of the tree about which something is to be reported. */
  readonly files: ReadonlySet<FileId>;
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
    linted.push({ model, files, result: { ...result, diagnostics } });
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
  });
}

interface Reports {
  readonly shown: Report;
  /** With those that --quiet hides. */
  readonly all: readonly Diagnostic[];
  readonly times: ReadonlyMap<string, number>;
}

function reportOf(results: readonly Linted[], options: LintOptions, nameOf: ShownNames): Reports {
  const sources = new Map<FileId, SourceFile>();
  const seen = new Set<string>();
  for (const { model, files } of results) {
    for (const [file, source] of model.tree.files) sources.set(file, source);
    for (const file of files) seen.add(realPathOf(toPath(file)));
  }
  const joined = joinDiagnostics(results.map(({ result }) => result));
  const all = sorted(joined.diagnostics, nameOf);
  const diagnostics = options.quiet ? all.filter(({ severity }) => severity === 'error') : all;
  const shown = {
    diagnostics,
    files: seen.size,
    suppressed: joined.suppressed,
    source: (file: FileId) => sources.get(file) ?? null,
    nameOf,
  };
  return { shown, all, times: joined.times };
}

/** By file as it is shown, then by place, then by rule; the order of what is equal in all that stays. */
function sorted(diagnostics: readonly Diagnostic[], nameOf: ShownNames): readonly Diagnostic[] {
  return diagnostics
    .map((diagnostic) => ({ diagnostic, name: nameOf(diagnostic.file) }))
    .sort(
      (a, b) =>
        order(a.name, b.name) ||
        a.diagnostic.span.start - b.diagnostic.span.start ||
        order(a.diagnostic.rule, b.diagnostic.rule),
    )
    .map(({ diagnostic }) => diagnostic);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rendered(report: Report, options: LintOptions, world: World): string {
  if (options.format === 'json') return json(report);
  if (options.format === 'compact') return compact(report);
  const color = wantsColor(options.color, world.stdout, world.env);
  return pretty(report, { palette: palette(color), columns: world.stdout.columns ?? 120 });
}

const FAILING: Readonly<Record<LintOptions['failOn'], readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  info: ['error', 'warning', 'info'],
};

function exitCodeOf({ shown, all }: Reports, options: LintOptions): ExitCode {
  if (shown.diagnostics.some(({ severity }) => FAILING[options.failOn].includes(severity))) return 1;
  // What --quiet hides still counts here, as it does for ESLint.
  const warnings = all.filter(({ severity }) => severity === 'warning').length;
  return options.maxWarnings !== null && warnings > options.maxWarnings ? 1 : 0;
}
