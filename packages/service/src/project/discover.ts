import {
  type ConfigTree,
  type Context,
  type FileId,
  fileAt,
  folderOf,
  isShipped,
  joinPath,
  pathOf,
} from '@nginx-lint/core';
import { ignoredBy } from './gitignore.ts';
import type { ProjectHost } from './host.ts';
import type { Project } from './project.ts';
import { remember } from './remember.ts';
import { isCalledEntry, isComplete, isEntry, looksLikeNginx, saysContext } from './roles.ts';

/** One tree to look at. */
export interface Job {
  readonly file: FileId;
  readonly tree: ConfigTree;
  /** Real files about which something is to be reported; null: all of the tree. */
  readonly only: ReadonlySet<FileId> | null;
}

/** One tree to look at, which is read when its turn comes. */
export interface PlannedJob extends Omit<Job, 'tree'> {
  /** @throws Failure where the file cannot be read any more */
  tree(): Promise<ConfigTree>;
}

export interface Discovery<T = Job> {
  readonly jobs: readonly T[];
  /** What could not be looked at, each with its reason. */
  readonly unreadable: readonly string[];
}

/** What is to be looked at. */
export interface Targets {
  readonly files: readonly FileId[];
  readonly folders: readonly FileId[];
  /** The blocks around fragments; null: find out. */
  readonly context: readonly Context[] | null;
}

/** Finds the trees in which the named files and folders are to be seen, all of them at once. @throws Failure */
export async function discover(project: Project, targets: Targets): Promise<Discovery> {
  const { jobs, unreadable } = await planJobs(project, targets);
  const read: Job[] = [];
  for (const job of jobs) read.push({ ...job, tree: await job.tree() });
  return { jobs: read, unreadable };
}

/** The same for those who go through the trees one after the other, and may keep none. @throws Failure */
export async function planJobs(project: Project, targets: Targets): Promise<Discovery<PlannedJob>> {
  const plan = new Plan(project, targets.context);
  for (const file of targets.files) await plan.addFile(file);
  for (const folder of targets.folders) {
    const found = await project.host.walk(folder);
    plan.unreadable.push(...found.unreadable);
    await plan.addFolder(folder, found.files);
  }
  return { jobs: plan.jobs(), unreadable: plan.unreadable };
}

/** Trees by their files, so that none is looked at twice, whatever the ways by which it was found. */
class Plan {
  /** What could not be looked at, each with its reason. */
  readonly unreadable: string[] = [];
  readonly #project: Project;
  readonly #host: ProjectHost;
  readonly #context: readonly Context[] | null;
  readonly #whole = new Map<FileId, Entry>();
  readonly #parts = new Map<FileId, Entry & { only: Set<FileId> }>();
  readonly #realFiles = new Map<FileId, Promise<ReadonlySet<FileId>>>();
  readonly #entryFiles = new Map<FileId, Promise<boolean>>();
  readonly #candidates = new Map<string, Promise<readonly FileId[]>>();

  constructor(project: Project, context: readonly Context[] | null) {
    this.#project = project;
    this.#host = project.host;
    this.#context = context;
  }

  async addFile(file: FileId): Promise<void> {
    const source = await this.#project.source(file);
    if (this.#context === null && source !== null) {
      const entry = isEntry(source);
      if (entry && isComplete(source)) return this.#addWhole(file, () => this.#project.tree(file));
      // A piece that some entry includes is looked at there.
      const holder = saysContext(source) ? null : await this.#holderOf(file);
      if (holder !== null) return this.#addPart(holder, () => this.#project.tree(holder), file);
      if (entry) return this.#addWhole(file, () => this.#project.tree(file));
    }
    const tree = () => this.#project.fragment(file, this.#context);
    // Says why.
    if (source === null) await tree();
    // With its blocks stated, it is all there is: what it includes is looked at there and nowhere else.
    return this.#context === null ? this.#addPart(file, tree, file) : this.#addWhole(file, tree);
  }

