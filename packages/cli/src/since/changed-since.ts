import { dirname, sep } from 'node:path';
import { type Diagnostic, type FileId, joinDiagnostics } from '@nginx-lint/core';
import { isOnDisk, realPathOf, toPath } from '@nginx-lint/disk';
import { Failure } from '../failure.ts';
import type { FileText } from '../file-text.ts';
import { keyOf } from '../fingerprints.ts';
import { Git } from '../git.ts';
import type { LintOptions } from '../lint-options.ts';
import { lintTargets, type Round, sourcesIn, withoutFindings } from '../linting.ts';
import type { Progress } from '../progress.ts';
import { inRealFolder } from '../real-folder.ts';
import { counted } from '../reporters/report.ts';
import type { ReadTargets } from '../targets.ts';
import type { World } from '../world.ts';
import { type Change, changesSince } from './changes.ts';
import { lineMap } from './line-map.ts';
import { OldFiles } from './old-files.ts';

/** What is known of a commit: its findings, and the texts in which they were found. */
interface Past {
  /** How often each finding was there, by {@link nameOf}. */
  readonly findings: ReadonlyMap<string, number>;
  /** By real path as it is now. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reports what lies on lines that changed since a commit, and what was not found in them before although it stood there. */
export class ChangedSince {
  readonly #ref: string;
  readonly #past: Past;

  private constructor(ref: string, past: Past) {
    this.#ref = ref;
    this.#past = past;
  }

  /** @throws Failure outside of a repository, or where there is no such commit */
  static async of(
    ref: string,
    targets: ReadTargets,
    options: LintOptions,
    progress: Progress,
    world: World,
  ): Promise<ChangedSince> {
    const git = await repositoryOf(targets, world);
    const changes = await changesSince(git, await git.commit(ref, `--changed-since ${ref}`));
    const old = new OldFiles(git, changes);
    const there = { ...targets, files: targets.files.filter((path) => old.wasThere(inRealFolder(path))) };
    return new ChangedSince(ref, pastOf(await lintOld(there, options, old, progress, world), changes));
  }

  narrow(round: Round): Round {
    const sources = sourcesIn(round.linted);
    const maps = new Map<FileId, readonly (number | null)[]>();
    const left = new Map(this.#past.findings);
    const hidden = new Set<string>();
    for (const diagnostic of joinDiagnostics(round.linted.map(({ result }) => result)).diagnostics) {
      const source = sources.get(diagnostic.file);
      if (source === undefined) continue;
      const map = maps.get(diagnostic.file) ?? this.#linesOf(source);
      maps.set(diagnostic.file, map);
      const lines = linesOf(diagnostic, source).map((line) => map[line - 1] ?? null);
      const [first = null] = lines;
      if (first === null || lines.includes(null)) continue;
      const name = nameOf(diagnostic, realOf(diagnostic.file), first + 1, source);
      const count = left.get(name) ?? 0;
      if (count === 0) continue;
      left.set(name, count - 1);
      hidden.add(keyOf(diagnostic));
    }
    const notes =
      hidden.size === 0 ? [] : [`${counted(hidden.size, 'problem')} unchanged since ${this.#ref} not shown`];
    return withoutFindings(round, (diagnostic) => hidden.has(keyOf(diagnostic)), notes);
  }

  /** Where the lines of a file were; nowhere, if the configuration did not hold it. */
  #linesOf(source: FileText): readonly (number | null)[] {
    const before = this.#past.texts.get(realOf(source.id));
    return before === undefined ? [] : lineMap(before, source.text);
  }
}

async function repositoryOf(targets: ReadTargets, { env }: World): Promise<Git> {
  const folders = [...targets.folders, ...targets.files.map((path) => dirname(path))].map(realPathOf);
  const [first = '.'] = folders;
  const repository = await Git.around(first, '--changed-since', first, env);
  const root = repository.root.endsWith(sep) ? repository.root : repository.root + sep;
  for (const folder of folders)
    if (folder !== repository.root && !folder.startsWith(root))
      throw new Failure(`--changed-since: ${folder} does not lie in the repository ${repository.root}`);
  return repository;
}

/** Null where the old files could not be looked at, so that all that is found now is new. */
async function lintOld(
  targets: ReadTargets,
  options: LintOptions,
  old: OldFiles,
  progress: Progress,
  { cwd }: World,
): Promise<Round | null> {
  try {
    return await lintTargets(targets, { ...options, stats: false }, old.host(cwd), progress);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function pastOf(round: Round | null, changes: readonly Change[]): Past {
  const moved = new Map(changes.flatMap(({ path, from }) => (from === null ? [] : [[from, path] as const])));
  const findings = new Map<string, number>();
  const texts = new Map<string, string>();
  if (round === null) return { findings, texts };
  const sources = sourcesIn(round.linted);
  const nowOf = (file: FileId) => moved.get(realOf(file)) ?? realOf(file);
  for (const [file, source] of sources) if (isOnDisk(file)) texts.set(nowOf(file), source.text);
  const found = joinDiagnostics(round.linted.map(({ result, found: diagnostics }) => ({ ...result, diagnostics })));
  for (const diagnostic of found.diagnostics) {
    const source = sources.get(diagnostic.file);
    if (source === undefined) continue;
    const line = source.lines.lineAt(diagnostic.span.start);
    const name = nameOf(diagnostic, nowOf(diagnostic.file), line, source);
    findings.set(name, (findings.get(name) ?? 0) + 1);
  }
  return { findings, texts };
}

const realOf = (file: FileId): string => (isOnDisk(file) ? realPathOf(toPath(file)) : file);

/** The same for a finding then and now: where it says more, or says it louder, the change has made it worse. */
function nameOf(
  { rule, message, severity, span }: Diagnostic,
  path: string,
  oldLine: number,
  { lines }: FileText,
): string {
  return JSON.stringify([path, rule, severity, message, oldLine, lines.positionAt(span.start).column]);
}

/** All lines on which a finding lies. */
function linesOf({ span }: Diagnostic, { lines }: FileText): readonly number[] {
  const first = lines.lineAt(span.start);
  const last = lines.lineAt(Math.max(span.start, span.end - 1));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
