import { type Diagnostic, type FileId, joinDiagnostics, rules, type Severity, type SourceFile } from '@nginx-lint/core';
import { nodeFileSystem, nodeHost, realPathOf, toPath } from '@nginx-lint/disk';
import type { Invocation } from '../args.ts';
import { Failure } from '../failure.ts';
import { type LintOptions, readLintOptions } from '../lint-options.ts';
import { type Linted, lintTargets, type Round } from '../linting.ts';
import { Progress } from '../progress.ts';
import { compact } from '../reporters/compact.ts';
import { json } from '../reporters/json.ts';
import { pretty } from '../reporters/pretty.ts';
import { type Report, summarise, summaryLine } from '../reporters/report.ts';
import { statistics } from '../reporters/stats.ts';
import { palette } from '../style.ts';
import { namesOf, readTargets, type ShownNames } from '../targets.ts';
import { type ExitCode, type Output, type World, wantsColor } from '../world.ts';

/** Finds what is wrong and says so; with `--fix`, mends what it can before. */
export async function lintCommand(invocation: Invocation, world: World): Promise<ExitCode> {
  const started = performance.now();
  const options = readLintOptions(invocation.options, world.cwd, rules);
  if (options.fix !== null && invocation.operands.includes('-') && invocation.operands.length > 1)
    throw new Failure('standard input is mended alone; name no other path besides “-”');
  const targets = await readTargets(invocation.operands, options.stdinFilename, world);
  const progress = new Progress(world.stderr);
  const files = targets.overlay ?? nodeFileSystem;
  const round = await lintTargets(targets, options, nodeHost(world.cwd, files), progress);
  for (const line of round.unreadable) world.stderr.write(`nginx-lint: ${line}\n`);
  if (round.linted.length === 0 && targets.files.length === 0) {
    world.stderr.write(`nginx-lint: no nginx configuration found in ${targets.shown}\n`);
    return 2;
  }
  const nameOf = namesOf(targets.names, world.cwd);
  const end = (last: Round, output: Output | null): ExitCode => {
    const report = reportOf(last.linted, options, nameOf);
    if (output !== null) print(report, options, output, world);
    if (options.stats) world.stderr.write(statistics(report.shown, report, performance.now() - started));
    return round.unreadable.length > 0 ? 2 : exitCodeOf(report, options);
  };
  if (options.fix === null) return end(round, world.stdout);
  const { mendTargets } = await import('../mending.ts');
  const look = (changed: typeof files): Promise<Round> =>
    lintTargets(targets, options, nodeHost(world.cwd, changed), progress);
  const { left, complete } = await mendTargets({ round, targets, options, files, look, nameOf }, world);
  const code = options.diff ? end(round, null) : end(left, targets.overlay === null ? world.stdout : world.stderr);
  return complete ? code : 2;
}

function print(report: Reports, options: LintOptions, output: Output, world: World): void {
  output.write(rendered(report.shown, options, output, world));
  if (options.format === 'pretty' && report.shown.diagnostics.length === 0 && world.stderr.isTTY)
    world.stderr.write(`${summaryLine(summarise(report.shown))}\n`);
}

interface Reports {
  readonly shown: Report;
  /** With those that --quiet hides. */
  readonly all: readonly Diagnostic[];
  readonly times: ReadonlyMap<string, number>;
  /** How many directives were looked at, in all places in which they stand. */
  readonly directives: number;
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
  const directives = results.reduce((sum, { model }) => sum + model.tree.all.length, 0);
  return { shown, all, times: joined.times, directives };
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

function rendered(report: Report, options: LintOptions, output: Output, world: World): string {
  if (options.format === 'json') return json(report);
  if (options.format === 'compact') return compact(report);
  const color = wantsColor(options.color, output, world.env);
  return pretty(report, { palette: palette(color), columns: output.columns ?? 120 });
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
