import type { ConfigModel, FileId, Span } from '@nginx-lint/core';
import type { Snapshot } from '../snapshot.ts';
import type { Name } from './name.ts';
import { namesOf } from './names-of.ts';

/** A name in one configuration. */
export interface NameIn {
  readonly model: ConfigModel;
  readonly name: Name;
}

/** One place of a text, whatever number of configurations hold it. */
export interface NamePlace {
  /** The same for all paths of a file. */
  readonly file: FileId;
  readonly span: Span;
  readonly whole: Span;
  /** What stands there in each configuration and each server. */
  readonly names: readonly NameIn[];
}

/** The names at an offset in all configurations that hold the file. */
export function namesAt(snapshot: Snapshot, file: FileId, offset: number): readonly NameIn[] {
  return snapshot.views(file).flatMap(({ analysis: { model }, file }) =>
    namesOf(model)
      .at(file, offset)
      .map((name) => ({ model, name })),
  );
}

/** One id for all paths by which configurations know a file. */
export function oneId(snapshot: Snapshot, file: FileId): FileId {
  return snapshot.views(file)[0]?.file ?? file;
}

/** All places of some names, each once, by file and offset. */
export function placesOf(snapshot: Snapshot, names: readonly NameIn[]): readonly NamePlace[] {
  return new Gathering(snapshot).gather(names, false);
}

/**
 * The places that can only be renamed together: where one of them lies in a file that others include too, in another
 * configuration or server, what stands for the same thing there belongs to them.
 */
export function boundTogether(snapshot: Snapshot, names: readonly NameIn[]): readonly NamePlace[] {
  return new Gathering(snapshot).gather(names, true);
}

class Gathering {
  readonly #snapshot: Snapshot;
  readonly #places = new Map<string, NamePlace & { readonly names: NameIn[] }>();
  readonly #asked = new Map<ConfigModel, Set<string>>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  gather(names: readonly NameIn[], all: boolean): readonly NamePlace[] {
    const pending = [...names];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (!this.#isNew(next)) continue;
      for (const name of namesOf(next.model).of(next.name.key)) {
        const added = this.#add({ model: next.model, name });
        if (all && added) pending.push(...this.#beside(name));
      }
    }
    return [...this.#places.values()].sort((one, other) => compare(one, other));
  }

  #isNew({ model, name }: NameIn): boolean {
    const asked = this.#asked.get(model) ?? new Set();
    this.#asked.set(model, asked);
    if (asked.has(name.key)) return false;
    asked.add(name.key);
    return true;
  }

  #add(one: NameIn): boolean {
    const { span, whole } = one.name;
    const file = oneId(this.#snapshot, one.name.file);
    const key = `${span.start} ${file}`;
    const known = this.#places.get(key);
    if (known !== undefined) known.names.push(one);
    else this.#places.set(key, { file, span, whole, names: [one] });
    return known === undefined;
  }

  /** What the same place is in other configurations and servers. */
  #beside({ file, span, kind }: Name): readonly NameIn[] {
    return namesAt(this.#snapshot, file, span.start).filter(
      ({ name }) => name.span.start === span.start && name.kind === kind,
    );
  }
}

function compare(one: NamePlace, other: NamePlace): number {
  return one.file < other.file ? -1 : one.file > other.file ? 1 : one.span.start - other.span.start;
}
