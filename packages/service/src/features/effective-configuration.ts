import { blockPath, type FileId, isBlock, type Occurrence, type Span } from '@nginx-lint/core';
import type { Snapshot } from '../snapshot.ts';
import { type Place, placesAt, spotAt } from '../spot.ts';

/** What holds at one place of one configuration. */
export interface EffectivePlace {
  readonly entry: FileId;
  /** The blocks around, outermost first: `http`, `server`, `location /a`. */
  readonly blocks: readonly string[];
  readonly settings: readonly EffectiveSetting[];
}

export interface EffectiveSetting {
  readonly name: string;
  readonly module: string;
  /** Is it set further out than the block at the place? */
  readonly inherited: boolean;
  readonly values: readonly { readonly text: string; readonly file: FileId; readonly span: Span }[];
}

/** Everything that is set where an offset lies, with its inheritance; once for each place that the file is included in. */
export function effectiveConfiguration(snapshot: Snapshot, file: FileId, offset: number): readonly EffectivePlace[] {
  const source = snapshot.source(file);
  if (source === null) return [];
  return placesAt(snapshot, file, spotAt(source, offset)).map(effectivePlace);
}

function effectivePlace({ view, at, block }: Place): EffectivePlace {
  const { entry, model } = view.analysis;
  const inner = at !== null && isBlock(at) ? at : block;
  const settings: EffectiveSetting[] = [];
  for (const name of namesAround(inner, model.roots)) {
    const { values, setIn } = inner === null ? ownOf(model.roots, name) : model.effective(inner, name);
    const [first] = values;
    if (first === undefined) continue;
    settings.push({
      name,
      module: first.fact?.module ?? '',
      inherited: setIn !== inner,
      values: values.map((value) => ({ text: textOf(value, view.analysis.model), file: value.file, span: value.node })),
    });
  }
  settings.sort((a, b) => order(a.module, b.module) || order(a.name, b.name));
  const blocks = inner === null ? [] : [...blockPath(inner), inner.name];
  return { entry, blocks: named(inner, blocks), settings };
}

function ownOf(roots: readonly Occurrence[], name: string): { values: readonly Occurrence[]; setIn: null } {
  return { values: roots.filter(({ node }) => node.name.value === name), setIn: null };
}

/** Names of what is set, blocks left out, in a block and those around it. */
function namesAround(inner: Occurrence | null, roots: readonly Occurrence[]): ReadonlySet<string> {
  const names = new Set<string>();
  const take = (list: readonly Occurrence[]): void => {
    for (const child of list) if (!isBlock(child) && child.fact !== null) names.add(child.name);
  };
  for (let block = inner; block !== null; block = block.parent) take(block.children);
  take(roots);
  names.delete('include');
  return names;
}

/** The blocks with their arguments: `location ~ \.php$`. */
function named(inner: Occurrence | null, path: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (let block = inner; block !== null; block = block.parent)
    names.unshift([block.node.name, ...block.node.args].map(({ value }) => value).join(' '));
  return names.length === path.length ? names : path;
}

function textOf({ node, file }: Occurrence, model: Place['view']['analysis']['model']): string {
  return node.args.map(({ start, end }) => model.source(file).text.slice(start, end)).join(' ');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
