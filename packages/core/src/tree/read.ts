import type { Facts } from '../facts/types.ts';
import type { Directive, SourceFile } from '../syntax/nodes.ts';
import type { FileId } from '../text/file-id.ts';
import type { ReadInclude } from './expand.ts';
import type { FileSystem, IncludeFailure, ReadFailure } from './files.ts';
import { bundledAt, type IncludedFile, type ResolvedInclude, resolveInclude } from './include.ts';
import type { Places } from './places.ts';
import { insideOf, isInclude, takesInclude } from './standing.ts';

/** How many files are read at the same time. */
const AT_ONCE = 16;

export interface ReaderOptions {
  readonly files: FileSystem;
  readonly facts: Facts;
  readonly places: Places;
  readonly parse: (file: FileId, bytes: Uint8Array) => SourceFile;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

export interface LoadProgress {
  /** Files read so far. */
  readonly read: number;
}

export interface Reading {
  readonly files: Map<FileId, SourceFile>;
  readonly includes: Map<Directive, ReadInclude>;
}

/** Reads everything that a file leads to, breadth first, each file once. */
export async function readAll(entry: SourceFile, options: ReaderOptions): Promise<Reading> {
  const reading: Reading = { files: new Map([[entry.id, entry]]), includes: new Map() };
  const reader = new Reader(reading.files, options);
  const resolved = new Map<string, Promise<ResolvedInclude>>();
  for (let frontier: readonly SourceFile[] = [entry]; frontier.length > 0; ) {
    const found: { readonly node: Directive; readonly include: ResolvedInclude }[] = [];
    for (const node of frontier.flatMap((source) => includesOf(source, options.facts))) {
      const name = node.args[0]?.value ?? '';
      const include = resolved.get(name) ?? resolveInclude(name, options.places);
      resolved.set(name, include);
      found.push({ node, include: await include });
    }
    frontier = await reader.read(found.flatMap(({ include }) => include.files));
    for (const { node, include } of found) reading.includes.set(node, reader.outcome(include));
  }
  return reading;
}

class Reader {
  readonly #options: ReaderOptions;
  readonly #files: Map<FileId, SourceFile>;
  /** What came of a file that is not to be had under its own id: the shipped one that stands for it, or a failure. */
  readonly #instead = new Map<FileId, FileId | { readonly failure: ReadFailure }>();

  constructor(files: Map<FileId, SourceFile>, options: ReaderOptions) {
    this.#files = files;
    this.#options = options;
  }

  /** The files that are new. */
  async read(wanted: readonly IncludedFile[]): Promise<readonly SourceFile[]> {
    const fresh = new Map<FileId, IncludedFile>();
    for (const one of wanted) if (!this.#files.has(one.file) && !this.#instead.has(one.file)) fresh.set(one.file, one);
    const list = [...fresh.values()];
    const sources: SourceFile[] = [];
    for (let at = 0; at < list.length; at += AT_ONCE) {
      const read = await Promise.all(list.slice(at, at + AT_ONCE).map((one) => this.#readOne(one)));
      for (const source of read) if (source !== null) sources.push(source);
      this.#options.onProgress?.({ read: this.#files.size });
    }
    return sources;
  }

  async #readOne({ path, file }: IncludedFile): Promise<SourceFile | null> {
    const bytes = await this.#options.files.read(file);
    if (typeof bytes !== 'string') return this.#keep(file, bytes);
    const bundled = bytes === 'missing' ? bundledAt(path, this.#options.places) : null;
    if (bundled === null) {
      this.#instead.set(file, { failure: bytes });
      return null;
    }
    this.#instead.set(file, bundled.file);
    return this.#files.has(bundled.file) ? null : this.#keep(bundled.file, new TextEncoder().encode(bundled.text));
  }

  #keep(file: FileId, bytes: Uint8Array): SourceFile {
    const source = this.#options.parse(file, bytes);
    this.#files.set(file, source);
    return source;
  }

  outcome({ path, pattern, files, tooWide }: ResolvedInclude): ReadInclude {
    const read: FileId[] = [];
    const failures: IncludeFailure[] = [];
    if (tooWide) failures.push({ path, failure: 'failed', elsewhere: false });
    for (const one of files) {
      const instead = this.#instead.get(one.file) ?? one.file;
      if (typeof instead === 'string') read.push(instead);
      else {
        const elsewhere = this.#options.places.isElsewhere(one.path);
        failures.push({ path: one.path, failure: instead.failure, elsewhere });
      }
    }
    return { path, pattern, files: read, failure: pattern ? null : (failures[0]?.failure ?? null), failures };
  }
}

/** Every `include` of a file, but for those in blocks that take none, such as `split_clients`. */
function includesOf(source: SourceFile, facts: Facts): readonly Directive[] {
  const includes: Directive[] = [];
  const blocks = new Map<string, boolean>();
  const isOpen = (name: string): boolean => {
    const known = blocks.get(name) ?? mayTakeInclude(name, facts);
    blocks.set(name, known);
    return known;
  };
  const levels: (readonly Directive[])[] = [source.items];
  for (let items = levels.pop(); items !== undefined; items = levels.pop()) {
    for (const node of items) {
      if (isInclude(node)) includes.push(node);
      else if (node.body?.kind === 'block' && isOpen(node.name.value)) levels.push(node.body.items);
    }
  }
  return includes;
}

function mayTakeInclude(name: string, facts: Facts): boolean {
  const blocks = facts.named(name).filter((fact) => fact.block);
  if (blocks.length === 0) return true;
  return blocks.some((fact) => fact.contexts.some((context) => takesInclude(insideOf(facts, fact, context))));
}