  async addFolder(folder: FileId, files: readonly FileId[]): Promise<void> {
    const config = await this.#project.config(fileAt(joinPath(pathOf(folder), 'nginx.conf'), folder));
    const below = `${folder.replace(/\/$/, '')}/`;
    const chosen = new Set((await this.#host.match(config.entries)).filter((file) => file.startsWith(below)));
    const all = [...new Set([...chosen, ...files])].filter((file) => !ignoredBy(config.ignore, pathOf(file)));
    const kinds = await this.#kindsOf(all, chosen);
    const rest: FileId[] = [];
    const entries = new Map<FileId, FileId>();
    for (const file of all) {
      const kind = kinds.get(file);
      if (kind === 'unreadable') this.unreadable.push(`${this.#host.nameOf(file)}: ${this.#host.whyUnreadable(file)}`);
      if (kind === 'entry') entries.set(await this.#host.realFile(file), file);
      else rest.push(file);
    }
    const pieces = await this.#piecesOf(entries);
    const held = new Set<FileId>();
    for (const [real, file] of entries) {
      if (!pieces.has(real)) await this.#addWhole(file, () => this.#project.tree(file));
      for (const one of await this.#realFilesOf(file)) held.add(one);
    }
    for (const file of rest) {
      const real = await this.#host.realFile(file);
      if (held.has(real)) continue;
      held.add(real);
      const source = await this.#project.source(file);
      if (source !== null && looksLikeNginx(source, this.#project.facts(config))) await this.addFile(file);
    }
  }

  /** Looks at what is called an entry first, so that the files of its tree need not be read for themselves. */
  async #kindsOf(files: readonly FileId[], chosen: ReadonlySet<FileId>): Promise<ReadonlyMap<FileId, Kind>> {
    const kinds = new Map<FileId, Kind>();
    for (const file of entriesFirst(files)) {
      const source = await this.#project.source(file);
      const isOne = source !== null && (chosen.has(file) || isEntry(source));
      // While its files are at hand.
      if (isOne) await this.#realFilesOf(file);
      kinds.set(file, source === null ? 'unreadable' : isOne ? 'entry' : 'rest');
    }
    return kinds;
  }

  jobs(): readonly PlannedJob[] {
    const parts = [...this.#parts].filter(([key]) => !this.#whole.has(key)).map(([, part]) => part);
    return [...[...this.#whole.values()].map((entry) => ({ ...entry, only: null })), ...parts];
  }

  async #addWhole(file: FileId, tree: Entry['tree']): Promise<void> {
    const key = await this.#host.realFile(file);
    if (!this.#whole.has(key)) this.#whole.set(key, { file, tree });
  }

  async #addPart(holder: FileId, tree: Entry['tree'], file: FileId): Promise<void> {
    const key = await this.#host.realFile(holder);
    const part = this.#parts.get(key) ?? { file: holder, tree, only: new Set() };
    part.only.add(await this.#host.realFile(file));
    this.#parts.set(key, part);
  }

  /** The entry whose tree holds a file: in its folder and upwards to the root of the repository. */
  async #holderOf(file: FileId): Promise<FileId | null> {
    const real = await this.#host.realFile(file);
    const { entries } = await this.#project.config(file);
    for (const candidate of await this.#host.match(entries)) if (await this.#holds(candidate, real)) return candidate;
    const first = folderOf(pathOf(file));
    const root = await this.#repositoryOf(file);
    for (let folder = first; ; folder = folderOf(folder)) {
      for (const candidate of await this.#candidatesIn(fileAt(folder, file), root !== null || folder === first))
        if (candidate !== file && (await this.#isEntryFile(candidate)) && (await this.#holds(candidate, real)))
          return candidate;
      if (folder === root || folder === '/') return null;
    }
  }

  /** Files of a folder that may be entries. Outside of a repository, the folders above are searched for `nginx.conf` alone. */
  #candidatesIn(folder: FileId, thorough: boolean): Promise<readonly FileId[]> {
    return remember(this.#candidates, `${thorough} ${folder}`, async () => {
      const path = pathOf(folder);
      const files = (await this.#host.list(folder)).map(({ name }) => fileAt(joinPath(path, name), folder));
      const others = thorough
        ? files.filter((file) => /\.(conf|nginx)$/.test(file) && !isCalledEntry(file)).sort()
        : [];
      return [...files.filter(isCalledEntry), ...others];
    });
  }

  #isEntryFile(file: FileId): Promise<boolean> {
    return remember(this.#entryFiles, file, async () => {
      const source = await this.#project.source(file);
      return source !== null && isEntry(source);
    });
  }

  /** The nearest folder upwards that is a repository; null outside of one. */
  async #repositoryOf(file: FileId): Promise<string | null> {
    for (let folder = folderOf(pathOf(file)); ; folder = folderOf(folder)) {
      if ((await this.#host.read(fileAt(joinPath(folder, '.git'), file))) !== 'missing') return folder;
      if (folder === '/') return null;
    }
  }

  async #holds(entry: FileId, real: FileId): Promise<boolean> {
    const held = (await this.#realFilesOf(entry)).has(real);
    return held && (await this.#host.realFile(entry)) !== real;
  }

  /** Those that another one includes, such as a file with `stream`; nginx is not started with them. */
  async #piecesOf(entries: ReadonlyMap<FileId, FileId>): Promise<ReadonlySet<FileId>> {
    const pieces = new Set<FileId>();
    for (const [outer, file] of entries)
      for (const real of await this.#realFilesOf(file)) {
        const inner = real === outer ? undefined : entries.get(real);
        // In a circle, each holds the other and all are entries.
        if (inner !== undefined && !(await this.#realFilesOf(inner)).has(outer)) pieces.add(real);
      }
    return pieces;
  }

  /** Of the tree of an entry; kept where the tree is not. */
  #realFilesOf(entry: FileId): Promise<ReadonlySet<FileId>> {
    return remember(this.#realFiles, entry, async () => realFilesOf(await this.#project.tree(entry), this.#host));
  }
}

type Entry = Pick<PlannedJob, 'file' | 'tree'>;

type Kind = 'entry' | 'rest' | 'unreadable';

/** In the order of their folders, and what is called an entry before everything else in and below its folder. */
function entriesFirst(files: readonly FileId[]): readonly FileId[] {
  return files
    .map((file) => ({ file, key: isCalledEntry(file) ? folderOf(file) : file }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ file }) => file);
}

const realFiles = new WeakMap<ConfigTree, ReadonlySet<FileId>>();

/** The files of a tree without symbolic links; each costs several calls of the system, so they are asked for once. */
export async function realFilesOf(tree: ConfigTree, host: ProjectHost): Promise<ReadonlySet<FileId>> {
  const known = realFiles.get(tree);
  if (known !== undefined) return known;
  const found = new Set<FileId>();
  for (const file of tree.files.keys()) if (!isShipped(file)) found.add(await host.realFile(file));
  realFiles.set(tree, found);
  return found;
}
