import { type Facts, type FileId, isShipped, type LintConfig, pathOf, type Rule } from '@nginx-lint/core';
import { buildSnapshot } from '../build-snapshot.ts';
import { type EarlyLook, earlyFindings, type LastLook } from '../early-findings.ts';
import {
  CONFIG_NAMES,
  discover,
  Failure,
  isIgnored,
  type Job,
  Project,
  type ProjectHost,
  realFilesOf,
  settingsOf,
} from '../project/index.ts';
import type { Snapshot } from '../snapshot.ts';
import { type KeptAnalysis, renewAnalyses } from './analyses.ts';
import { type Buffer, LayeredFiles } from './layered-files.ts';
import { Parses } from './parses.ts';
import { DEFAULT_SETTINGS, type WorkspaceSettings } from './settings.ts';

/** A change on the disk, as an editor's watcher tells it. */
export interface FileChange {
  readonly file: FileId;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/**
 * The folders of an editor with its open buffers. Changes are noted at once; {@link Workspace.snapshot} gives what is
 * known after the last one. All of it happens in memory, over the files of a host.
 */
export class Workspace {
  readonly files: LayeredFiles;
  readonly #rules: readonly Rule[];
  readonly #parses: Parses;
  readonly #facts = new Map<string, Facts>();
  #settings: WorkspaceSettings = DEFAULT_SETTINGS;
  #folders: readonly FileId[] = [];
  #configs = new Map<string, LintConfig>();
  #revision = 0;
  #analyses: readonly KeptAnalysis[] = [];
  #snapshot: Snapshot | null = null;
  #building: Promise<Snapshot> | null = null;
  /** Buffers that are being taken over, one after the other. */
  #updates: Promise<void> = Promise.resolve();
  /** What could not be done, such as reading a broken config file. */
  #failures: readonly string[] = [];

  constructor(host: ProjectHost, rules: readonly Rule[]) {
    this.files = new LayeredFiles(host);
    this.#rules = rules;
    this.#parses = new Parses((bytes) => this.files.textOf(bytes));
  }

  /** Grows with each change. */
  get revision(): number {
    return this.#revision;
  }

  /** What the last snapshot could not take into account, each in a line for the user. */
  get failures(): readonly string[] {
    return this.#failures;
  }

  get folders(): readonly FileId[] {
    return this.#folders;
  }

  setFolders(folders: readonly FileId[]): void {
    this.#folders = folders;
    this.#revision++;
  }

  configure(settings: WorkspaceSettings): void {
    this.#settings = settings;
    this.#facts.clear();
    this.#revision++;
  }

  /** A buffer was opened or edited; its whole text. */
  update(buffer: Buffer): void {
    this.#revision++;
    this.#updates = this.#updates.then(() => this.files.setBuffer(buffer));
    if (isConfigFile(buffer.file)) this.#configs.clear();
  }

  close(file: FileId): void {
    this.#revision++;
    this.#updates = this.#updates.then(() => this.files.dropBuffer(file));
    if (isConfigFile(file)) this.#configs.clear();
  }

  /** The disk was changed by somebody else. */
  changed(changes: readonly FileChange[]): void {
    if (changes.length === 0) return;
    this.#revision++;
    for (const { file } of changes) this.files.forgetContent(file);
    if (changes.some(({ kind }) => kind !== 'changed')) this.files.forgetNames();
    if (changes.some(({ file }) => isConfigFile(file))) this.#configs.clear();
  }

  /** Anything may have changed: for editors that do not watch files. */
  forgetDisk(): void {
    this.#revision++;
    this.files.forgetAll();
    this.#configs.clear();
  }

  /** Everything as it is now; while changes come in, that of the last of them. */
  async snapshot(): Promise<Snapshot> {
    for (;;) {
      const known = this.#snapshot;
      if (known !== null && known.revision === this.#revision) return known;
      this.#building ??= this.#build().finally(() => {
        this.#building = null;
      });
      await this.#building;
    }
  }

