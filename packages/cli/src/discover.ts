import { readdirSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { type ConfigTree, type Context, type Facts, type SourceFile, statedContext } from '@nginx-lint/core';
import { ignoredBy } from './gitignore.ts';
import { isOnDisk, realPathOf, toPath, whyUnreadable } from './node-file-system.ts';
import type { Project } from './project.ts';
import { repositoryOf, walk } from './walk.ts';

/** One tree to lint. */
export interface Job {
  readonly path: string;
  readonly tree: ConfigTree;
  /** Real paths of the files about which something is to be reported; null: all of the tree. */
  readonly only: ReadonlySet<string> | null;
}

export interface Discovery {
  readonly jobs: readonly Job[];
  /** What could not be looked at, each with its reason. */
  readonly unreadable: readonly string[];
}

/** What the command line names. Paths are absolute. */
export interface Targets {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** The blocks around fragments; null: find out. */
  readonly context: readonly Context[] | null;
}

/** Finds the trees in which the named files and folders are to be seen. */
export async function discover(project: Project, targets: Targets): Promise<Discovery> {
  const plan = new Plan(project, targets.context);
  for (const path of targets.files) await plan.addFile(path);
  for (const folder of targets.folders) {
    const found = await walk(folder, repositoryOf(folder));
    plan.unreadable.push(...found.unreadable);
    await plan.addFolder(folder, found.files);
  }
  return { jobs: plan.jobs(), unreadable: plan.unreadable };
}

/** Trees by path, so that none is linted twice, whatever the ways by which it was found. */
class Plan {
  /** What could not be looked at, each with its reason. */
  readonly unreadable: string[] = [];
  readonly #project: Project;
  readonly #context: readonly Context[] | null;
  readonly #whole = new Map<string, Entry>();
  readonly #parts = new Map<string, { path: string; tree: ConfigTree; only: Set<string> }>();

  constructor(project: Project, context: readonly Context[] | null) {
    this.#project = project;
    this.#context = context;
  }

  async addFile(path: string): Promise<void> {
    const source = await this.#project.source(path);
    if (this.#context === null && source !== null) {
      // `http` without `events` may also be a piece that an entry includes: then that one is asked first.
      const complete = isCalledEntry(path) || hasBlock(source, ['events']);
      if (isEntry(path, source) && complete) return this.#addWhole(path, await this.#project.tree(path));
      const holder = saysContext(source) ? null : await this.#holderOf(path);
      if (holder !== null) return this.#addPart(holder, await this.#project.tree(holder), path);
      if (isEntry(path, source)) return this.#addWhole(path, await this.#project.tree(path));
    }
    const tree = await this.#project.fragment(path, this.#context);
    // With its blocks stated, it is all there is: what it includes is looked at there and nowhere else.
    return this.#context === null ? this.#addPart(path, tree, path) : this.#addWhole(path, tree);
  }

  async addFolder(folder: string, files: readonly string[]): Promise<void> {
    const config = await this.#project.config(join(folder, 'nginx.conf'));
    const chosen = new Set((await matching(config.entries)).filter((path) => path.startsWith(folder + sep)));
    const rest: string[] = [];
    const entries = new Map<string, Entry>();
    for (const path of new Set([...chosen, ...files])) {
      if (ignoredBy(config.ignore, path)) continue;
      const source = await this.#project.source(path);
      if (source === null) this.unreadable.push(`${path}: ${whyUnreadable(path)}`);
      if (source === null || (!chosen.has(path) && !isEntry(path, source))) rest.push(path);
      else {
        const tree = await this.#project.tree(path);
        entries.set(realPathOf(path), { path, tree });
      }
    }
    const pieces = piecesOf(entries);
    for (const [real, { path, tree }] of entries) if (!pieces.has(real)) this.#addWhole(path, tree);
    const held = new Set([...entries.values()].flatMap(({ tree }) => [...realPathsOf(tree)]));
    for (const path of rest) {
      const real = realPathOf(path);
      if (held.has(real)) continue;
      held.add(real);
      const source = await this.#project.source(path);
      if (source !== null && looksLikeNginx(source, this.#project.facts(config))) await this.addFile(path);
    }
  }

  jobs(): readonly Job[] {
    const parts = [...this.#parts].filter(([key]) => !this.#whole.has(key)).map(([, part]) => part);
    return [...[...this.#whole.values()].map((entry) => ({ ...entry, only: null })), ...parts];
  }

  #addWhole(path: string, tree: ConfigTree): void {
    const key = realPathOf(path);
    if (!this.#whole.has(key)) this.#whole.set(key, { path, tree });
  }

  #addPart(path: string, tree: ConfigTree, file: string): void {
    const key = realPathOf(path);
    const part = this.#parts.get(key) ?? { path, tree, only: new Set() };
    part.only.add(realPathOf(file));
    this.#parts.set(key, part);
  }

  /** The entry whose tree holds a file: in its folder and upwards to the root of the repository. */
  async #holderOf(path: string): Promise<string | null> {
    const real = realPathOf(path);
    const { entries } = await this.#project.config(path);
    for (const candidate of await matching(entries)) if (await this.#holds(candidate, real)) return candidate;
    const root = repositoryOf(dirname(path));
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      for (const candidate of this.#candidates(folder, root !== null || folder === dirname(path))) {
        const source = candidate === path ? null : await this.#project.source(candidate);
        if (source !== null && isEntry(candidate, source) && (await this.#holds(candidate, real))) return candidate;
      }
      if (folder === root || folder === dirname(folder)) return null;
    }
  }

  /** Files of a folder that may be entries. Outside of a repository, the folders above are searched for `nginx.conf` alone. */
  #candidates(folder: string, thorough: boolean): readonly string[] {
    let names: readonly string[];
    try {
      names = readdirSync(folder);
    } catch {
      return [];
    }
    const called = names.filter(isCalledEntry);
    const others = thorough ? names.filter((name) => /\.(conf|nginx)$/.test(name) && !isCalledEntry(name)).sort() : [];
    return [...called, ...others].map((name) => join(folder, name));
  }

  async #holds(entry: string, real: string): Promise<boolean> {
    const held = realPathsOf(await this.#project.tree(entry)).has(real);
    return held && realPathOf(entry) !== real;
  }
}

const ENTRY_BLOCKS: readonly string[] = ['http', 'events', 'stream', 'mail'];

/** The file that nginx would be started with: by its name, or by a block that stands in no other. */
function isEntry(path: string, source: SourceFile): boolean {
  return !saysContext(source) && (isCalledEntry(path) || hasBlock(source, ENTRY_BLOCKS));
}

function isCalledEntry(path: string): boolean {
  return basename(path) === 'nginx.conf';
}

function hasBlock(source: SourceFile, names: readonly string[]): boolean {
  return source.items.some((item) => item.body !== null && names.includes(item.name.value));
}

/** A comment in its first lines says in which blocks the file stands. */
function saysContext(source: SourceFile): boolean {
  return statedContext(source) !== null;
}

/** Not every `*.conf` is nginx's: most of what it says must be known to nginx, and ended as nginx wants it. */
function looksLikeNginx(source: SourceFile, facts: Facts): boolean {
  const known = source.items.filter((item) => item.terminator !== null && facts.named(item.name.value).length > 0);
  return known.length * 2 > source.items.length;
}

interface Entry {
  readonly path: string;
  readonly tree: ConfigTree;
}

/** By their real paths: those that another one includes, such as a file with `stream`; nginx is not started with them. */
function piecesOf(entries: ReadonlyMap<string, Entry>): ReadonlySet<string> {
  const pieces = new Set<string>();
  for (const [outer, { tree }] of entries)
    for (const real of realPathsOf(tree)) {
      const inner = real === outer ? undefined : entries.get(real);
      // In a circle, each holds the other and all are entries.
      if (inner !== undefined && !realPathsOf(inner.tree).has(outer)) pieces.add(real);
    }
  return pieces;
}

const realPaths = new WeakMap<ConfigTree, ReadonlySet<string>>();

/** The files of a tree; each costs several calls of the system, so they are asked for once. */
function realPathsOf(tree: ConfigTree): ReadonlySet<string> {
  const known = realPaths.get(tree);
  if (known !== undefined) return known;
  const found = new Set([...tree.files.keys()].filter(isOnDisk).map((file) => realPathOf(toPath(file))));
  realPaths.set(tree, found);
  return found;
}

async function matching(globs: readonly string[]): Promise<readonly string[]> {
  if (globs.length === 0) return [];
  const { default: fastGlob } = await import('fast-glob');
  const found = await fastGlob.glob(
    globs.map((glob) => glob.split(sep).join('/')),
    { absolute: true, dot: true },
  );
  return found.sort();
}
