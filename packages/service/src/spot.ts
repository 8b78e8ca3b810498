import {
  type Body,
  type Context,
  type Directive,
  directivesAt,
  type FileId,
  type Inside,
  inferContext,
  insideOf,
  type Occurrence,
  type SourceFile,
  type Token,
  type Word,
} from '@nginx-lint/core';
import type { Snapshot, View } from './snapshot.ts';

/** What stands at one offset of a text, whatever it means. */
export interface Spot {
  readonly source: SourceFile;
  readonly offset: number;
  /** The directives around the offset, outermost first: those in whose block it lies, and the one that it touches. */
  readonly around: readonly Directive[];
  /** The directive whose words or terminator the offset touches; null between directives. */
  readonly directive: Directive | null;
  /** The innermost block around the offset; null on the level of the file. */
  readonly block: Directive | null;
  /** The word at the offset, its end included: -1 is the name, 0 the first argument; null in white space. */
  readonly word: number | null;
  /** In a comment, or in a Lua body. */
  readonly opaque: boolean;
}

/** Where a spot stands in one configuration. */
export interface Place {
  readonly view: View;
  /** The directive at the spot; null between directives. */
  readonly at: Occurrence | null;
  /** The block around; null on the main level. */
  readonly block: Occurrence | null;
  /** What may stand here. */
  readonly inside: Inside;
}

/** Reads the text around an offset; it may be the one behind a word, as a cursor is while one types. */
export function spotAt(source: SourceFile, offset: number): Spot {
  const around = directivesAt(source.items, offset);
  const last = around.at(-1) ?? null;
  const inBlock = last !== null && isInBlock(source, last, offset);
  const directive = last === null || inBlock || isPast(source, last, offset) ? null : last;
  const blocks = inBlock ? around : around.slice(0, -1);
  return {
    source,
    offset,
    around,
    directive,
    block: blocks.at(-1) ?? null,
    word: directive === null ? null : wordAt(directive, offset),
    opaque: isComment(source.comments, offset) || (last?.body?.kind === 'raw' && isInBlock(source, last, offset)),
  };
}

/** The word of a directive that holds an offset or ends there: -1 its name, from 0 its arguments, null none. */
export function wordAt(directive: Directive, offset: number): number | null {
  if (touches(directive.name, offset)) return -1;
  const found = directive.args.findIndex((word) => touches(word, offset));
  return found === -1 ? null : found;
}

/** The word that {@link Spot.word} means. */
export function wordOf(directive: Directive, index: number): Word | null {
  return index === -1 ? directive.name : (directive.args[index] ?? null);
}

/** The spot in each configuration that holds the file, and in each place in which it is included there. */
export function placesAt(snapshot: Snapshot, file: FileId, spot: Spot): readonly Place[] {
  return snapshot.views(file).flatMap((view) => placesIn(view, spot));
}

function placesIn(view: View, spot: Spot): readonly Place[] {
  const { model } = view.analysis;
  if (spot.directive !== null) {
    const found = model.occurrencesOf(spot.directive).filter((at) => at.file === view.file);
    return found.map((at) => ({ view, at, block: at.parent, inside: insideAround(at) }));
  }
  if (spot.block !== null) {
    const blocks = model.occurrencesOf(spot.block).filter((at) => at.file === view.file);
    return blocks.map((block) => ({ view, at: null, block, inside: insideOfBlock(view, block) }));
  }
  return levelsOf(view).map((level) => ({ view, at: null, ...level }));
}

/** The level of the file itself: where nginx stands when it begins to read it. */
function levelsOf(view: View): readonly Pick<Place, 'block' | 'inside'>[] {
  const { model } = view.analysis;
  const { tree } = model;
  if (view.file === tree.entry) return [levelOfEntry(view)];
  const includes = tree.all.filter(({ node }) => tree.includeTarget(node)?.files.includes(view.file) ?? false);
  return includes.map((at) => ({ block: at.parent, inside: insideAround(at) }));
}

function levelOfEntry(view: View): Pick<Place, 'block' | 'inside'> {
  const { model } = view.analysis;
  // The blocks made up around a fragment form a chain.
  let block: Occurrence | null = null;
  for (let next = model.roots[0]; next?.implied; next = next.children.find((child) => child.implied)) block = next;
  if (block !== null) return { block, inside: insideOfBlock(view, block) };
  if (model.tree.whole) return { block: null, inside: MAIN };
  const context = model.roots[0]?.context ?? (inferContext(model.source(view.file), model.facts) ? 'main' : UNKNOWN);
  return { block: null, inside: { context, entries: false } };
}

const UNKNOWN: Context = 'unknown';
const MAIN: Inside = { context: 'main', entries: false };

/** What may stand where an occurrence stands. */
function insideAround(at: Occurrence): Inside {
  const { parent } = at;
  const body = parent?.fact?.body;
  return { context: at.context, entries: body !== undefined && body === at.context };
}

function insideOfBlock({ analysis }: View, block: Occurrence): Inside {
  const [child] = block.children;
  if (child !== undefined) return insideAround(child);
  return block.fact === null
    ? { context: UNKNOWN, entries: false }
    : insideOf(analysis.model.facts, block.fact, block.context);
}

function isInBlock(source: SourceFile, { body }: Directive, offset: number): boolean {
  return body !== null && offset > opening(source, body) && (body.close === null || offset <= body.close.start);
}

/** Where a block begins. While its `{` is not there, the line on which it should stand still holds words. */
function opening({ text }: SourceFile, { start }: Body): number {
  if (text[start] === '{') return start;
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/** Behind the `;` or the `}` that ends it. */
function isPast(source: SourceFile, directive: Directive, offset: number): boolean {
  if (directive.body !== null) return offset > opening(source, directive.body);
  return directive.terminator !== null && offset > directive.stop;
}

function touches(word: Word, offset: number): boolean {
  return word.start <= offset && offset <= word.end;
}

function isComment(comments: readonly Token[], offset: number): boolean {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  const last = comments[low - 1];
  return last !== undefined && offset <= last.end;
}