  /**
   * What can be said at once of an open text that was edited, by what was found in it last: the text is read, and nothing
   * else. Null where the last snapshot does not hold the file, or nothing is to be said about it.
   */
  async early(file: FileId, last: LastLook): Promise<EarlyLook | null> {
    await this.#settled();
    const view = this.#snapshot?.views(file)[0];
    if (view === undefined || isIgnored(view.file, view.analysis.config)) return null;
    const bytes = await this.files.read(view.file);
    if (typeof bytes === 'string') return null;
    const source = this.#parses.parse(view.file, bytes, view.analysis.model.facts);
    const settings = settingsOf(view.analysis.config, this.#settings);
    return { source, findings: earlyFindings(source, last, this.#rules, settings) };
  }

  async #build(): Promise<Snapshot> {
    await this.#settled();
    const revision = this.#revision;
    const { jobs, failures } = await this.#jobs();
    this.#failures = failures;
    this.#analyses = renewAnalyses(this.#analyses, jobs, this.#settings, this.#rules);
    const real = new Map<FileId, FileId>();
    const open = [...this.files.buffers].map(({ file }) => file);
    const held = new Set<FileId>();
    for (const { model } of this.#analyses) for (const file of model.tree.files.keys()) held.add(file);
    for (const file of [...open, ...held]) {
      if (isShipped(file)) continue;
      const target = await this.files.realFile(file);
      if (target !== file) real.set(file, target);
    }
    this.#parses.sweep();
    const analyses = this.#analyses;
    this.#snapshot = buildSnapshot({
      revision,
      analyses,
      real,
      open,
      ignored: (file, analysis) => {
        const only = analyses.find((one) => one === analysis)?.job.only ?? null;
        return isIgnored(file, analysis.config) || (only !== null && !only.has(real.get(file) ?? file));
      },
    });
    return this.#snapshot;
  }

  /** All changes that were told are taken over, those that came meanwhile too. */
  async #settled(): Promise<void> {
    for (let updates = this.#updates; ; updates = this.#updates) {
      await updates;
      if (updates === this.#updates) return;
    }
  }

  /** What is to be looked at. A config file that is broken is left out, and said to be. */
  async #jobs(): Promise<{ jobs: readonly { job: Job; config: LintConfig }[]; failures: readonly string[] }> {
    const first = await this.#tryJobs(this.#settings.config);
    if (!(first instanceof Failure)) return first;
    const second = await this.#tryJobs('none');
    if (second instanceof Failure) return { jobs: [], failures: [first.message, second.message] };
    return { jobs: second.jobs, failures: [first.message, ...second.failures] };
  }

  async #tryJobs(config: WorkspaceSettings['config']) {
    const { nginxVersion, prefix, map, over } = this.#settings;
    const project = new Project({
      host: this.files,
      known: async () => ({ rules: this.#rules }),
      config,
      nginxVersion,
      prefix,
      map,
      over,
      parse: (file, bytes, facts) => this.#parses.parse(file, bytes, facts),
      factsFor: (key, make) => this.#factsFor(key, make),
    });
    try {
      const { jobs, unreadable } = await discover(project, { files: [], folders: this.#folders, context: null });
      const lone = await discover(project, { files: await this.#openOutside(jobs), folders: [], context: null });
      const all = await Promise.all(
        [...jobs, ...lone.jobs].map(async (job) => ({ job, config: this.#kept(await configOf(project, job)) })),
      );
      return { jobs: all, failures: unreadable };
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  }

  /** Open buffers that no folder's configuration holds. */
  async #openOutside(jobs: readonly Job[]): Promise<readonly FileId[]> {
    const held = new Set<FileId>();
    for (const { tree } of jobs) for (const file of await realFilesOf(tree, this.files)) held.add(file);
    const outside: FileId[] = [];
    for (const { file } of this.files.buffers)
      if (!isConfigFile(file) && !held.has(await this.files.realFile(file))) outside.push(file);
    return outside;
  }

  /** Of equal configs always the same one, so that nothing is done anew for a file that was only read again. */
  #kept(config: LintConfig): LintConfig {
    const key = JSON.stringify(config, (_, value: unknown) => (value instanceof Map ? [...value] : value));
    const known = this.#configs.get(key) ?? config;
    this.#configs.set(key, known);
    return known;
  }

  #factsFor(key: string, make: () => Facts): Facts {
    const known = this.#facts.get(key) ?? make();
    this.#facts.set(key, known);
    return known;
  }
}

/** With where paths lead to, by what the user's settings say besides. */
async function configOf(project: Project, { file }: Job): Promise<LintConfig> {
  return { ...(await project.config(file)), ...(await project.mapping(file)) };
}

function isConfigFile(file: FileId): boolean {
  const path = pathOf(file);
  return CONFIG_NAMES.some((name) => path.endsWith(`/${name}`));
}
