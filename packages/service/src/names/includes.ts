import type { ConfigModel, FileId, IncludeTarget, Occurrence, Span, Word } from '@nginx-lint/core';
import type { Snapshot, View } from '../snapshot.ts';
import { spotAt } from '../spot.ts';
import { oneId } from './same-names.ts';

/** An `include` in one configuration. */
export interface IncludeAt {
  readonly word: Word;
  readonly target: IncludeTarget;
}

/** The `include` whose path an offset touches, in each configuration that holds the file. */
export function includesAt(snapshot: Snapshot, file: FileId, offset: number): readonly IncludeAt[] {
  return snapshot.views(file).flatMap((view) => includeIn(view, offset));
}

function includeIn({ analysis: { model }, file }: View, offset: number): readonly IncludeAt[] {
  const { directive, word } = spotAt(model.source(file), offset);
  if (directive === null || directive.name.value !== 'include' || word !== 0) return [];
  const [path] = directive.args;
  const target = model.tree.includeTarget(directive);
  return path === undefined || target === null ? [] : [{ word: path, target }];
}

/** A directive that leads to a file. */
export interface Includer {
  readonly file: FileId;
  /** The path in it. */
  readonly span: Span;
}

/** The `include` directives that lead to a file, each once: where it is "included from". */
export function includers(snapshot: Snapshot, file: FileId): readonly Includer[] {
  const found = new Map<string, Includer>();
  for (const view of snapshot.views(file)) {
    for (const { file: from, node } of includersIn(view.analysis.model).get(view.file) ?? []) {
      const path = node.args[0] ?? node.name;
      const id = oneId(snapshot, from);
      found.set(`${path.start} ${id}`, { file: id, span: { start: path.start, end: path.end } });
    }
  }
  return [...found.values()];
}

const known = new WeakMap<ConfigModel, ReadonlyMap<FileId, readonly Occurrence[]>>();

function includersIn(model: ConfigModel): ReadonlyMap<FileId, readonly Occurrence[]> {
  let found = known.get(model);
  if (found === undefined) {
    const all = new Map<FileId, Occurrence[]>();
    for (const at of model.named('include')) {
      for (const file of model.tree.includeTarget(at.node)?.files ?? []) {
        const same = all.get(file);
        if (same === undefined) all.set(file, [at]);
        else same.push(at);
      }
    }
    found = all;
    known.set(model, found);
  }
  return found;
}
