import type { Occurrence } from '../tree/tree.ts';

/** The directives of that name that stand directly in a block, in reading order. */
export function own(at: Occurrence, name: string): readonly Occurrence[] {
  if (at.children.length > INDEXED_FROM) return indexOf(at).get(name) ?? NONE;
  const { children } = at;
  let found: Occurrence[] | null = null;
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < children.length; index++) {
    const child = children[index];
    if (child?.name !== name) continue;
    if (found === null) found = [child];
    else found.push(child);
  }
  return found ?? NONE;
}

const NONE: readonly Occurrence[] = [];

/** Larger blocks, such as `http` with all its servers, are asked again and again. */
const INDEXED_FROM = 24;
const indexes = new WeakMap<Occurrence, ReadonlyMap<string, readonly Occurrence[]>>();

function indexOf(block: Occurrence): ReadonlyMap<string, readonly Occurrence[]> {
  let index = indexes.get(block);
  if (index === undefined) {
    index = byName(block.children);
    indexes.set(block, index);
  }
  return index;
}

/** Groups occurrences by the name of their directive, keeping their order. */
export function byName(occurrences: readonly Occurrence[]): Map<string, Occurrence[]> {
  const names = new Map<string, Occurrence[]>();
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < occurrences.length; index++) {
    const occurrence = occurrences[index];
    if (occurrence === undefined) break;
    const name = occurrence.name;
    const same = names.get(name);
    if (same === undefined) names.set(name, [occurrence]);
    else same.push(occurrence);
  }
  return names;
}

/** Is it written with a block, or made up as one? */
export function isBlock(at: Occurrence): boolean {
  return at.node.body !== null || at.children.length > 0 || at.implied;
}

/** The nearest block of that name around an occurrence, itself included. */
export function enclosing(at: Occurrence, name: string): Occurrence | null {
  for (let block: Occurrence | null = at; block !== null; block = block.parent) {
    if (block.name === name && isBlock(block)) return block;
  }
  return null;
}

/** The block whose settings hold where a directive stands: the occurrence itself when it is a block, else its parent. */
export function blockAt(at: Occurrence): Occurrence | null {
  return isBlock(at) ? at : at.parent;
}

/** Names of the blocks around an occurrence, outermost first and itself left out: `['http', 'server', 'location']`. */
export function blockPath(at: Occurrence): readonly string[] {
  const path: string[] = [];
  for (let block = at.parent; block !== null; block = block.parent) path.push(block.name);
  return path.reverse();
}

/** Is `inner` the block `outer`, or inside it? */
export function isInside(inner: Occurrence, outer: Occurrence): boolean {
  for (let block: Occurrence | null = inner; block !== null; block = block.parent) {
    if (block === outer) return true;
  }
  return false;
}

/** Everything inside a block in reading order, at any depth. `into` says which blocks to enter; all of them without it. */
export function* walk(at: Occurrence, into: (block: Occurrence) => boolean = () => true): Generator<Occurrence> {
  const pending = [...at.children].reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    if (next.children.length === 0 || !into(next)) continue;
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index];
      if (child !== undefined) pending.push(child);
    }
  }
}

/** The blocks inside a block, at any depth: `if`, `limit_except`, nested locations, … */
export function* blocksIn(at: Occurrence): Generator<Occurrence> {
  for (const inner of walk(at)) if (isBlock(inner)) yield inner;
}

/** Is a directive of a block written between its own braces, and not in a file included there, which others may share? */
export function isWrittenIn(at: Occurrence, block: Occurrence): boolean {
  return at.via.length === block.via.length;
}
