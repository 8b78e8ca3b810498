import { type Directive, type FileId, type SourceFile, type Span, type Token, walk } from '@nginx-lint/core';
import type { Snapshot } from '../snapshot.ts';

export interface FoldingRange {
  /** From the line that stays to the last one that is hidden: the line of a closing brace of its own stays. */
  readonly span: Span;
  readonly kind: 'block' | 'comment' | 'region' | 'words';
}

/** Blocks, Lua bodies, directives of several lines, runs of comments, and what stands between `# region` and `# endregion`. */
export function foldingRanges(snapshot: Snapshot, file: FileId): readonly FoldingRange[] {
  const source = snapshot.source(file);
  if (source === null) return [];
  const { lines } = source;
  return [...blocks(source), ...comments(source)]
    .filter(({ span }) => lines.lineAt(span.start) < lines.lineAt(span.end))
    .sort((one, other) => one.span.start - other.span.start || other.span.end - one.span.end);
}

function* blocks(source: SourceFile): Generator<FoldingRange> {
  for (const { kind, directive } of walk(source.items)) {
    if (kind !== 'enter') continue;
    const { body, start } = directive;
    if (body !== null) yield { kind: 'block', span: { start: body.start, end: endOf(source, directive) } };
    const last = directive.args.at(-1);
    if (last !== undefined) yield { kind: 'words', span: { start, end: last.end } };
  }
}

function endOf({ text, lines }: SourceFile, { body, end }: Directive): number {
  const close = body?.close;
  if (!close) return text.slice(0, end).trimEnd().length;
  const line = lines.startOf(lines.lineAt(close.start));
  // What stands before the brace on its line would be hidden with it.
  return text.slice(line, close.start).trim() === '' && line > 0 ? line - 1 : close.end;
}

const REGION = /^#+\s*region\b/i;
const END = /^#+\s*endregion\b/i;

function* comments(source: SourceFile): Generator<FoldingRange> {
  const regions: number[] = [];
  let run: Token[] = [];
  for (const comment of source.comments.filter((each) => standsAlone(source, each))) {
    const text = source.text.slice(comment.start, comment.end);
    const isMark = REGION.test(text) || END.test(text);
    const last = run.at(-1);
    if (isMark || last === undefined || !isNextLine(source, last, comment)) {
      yield* folded(run);
      run = [];
    }
    if (REGION.test(text)) regions.push(comment.start);
    else if (END.test(text)) {
      const start = regions.pop();
      if (start !== undefined) yield { kind: 'region', span: { start, end: comment.end } };
    } else run.push(comment);
  }
  yield* folded(run);
}

function* folded(run: readonly Token[]): Generator<FoldingRange> {
  const [first] = run;
  const last = run.at(-1);
  if (first !== undefined && last !== undefined) yield { kind: 'comment', span: { start: first.start, end: last.end } };
}

function standsAlone({ text, lines }: SourceFile, { start }: Token): boolean {
  return text.slice(lines.startOf(lines.lineAt(start)), start).trim() === '';
}

function isNextLine({ lines }: SourceFile, one: Token, other: Token): boolean {
  return lines.lineAt(other.start) === lines.lineAt(one.start) + 1;
}
