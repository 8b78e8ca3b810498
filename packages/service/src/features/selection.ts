import { type Directive, directivesAt, type FileId, type SourceFile, type Span, type Word } from '@nginx-lint/core';
import type { Snapshot } from '../snapshot.ts';
import { spotAt, wordOf } from '../spot.ts';

/**
 * What a selection grows to around an offset, each step within the next: a part of a word, the word, all arguments, the
 * directive, what stands in the block, the block with its directive, and so on up to the file.
 */
export function selectionRanges(snapshot: Snapshot, file: FileId, offset: number): readonly Span[] {
  const source = snapshot.source(file);
  if (source === null) return [];
  const at = Math.max(0, Math.min(offset, source.text.length));
  const found: Span[] = [{ start: at, end: at }];
  for (const span of [...smallest(source, at), ...directives(source, at), { start: 0, end: source.text.length }]) {
    const last = found.at(-1);
    if (last === undefined || span.start > last.start || span.end < last.end) continue;
    if (span.start < last.start || span.end > last.end) found.push({ start: span.start, end: span.end });
  }
  return found.length > 1 ? found.slice(1) : found;
}

function* smallest(source: SourceFile, offset: number): Generator<Span> {
  const spot = spotAt(source, offset);
  const { text, comments } = source;
  if (spot.opaque) {
    yield* textAround(text, offset);
    const comment = comments.find(({ start, end }) => start <= offset && offset <= end);
    if (comment === undefined) return;
    const sign = /^#+\s*/.exec(text.slice(comment.start, comment.end))?.[0].length ?? 0;
    yield { start: comment.start + sign, end: comment.end };
    yield comment;
    return;
  }
  const { directive, word: index } = spot;
  if (directive === null || index === null) return;
  const word = wordOf(directive, index);
  if (word === null) return;
  yield* partsOf(text, word, offset);
  yield word;
  if (index >= 0) yield argumentsOf(directive);
}

/** Signs that belong together, the variable with its signs, what stands between slashes, and all within the quotes. */
function* partsOf(text: string, word: Word, offset: number): Generator<Span> {
  const quote = word.quote === null ? 0 : 1;
  const inner = { start: word.start + quote, end: Math.max(word.start + quote, word.end - quote) };
  yield* runs(text, inner, /\w+/g, offset);
  yield* runs(text, inner, /\$(?:\w+|\{\w*\}?)/g, offset);
  yield* runs(text, inner, /[^\s/"';{}=,:]+/g, offset);
  yield* runs(text, inner, /[^\s"';]+/g, offset);
  yield inner;
}

function* textAround(text: string, offset: number): Generator<Span> {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = { start, end: end === -1 ? text.length : end };
  yield* runs(text, line, /\w+/g, offset);
  yield* runs(text, line, /[^\s;]+/g, offset);
  if (!text.slice(line.start, line.end).includes('#')) yield* runs(text, line, /\S(?:.*\S)?/g, offset);
}

function* runs(text: string, { start, end }: Span, pattern: RegExp, offset: number): Generator<Span> {
  for (const { index, 0: run } of text.slice(start, end).matchAll(pattern)) {
    const span = { start: start + index, end: start + index + run.length };
    if (span.start <= offset && offset <= span.end) yield span;
  }
}

function argumentsOf({ args, name }: Directive): Span {
  return { start: args[0]?.start ?? name.end, end: args.at(-1)?.end ?? name.end };
}

/** The directives around an offset from the innermost one: their words, all of them, and what stands in their block. */
function* directives(source: SourceFile, offset: number): Generator<Span> {
  for (const directive of directivesAt(source.items, offset).reverse()) {
    const { name, args, body } = directive;
    if (body === null) {
      yield { start: name.start, end: args.at(-1)?.end ?? name.end };
      yield directive;
      continue;
    }
    if (offset <= body.start) yield { start: name.start, end: args.at(-1)?.end ?? name.end };
    const inside = { start: body.start + 1, end: body.close?.start ?? body.end };
    if (inside.start <= offset && offset <= inside.end) {
      yield trimmed(source.text, inside);
      yield inside;
    }
    yield directive;
  }
}

function trimmed(text: string, { start, end }: Span): Span {
  const inner = text.slice(start, end);
  const from = start + inner.length - inner.trimStart().length;
  return { start: Math.min(from, end), end: Math.max(from, start + inner.trimEnd().length) };
}
