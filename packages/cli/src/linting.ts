import {
  type ConfigModel,
  type ConfigTree,
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
  type SourceFile,
} from '@nginx-lint/core';
import { toFileId } from '@nginx-lint/disk';
import {
  isIgnored,
  type PlannedJob,
  Project,
  type ProjectHost,
  planJobs,
  settingsOf,
} from '@nginx-lint/service/project';
import { type FileText, MOST_TEXT } from './file-text.ts';
import { type Fingerprints, fingerprintsOf } from './fingerprints.ts';
import { HeapGuard } from './heap.ts';
import type { LintOptions } from './lint-options.ts';
import type { Progress } from './progress.ts';
import type { ReadTargets } from './targets.ts';

const NGINX = createSettings({ preset: 'nginx' });

/** One look at everything that the command line names. */
export interface Round {
  readonly linted: readonly Linted[];
  /** What could not be looked at, each with its reason. */
  readonly unreadable: readonly string[];
  /** What was left out of the report on purpose, in words. */
  readonly notes: readonly string[];
}

/** What is kept of a configuration: nothing that grows with its trees. */
export interface Linted {
  readonly entry: FileId;
  /** All files of the tree. */
  readonly sources: ReadonlyMap<FileId, FileText>;
  /** How many directives were looked at, in all places in which they stand. */
  readonly directives: number;
  /** How often nginx refuses what, however the rules are set; empty where nothing is to be fixed. */
  readonly refusals: ReadonlyMap<string, number>;
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
  let reading = true;
  let files = 0;
  const heap = new HeapGuard();
  const watched: ProjectHost = {
    ...host,
    async read(file) {
      if (reading) progress.show(`Reading: ${++files} files`);
      const read = await host.read(file);
      if (typeof read !== 'string') heap.heard(read.length);
      return read;
    },
  };
  const project = new Project({ ...options, host: watched, known: async () => ({ rules }), mostText: MOST_TEXT });
  const { jobs, unreadable } = await planJobs(project, {
    files: targets.files.map(idOf),
    folders: targets.folders.map(idOf),
    context: options.context(project),
  });
  reading = false;
  const linted = await lintAll(jobs, project, options, { progress, heap });
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
export function sourcesIn(linted: readonly Linted[]): ReadonlyMap<FileId, FileText> {
  const all = new Map<FileId, FileText>();
  for (const { sources } of linted) for (const [file, source] of sources) all.set(file, source);
  return all;
}

/** Of an absolute path. */
const idOf = (path: string): FileId => toFileId(path, '/');

async function lintAll(
  jobs: readonly PlannedJob[],
  project: Project,
  options: LintOptions,
  { progress, heap }: { readonly progress: Progress; readonly heap: HeapGuard },
): Promise<readonly Linted[]> {
  const settings = new Map<LintConfig, LintSettings>();
  const texts = new Map<FileId, FileText>();
  const linted: Linted[] = [];
  for (const [index, job] of jobs.entries()) {
    progress.show(`Linting ${index + 1} of ${jobs.length}`);
    const config = await project.config(job.file);
    const chosen = settings.get(config) ?? settingsOf(config, options);
    settings.set(config, chosen);
    const tree = await job.tree();
    heap.look();
    const model = createModel(tree);
    const files = await wantedFiles(tree, job.only, config, project.host);
    const result = lint(model, rules, chosen, options.stats ? () => performance.now() : undefined);
    const diagnostics = result.diagnostics.filter((diagnostic) => files.has(diagnostic.file));
    const silenced = result.silenced.filter(({ diagnostic }) => files.has(diagnostic.file));
    linted.push({
      entry: tree.entry,
      sources: new Map([...tree.files].map(([file, source]) => [file, keptText(source, texts)])),
      directives: tree.all.length,
      refusals: options.fix === null ? new Map() : refusalsIn(model),
      files,
      found: result.diagnostics,
      result: { ...result, diagnostics, silenced },
    });
  }
  return linted;
}

/** A file that was read several times is kept once. */
function keptText({ id, text, encoding, lines }: SourceFile, texts: Map<FileId, FileText>): FileText {
  const known = texts.get(id);
  if (known?.text === text && known.encoding === encoding) return known;
  const kept = { id, text, encoding, lines };
  texts.set(id, kept);
  return kept;
}

function refusalsIn(model: ConfigModel): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { fatal, rule, file, message } of lint(model, rules, NGINX).diagnostics) {
    const key = JSON.stringify([model.entry, rule, file, message]);
    if (fatal) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The files of a tree about which something is to be reported. */
async function wantedFiles(
  { files }: ConfigTree,
  only: PlannedJob['only'],
  config: LintConfig,
  host: ProjectHost,
): Promise<ReadonlySet<FileId>> {
  const wanted = new Set<FileId>();
  for (const file of files.keys()) {
    if (isIgnored(file, config)) continue;
    if (only === null || only.has(await host.realFile(file))) wanted.add(file);
  }
  return wanted;
}
