import type { ConfigModel, FileId } from '@nginx-lint/core';
import { gather } from './gather.ts';
import type { Name } from './name.ts';
import type { Doubt } from './value-flow.ts';

/** Every place of a configuration where a name is defined or used. */
export interface NameIndex {
  /** By kind of directive, not by place. */
  readonly all: readonly Name[];
  /** Those of one file in the order of the text. */
  in(file: FileId): readonly Name[];
  /** Those whose signs hold an offset or end there; several where a file stands in several servers. */
  at(file: FileId, offset: number): readonly Name[];
  /** All places of one thing, in nginx's reading order; see {@link Name.key}. */
  of(key: string): readonly Name[];
  /** Texts with variables that passing directives get, and that are more than one variable. */
  readonly doubts: readonly Doubt[];
}

const known = new WeakMap<ConfigModel, NameIndex>();

/** Found once for a model. */
export function namesOf(model: ConfigModel): NameIndex {
  let index = known.get(model);
  if (index === undefined) {
    const { names, doubts } = gather(model);
    index = new Index(names, doubts);
    known.set(model, index);
  }
  return index;
}

class Index implements NameIndex {
  readonly all: readonly Name[];
  readonly doubts: readonly Doubt[];
  readonly #byKey = new Map<string, Name[]>();
  readonly #byFile = new Map<FileId, Name[]>();
  readonly #sorted = new Set<FileId>();

  constructor(all: readonly Name[], doubts: readonly Doubt[]) {
    this.all = all;
    this.doubts = doubts;
    for (const name of all) {
      push(this.#byKey, name.key, name);
      push(this.#byFile, name.file, name);
    }
  }

  in(file: FileId): readonly Name[] {
    const names = this.#byFile.get(file) ?? [];
    if (!this.#sorted.has(file)) names.sort((one, other) => one.whole.start - other.whole.start);
    this.#sorted.add(file);
    return names;
  }

  at(file: FileId, offset: number): readonly Name[] {
    const names = this.in(file);
    let low = 0;
    let high = names.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((names[middle]?.whole.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const found: Name[] = [];
    for (let index = low - 1; index >= 0; index--) {
      const name = names[index];
      // No name holds another one, so that all before this one end earlier.
      if (name === undefined || name.whole.end < offset) break;
      found.push(name);
    }
    const inside = found.filter(({ whole }) => offset < whole.end);
    return (inside.length > 0 ? inside : found).reverse();
  }

  of(key: string): readonly Name[] {
    return this.#byKey.get(key) ?? [];
  }
}

function push<K>(map: Map<K, Name[]>, key: K, name: Name): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [name]);
  else list.push(name);
}
