import type { FileId, Span } from '@nginx-lint/core';
import { groupNumbered } from '../names/captures.ts';
import { includesAt } from '../names/includes.ts';
import { definitionsOf } from '../names/nearer.ts';
import { namesAt, oneId } from '../names/same-names.ts';
import type { Snapshot } from '../snapshot.ts';
import { placesAt, type Spot, spotAt, wordOf } from '../spot.ts';

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

/**
 * Where the name at an offset is defined, the group that `$1` stands for, or the files that an `include` leads to; null
 * where none of these stands there.
 */
export function definitions(snapshot: Snapshot, file: FileId, offset: number): Definitions | null {
  const names = namesAt(snapshot, file, offset);
  const [first] = names;
  if (first === undefined) return includedFiles(snapshot, file, offset) ?? capturedGroup(snapshot, file, offset);
  const targets = new Map<string, DefinitionTarget>();
  for (const { model, name } of names) {
    for (const { file, span, node } of definitionsOf(model, name)) {
      const id = oneId(snapshot, file);
      targets.set(`${id} ${span.start}`, {
        file: id,
        span: { start: node.start, end: node.end },
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

/** With braces it would be the name of a variable. */
const CAPTURE = /\$([1-9])/g;

function capturedGroup(snapshot: Snapshot, file: FileId, offset: number): Definitions | null {
  const source = snapshot.source(file);
  const spot = source === null ? null : spotAt(source, offset);
  if (spot === null || spot.directive === null || spot.word === null) return null;
  const word = wordOf(spot.directive, spot.word);
  if (word === null) return null;
  for (const match of spot.source.text.slice(word.start, word.end).matchAll(CAPTURE)) {
    const start = word.start + match.index;
    const origin = { start, end: start + match[0].length };
    if (offset < origin.start || offset > origin.end) continue;
    const targets = groupsAt(snapshot, file, spot, Number(match[1]));
    return targets.length === 0 ? null : { origin, targets };
  }
  return null;
}

function groupsAt(snapshot: Snapshot, file: FileId, spot: Spot, number: number): readonly DefinitionTarget[] {
  const targets = new Map<string, DefinitionTarget>();
  for (const { view, at } of placesAt(snapshot, file, spot)) {
    const group = at === null ? null : groupNumbered(view.analysis.model, at, number);
    if (group === null) continue;
    const id = oneId(snapshot, group.file);
    const { start, end } = group.at.node;
    targets.set(`${id} ${group.span.start}`, { file: id, span: { start, end }, selection: group.span });
  }
  return [...targets.values()];
}
