import type { ConfigModel, Directive, FileId, Occurrence, Span } from '@nginx-lint/core';
import { type FileNames, fileNames, namesTouching } from './file-names.ts';
import type { Name, WrittenName } from './name.ts';
import { namesWritten } from './names-written.ts';
import { hasTreeNames, mayHoldTreeNames, TreeNames } from './tree-names.ts';
import type { Doubt } from './value-flow.ts';

/** Every place of a configuration where a name is defined or used. */
export interface NameIndex {
  /** File by file. */
  readonly all: readonly Name[];
  /** Those of one file in the order of the text. */
  in(file: FileId): readonly Name[];
  /** Those whose signs hold an offset or end there; several where a file stands in several servers. */
  at(file: FileId, offset: number): readonly Name[];
  /** All places of one thing, file by file; see {@link Name.key}. */
  of(key: string): readonly Name[];
  /** Texts with variables that passing directives get, and that are more than one variable. */
  readonly doubts: readonly Doubt[];
}

const known = new WeakMap<ConfigModel, NameIndex>();

/** So many things are looked for without an index of all names. */
const FEW = 4;

/** Found once for a model, as far as it is asked for. */
export function namesOf(model: ConfigModel): NameIndex {
  let index = known.get(model);
  if (index === undefined) {
    index = new Index(model);
    known.set(model, index);
  }
  return index;
}

class Index implements NameIndex {
  readonly #model: ConfigModel;
  #allFiles: ReadonlyMap<FileId, readonly FileNames[]> | null = null;
  #wholeTree: TreeNames | null = null;
  readonly #inFile = new Map<FileId, readonly Name[]>();
  readonly #ofKey = new Map<string, readonly Name[]>();

  constructor(model: ConfigModel) {
    this.#model = model;
  }

  get #files(): ReadonlyMap<FileId, readonly FileNames[]> {
    this.#allFiles ??= fileNames(this.#model);
    return this.#allFiles;
  }

  get #tree(): TreeNames {
    this.#wholeTree ??= new TreeNames(this.#model);
    return this.#wholeTree;
  }

  get all(): readonly Name[] {
    return [...this.#files.keys()].flatMap((file) => this.in(file));
  }

  get doubts(): readonly Doubt[] {
    return this.#tree.doubts;
  }

  in(file: FileId): readonly Name[] {
    let names = this.#inFile.get(file);
    if (names === undefined) {
      const own = (this.#files.get(file) ?? []).flatMap((each) => each.names);
      const found = this.#complete(own, this.#tree.in(file));
      names = found.sort((one, other) => one.whole.start - other.whole.start);
      this.#inFile.set(file, names);
    }
    return names;
  }

  of(key: string): readonly Name[] {
    let names = this.#ofKey.get(key);
    if (names === undefined) {
      names = this.#complete(this.#written(key), hasTreeNames(key) ? this.#tree.of(key) : []);
      this.#ofKey.set(key, names);
    }
    return names;
  }

  /** Few things are looked for by their text; those who ask for many want all names. */
  #written(key: string): readonly WrittenName[] {
    const found = this.#allFiles === null && this.#ofKey.size < FEW ? namesWritten(this.#model, key) : null;
    return found ?? [...this.#files.values()].flatMap((file) => file.flatMap((names) => names.of(key)));
  }

  at(file: FileId, offset: number): readonly Name[] {
    const own = namesTouching(this.#model, file, offset);
    const others = mayHoldTreeNames(this.#model, file, offset) ? this.#tree.at(file, offset) : [];
    const found = this.#complete(own, others);
    const inside = found.filter(({ whole }) => offset < whole.end);
    return inside.length > 0 ? inside : found;
  }

  /** Names in their places, each once: a file that is included in two kinds of places has most of them twice. */
  #complete(own: readonly WrittenName[], others: readonly Name[]): Name[] {
    const found: Name[] = [...others];
    const placed = new Set(others.map(placeOf));
    for (const name of own) {
      const place = placeOf(name);
      if (placed.has(place) || !this.#isThere(name)) continue;
      placed.add(place);
      found.push(new PlacedName(name, this.#model));
    }
    return found;
  }

  /** Who is passed to is a group only where there is one of that name. */
  #isThere({ kind, role, scope, text }: WrittenName): boolean {
    if (kind !== 'upstream' || role === 'definition') return true;
    return this.#model.upstream(text, scope === 'stream' ? 'stream' : 'http') !== null;
  }
}

/** Looks for its place when it is asked for it: the index of all nodes takes longer than that of names. */
class PlacedName implements Name {
  readonly kind: Name['kind'];
  readonly text: string;
  readonly scope: string;
  readonly key: string;
  readonly role: Name['role'];
  readonly writes: boolean;
  readonly group: boolean;
  readonly file: FileId;
  readonly span: Span;
  readonly whole: Span;
  readonly node: Directive;
  readonly #model: ConfigModel;

  constructor(name: WrittenName, model: ConfigModel) {
    this.kind = name.kind;
    this.text = name.text;
    this.scope = name.scope;
    this.key = name.key;
    this.role = name.role;
    this.writes = name.writes;
    this.group = name.group;
    this.file = name.file;
    this.span = name.span;
    this.whole = name.whole;
    this.node = name.node;
    this.#model = model;
  }

  get at(): Occurrence {
    const [at] = this.#model.occurrencesOf(this.node);
    if (at === undefined) throw new RangeError(`the directive of "${this.text}" stands nowhere`);
    return at;
  }
}

function placeOf({ key, span, file }: WrittenName): string {
  return `${key} ${span.start} ${file}`;
}
