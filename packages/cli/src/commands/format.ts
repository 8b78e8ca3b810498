import { encode, type FileId, formatted, parse, pathOf, relativeTo, type SourceFile } from '@nginx-lint/core';
import { nodeFileSystem, nodeHost, realFileOf, toFileId, toPath } from '@nginx-lint/disk';
import { formatSettings, isIgnored, Project, planJobs } from '@nginx-lint/service/project';
import type { Invocation } from '../args.ts';
import { hearSignals } from '../atomic-write.ts';
import { Failure } from '../failure.ts';
import { MOST_TEXT } from '../file-text.ts';
import { type FormatCommandOptions, readFormatCommandOptions } from '../format-options.ts';
import { printDiff } from '../print-diff.ts';
import { counted } from '../reporters/report.ts';
import { rewrite } from '../rewrite.ts';
import { namesOf, type ReadTargets, readTargets } from '../targets.ts';
import { visible } from '../visible.ts';
import type { ExitCode, World } from '../world.ts';

/** Lays files out, or says which are not. 1: with `--check` and `--diff`, something would change. */
export async function formatCommand({ operands, options: given }: Invocation, world: World): Promise<ExitCode> {
  const options = readFormatCommandOptions(given, operands, world.cwd);
  const targets = await readTargets(operands, options.stdinFilename, world);
  if (options.mode === 'print' && (targets.folders.length > 0 || targets.files.length !== 1))
    throw new Failure('only one file is printed; for more, say --write, --check or --diff');
  const host = nodeHost(world.cwd, targets.overlay ?? nodeFileSystem);
  const project = new Project({ ...options, host, known: () => import('../known-names.ts'), mostText: MOST_TEXT });
  const nameOf = namesOf(targets.names, world.cwd);
  const { files, unreadable } = await filesOf(targets, project, world.cwd);
  for (const line of unreadable) world.stderr.write(`nginx-lint: ${visible(line)}\n`);
  if (files.length === 0 && unreadable.length === 0 && targets.files.length === 0)
    throw new Failure(`no nginx configuration found in ${targets.shown}`);
  const tally = { changed: 0, left: 0, failed: unreadable.length };
  for (const file of files) {
    tally[await formatOne(file, nameOf(file), project, options, world)]++;
    if (options.mode === 'write') await hearSignals();
  }
  if (options.mode !== 'print') world.stderr.write(summary(tally, options));
  if (tally.failed > 0) return 2;
  return tally.changed > 0 && (options.mode === 'check' || options.mode === 'diff') ? 1 : 0;
}

/** The files that are named, and those below the folders that are, each once. */
async function filesOf(
  targets: ReadTargets,
  project: Project,
  cwd: string,
): Promise<{ readonly files: readonly FileId[]; readonly unreadable: readonly string[] }> {
  const found = new Map<FileId, FileId>();
  for (const path of targets.files) found.set(realFileOf(toFileId(path, cwd)), toFileId(path, cwd));
  const folders = targets.folders.map((path) => toFileId(path, cwd));
  const { jobs, unreadable } = await planJobs(project, { files: [], folders, context: null });
  const roots = folders.map((folder) => pathOf(realFileOf(folder)));
  const below: [FileId, FileId][] = [];
  for (const { tree, only } of jobs)
    for (const file of (await tree()).files.keys()) {
      const real = realFileOf(file);
      const wanted = only === null || only.has(real);
      if (wanted && roots.some((root) => relativeTo(root, pathOf(real)) !== null)) below.push([real, file]);
    }
  for (const [real, file] of below.sort(([, a], [, b]) => (a < b ? -1 : 1)))
    if (!found.has(real)) found.set(real, file);
  return { files: [...found.values()], unreadable };
}

async function formatOne(
  file: FileId,
  name: string,
  project: Project,
  { mode, diff, color }: FormatCommandOptions,
  world: World,
): Promise<'changed' | 'left' | 'failed'> {
  const source = await project.source(file);
  if (source === null) throw new Failure(`${name}: ${project.host.whyUnreadable(file)}`);
  const ignored = isIgnored(file, await project.config(file));
  const [problem] = ignored ? [] : source.problems;
  if (problem !== undefined) {
    const { line, column } = source.lines.positionAt(problem.start);
    world.stderr.write(`nginx-lint: ${visible(`${name}:${line}:${column}: not formatted: ${problem.message}`)}\n`);
    return 'failed';
  }
  const after = ignored ? source.text : checked(source, formatted(source, await formatSettings(project, source)));
  if (mode === 'print') {
    world.stdout.write(encode(after, source.encoding));
    return 'left';
  }
  if (after === source.text) return 'left';
  if (mode === 'write') {
    if (!rewrite(toPath(file), name, source, after, world)) return 'failed';
  } else if (diff) printDiff(name, source, after, color, world);
  if (mode !== 'diff' && !diff) world.stdout.write(`${visible(name)}\n`);
  return 'changed';
}

/** The text, when nginx reads the same words in it. */
function checked(before: SourceFile, text: string): string {
  const after = parse(before.id, encode(text, before.encoding));
  if (after.problems.length > 0 || wordsOf(after) !== wordsOf(before))
    throw new Error(`${before.id}: formatting would have changed what nginx reads`);
  return text;
}

function wordsOf({ tokens, text }: SourceFile): string {
  const words = tokens.filter(({ kind }) => kind !== 'blank');
  return words.map(({ start, end }) => text.slice(start, end).trimEnd()).join('\n');
}

function summary(
  { changed, left, failed }: Record<'changed' | 'left' | 'failed', number>,
  options: FormatCommandOptions,
): string {
  const verb = options.mode === 'write' ? 'formatted' : 'would change';
  const parts = [`${counted(changed, 'file')} ${verb}`, `${left} left as ${left === 1 ? 'it is' : 'they are'}`];
  if (failed > 0) parts.push(`${failed} not formatted`);
  return `${parts.join(', ')}\n`;
}
