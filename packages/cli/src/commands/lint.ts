import { type Diagnostic, type FileId, joinDiagnostics, rules } from '@nginx-lint/core';
import { nodeFileSystem, nodeHost, realPathOf, toPath } from '@nginx-lint/disk';
import type { Invocation } from '../args.ts';
import { Failure } from '../failure.ts';
import { failing, type LintOptions, readLintOptions } from '../lint-options.ts';
import { fingerprintsIn, lintTargets, type Round, sourcesIn } from '../linting.ts';
import type { Narrowing } from '../narrowing.ts';
import { Progress } from '../progress.ts';
import { printReport } from '../reporters/print.ts';
import type { Report } from '../reporters/report.ts';
import { statistics } from '../reporters/stats.ts';
import { namesOf, type ReadTargets, readTargets, type ShownNames } from '../targets.ts';
import { visible } from '../visible.ts';
import type { ExitCode, Output, World } from '../world.ts';

/** Finds what is wrong and says so; with `--fix`, mends what it can before. */
export async function lintCommand(invocation: Invocation, world: World): Promise<ExitCode> {
  const started = performance.now();
  const options = readLintOptions(invocation.options, world.cwd, rules);
  if (options.fix !== null && invocation.operands.includes('-') && invocation.operands.length > 1)
    throw new Failure('standard input is mended alone; name no other path besides “-”');
  const targets = await readTargets(invocation.operands, options.stdinFilename, world);
  const progress = new Progress(world.stderr);
  const files = targets.overlay ?? nodeFileSystem;
  const narrowing = await narrowingFor(targets, options, progress, world);
  const look = async (changed: typeof files): Promise<Round> => {
    const all = await lintTargets(targets, options, nodeHost(world.cwd, changed), progress);
    return narrowing === null ? all : narrowing.narrow(all);
  };
  const round = await look(files);
  for (const line of round.unreadable) world.stderr.write(`nginx-lint: ${line}\n`);
  if (round.linted.length === 0 && targets.files.length === 0) {
    world.stderr.write(`nginx-lint: no nginx configuration found in ${targets.shown}\n`);
    return 2;
  }
  const nameOf = namesOf(targets.names, world.cwd);
  const end = async (last: Round, output: Output | null): Promise<ExitCode> => {
    const done = narrowing?.finish(last) ?? [];
    const report = reportOf(last, options, nameOf);
    const code = round.unreadable.length > 0 ? 2 : exitCodeOf(report, options);
    const parts = { options, code, unreadable: round.unreadable };
    if (output !== null) await printReport(report.shown, parts, output, world);
    for (const note of [...last.notes, ...done]) world.stderr.write(`${visible(note)}\n`);
    if (options.stats) world.stderr.write(statistics(report.shown, report, performance.now() - started));
    return code;
  };
  if (options.fix === null) return end(round, world.stdout);
  const { mendTargets } = await import('../mending.ts');
  const { left, complete } = await mendTargets({ round, targets, options, files, look, nameOf }, world);
  const code = await (options.diff
    ? end(round, null)
    : end(left, targets.overlay === null ? world.stdout : world.stderr));
  return complete ? code : 2;
}

/** Null where nothing is to be left out, which is loaded only where something is. */
async function narrowingFor(
  targets: ReadTargets,
  options: LintOptions,
  progress: Progress,
  world: World,
): Promise<Narrowing | null> {
  if (options.baseline === null && options.changedSince === null) return null;
  const { narrowingOf } = await import('../narrowing.ts');
  return narrowingOf(targets, options, progress, world);
}

interface Reports {
  readonly shown: Report;
  /** With those that --quiet hides. */
  readonly all: readonly Diagnostic[];
  readonly times: ReadonlyMap<string, number>;
  /** How many directives were looked at, in all places in which they stand. */
  readonly directives: number;
}

function reportOf(round: Round, options: LintOptions, nameOf: ShownNames): Reports {
  const { linted } = round;
  const sources = sourcesIn(linted);
  const looked = new Map<string, FileId>();
  for (const { files } of linted)
    for (const file of files) {
      const real = realPathOf(toPath(file));
      if (!looked.has(real)) looked.set(real, file);
    }
  const joined = joinDiagnostics(linted.map(({ result }) => result));
  const fingerprints = fingerprintsIn(round);
  const all = sorted(joined.diagnostics, nameOf);
  const isShown = ({ severity }: Diagnostic) => !options.quiet || severity === 'error';
  const shown: Report = {
    diagnostics: all.filter(isShown),
    files: looked.size,
    suppressed: joined.suppressed,
    silenced: joined.silenced.filter(({ diagnostic }) => isShown(diagnostic)),
    looked: [...looked.values()],
    source: (file) => sources.get(file) ?? null,
    nameOf,
    fingerprintOf(diagnostic) {
      const { line, ordinal } = fingerprints(diagnostic);
      return `${line}:${ordinal}`;
    },
  };
  const directives = linted.reduce((sum, one) => sum + one.directives, 0);
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

function exitCodeOf({ shown, all }: Reports, options: LintOptions): ExitCode {
  if (shown.diagnostics.some(({ severity }) => failing(options).includes(severity))) return 1;
  // What --quiet hides still counts here, as it does for ESLint.
  const warnings = all.filter(({ severity }) => severity === 'warning').length;
  return options.maxWarnings !== null && warnings > options.maxWarnings ? 1 : 0;
}
