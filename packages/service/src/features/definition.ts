import type { FileId, Span } from '@nginx-lint/core';
import { includesAt } from '../names/includes.ts';
import { definitionsOf } from '../names/nearer.ts';
import { namesAt, oneId } from '../names/same-names.ts';
import type { Snapshot } from '../snapshot.ts';

export interface DefinitionTarget {
  readonly file: FileId;
  /** The whole directive, with its block; empty at the beginning of an included file. */
  readonly span: Span;
  /** The name in it. */
  readonly selection: Span;
}

export interface Definitions {
  /** The word, or the part of it, that was asked about. */
  readonly origin: Span;
  readonly targets: readonly DefinitionTarget[];
}

/** Where the name at an offset is defined, or the files that an `include` leads to; null where neither stands there. */
export function definitions(snapshot: Snapshot, file: FileId, offset: number): Definitions | null {
  const names = namesAt(snapshot, file, offset);
  const [first] = names;
  if (first === undefined) return includedFiles(snapshot, file, offset);
  const targets = new Map<string, DefinitionTarget>();
  for (const { model, name } of names) {
    for (const { file, span, at } of definitionsOf(model, name)) {
      const id = oneId(snapshot, file);
      targets.set(`${id} ${span.start}`, {
        file: id,
        span: { start: at.node.start, end: at.node.end },
        selection: span,
      });
    }
  }
  return targets.size === 0 ? null : { origin: first.name.whole, targets: [...targets.values()] };
}

function includedFiles(snapshot: Snapshot, file: FileId, offset: number): Definitions | null {
  const includes = includesAt(snapshot, file, offset);
  const [first] = includes;
  if (first === undefined) return null;
  const files = new Set(includes.flatMap(({ target }) => target.files.map((each) => oneId(snapshot, each))));
  const beginning = { start: 0, end: 0 };
  const targets = [...files].map((target) => ({ file: target, span: beginning, selection: beginning }));
  const { start, end } = first.word;
  return targets.length === 0 ? null : { origin: { start, end }, targets };
}
