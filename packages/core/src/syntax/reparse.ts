import { lineMap } from '../text/line-map.ts';
import { build } from './build.ts';
import { type ReaderProblem, type ReadText, readerProblems } from './faults.ts';
import { mayBeTooLong } from './limits.ts';
import { luaBodyEnd } from './lua.ts';
import { mendStatements } from './mender.ts';
import type { BlockBody, Directive, SourceFile, SyntaxProblem, Token, Word as WordNode } from './nodes.ts';
import { parse, sourceFile } from './parse.ts';
import { readAround } from './read-around.ts';
import { areLocal, type Reading, type Refused, readingOf, rememberReading } from './reading.ts';
import { refusedUnmended } from './refusal.ts';
import { hasMisuse, placeProblems } from './repair.ts';
import { shiftDirectives, shiftProblem, shiftSpan } from './shift.ts';
import { type Change, changeBetween, type Stretch, stretchAround } from './stretch.ts';
import { commentOf } from './text-tokens.ts';
import { Close, inserted, LuaBody, type Tokens, tokenEnd, tokenize, tokenizePart, Word } from './tokens.ts';
import type { Built } from './tree-builder.ts';
import type { BlockPath, Vocabulary } from './vocabulary.ts';

/**
 * Reads another state of a file: the same as `parse(before.id, text, vocabulary)`, but where an edit concerns a few
 * statements only those are read, and what stands behind them is moved.
 */
export function reparse(before: SourceFile, text: string, vocabulary: Vocabulary): SourceFile {
  if (before.text === text && before.encoding === 'utf-8') return before;
  return reparsePart(before, text, vocabulary) ?? parse(before.id, text, vocabulary);
}

function reparsePart(before: SourceFile, text: string, vocabulary: Vocabulary): SourceFile | null {
  const known = readingOf(before);
  if (known === null || known.vocabulary !== vocabulary || before.encoding !== 'utf-8') return null;
  const change = changeBetween(before.text, text);
  const stretch = stretchAround(before.items, before.text.length, change);
  if (followsLua(text, stretch, change)) return null;
  const source: ReadText = { text, encoding: before.encoding, lines: lineMap(text) };
  const near = known.local ? readNear(before, source, known, change, stretch) : null;
  return near ?? readAround(before, source, known, change);
}

/** Reads the statements around a change, where that is all that it concerns. */
function readNear(
  before: SourceFile,
  source: ReadText,
  known: Reading,
  change: Change,
  stretch: Stretch,
): SourceFile | null {
  const { text } = source;
  const by = change.newEnd - change.end;
  const piece = readPiece(source, stretch, stretch.end + by, known.vocabulary);
  if (piece === null) return null;
  const reading = renewed(known, stretch, by, piece);
  const broken = reading.strict.length > 0 || reading.mended.length > 0 || reading.left.length > 0;
  const file = sourceFile(
    { id: before.id, ...source },
    {
      items: replaced(stretch, piece.items, by),
      comments: spliced(before.comments, stretch, piece.comments, (comment) => ({
        kind: 'comment',
        ...shiftSpan(comment, by),
      })),
      problems: broken ? placeProblems(reading, false) : [],
      tokens: () => tokenize(text, { endQuotesOnLine: false }),
    },
  );
  rememberReading(file, reading);
  return file;
}

/** A string in Lua may go on behind the brace that ended its block, to the end of the line. */
function followsLua(text: string, { start }: Stretch, change: Change): boolean {
  const line = text.lastIndexOf('\n', change.start - 1) + 1;
  return line < start && text.slice(line, start).includes('}') && text.includes('_by_lua_block');
}

interface Piece extends Pick<Reading, 'strict' | 'mended' | 'left' | 'refused'> {
  readonly items: readonly Directive[];
  readonly comments: readonly Token[];
}

/** Reads a stretch of a text; null where it does not end where it should, or means something for the rest of the text. */
function readPiece(source: ReadText, stretch: Stretch, end: number, vocabulary: Vocabulary): Piece | null {
  const { text } = source;
  const tokens = tokenizePart(text, { start: stretch.start, end }, { endQuotesOnLine: false });
  if (mayBeTooLong(tokens) || !endsWell(text, tokens, stretch, end)) return null;
  const brace = stretch.toEnd && stretch.around.length > 0 ? [{ ...inserted(Close, end), image: '}' }] : [];
  const read = (significant: Tokens['significant']): { built: Built; problems: readonly ReaderProblem[] } | null => {
    const built = build(text, significant);
    const faults = built.faults.filter(({ kind, span }) => kind !== 'unexpected-close' || span.start !== end);
    if (built.faults.length - faults.length !== brace.length) return null;
    const problems = readerProblems(source, { significant, comments: tokens.comments }, faults);
    return areLocal(problems, faults) ? { built, problems } : null;
  };
  const all = [...tokens.significant, ...brace];
  const strict = read(all);
  if (strict === null) return null;
  const comments = tokens.comments.map(commentOf);
  const path = pathTo(stretch, ({ value }) => value);
  if (strict.problems.length === 0 && !hasMisuse(text, strict.built.items, vocabulary, path))
    return { items: strict.built.items, comments, strict: [], mended: [], left: [], refused: () => [] };
  // The mender looks at names as they are written.
  const written = pathTo(stretch, ({ start, end }) => text.slice(start, end));
  const statements = mendStatements(all, { text, vocabulary, surplus: 0, path: written });
  const left = read(statements.tokens);
  if (left === null) return null;
  const { items } = left.built;
  const refused = refusedUnmended(strict.built.items, items, vocabulary, path);
  return {
    items,
    comments,
    strict: strict.problems,
    mended: statements.problems,
    left: left.problems,
    refused: () => refused,
  };
}

/** Are these the tokens that the whole text has here? */
function endsWell(text: string, { significant, comments }: Tokens, stretch: Stretch, end: number): boolean {
  for (const token of significant) {
    if (token.tokenType !== LuaBody) continue;
    const body = luaBodyEnd(text, token.startOffset);
    if (!body.closed || body.close + 1 !== tokenEnd(token)) return false;
  }
  if (stretch.toEnd && stretch.around.length === 0) return true;
  const last = significant.at(-1);
  const lastComment = comments.at(-1);
  if (lastComment !== undefined && tokenEnd(lastComment) === end) return false;
  const touches = last !== undefined && tokenEnd(last) === end;
  return touches ? last.tokenType !== Word : stretch.toEnd;
}

function pathTo({ around }: Stretch, textOf: (name: WordNode) => string): BlockPath | null {
  return around.reduce<BlockPath | null>((outer, { directive }) => ({ name: textOf(directive.name), outer }), null);
}

/** What is known of the problems outside of a stretch, and what was found in it. */
function renewed(known: Reading, stretch: Stretch, by: number, piece: Piece): Reading {
  const { vocabulary } = known;
  const move = <P extends SyntaxProblem>(problem: P): P => shiftProblem(problem, by);
  const noticed = ({ nginx }: ReaderProblem): number => nginx.offset;
  const moveRefused = ({ start, nginx }: Refused): Refused => ({
    start: start + by,
    nginx: { ...nginx, offset: nginx.offset + by },
  });
  // At once: what computes it later would keep the tree before, and that the one before it.
  const refused = spliced(known.refused(), stretch, piece.refused(), moveRefused);
  return {
    vocabulary,
    strict: spliced(known.strict, stretch, piece.strict, move, noticed),
    mended: spliced(known.mended, stretch, piece.mended, move),
    left: spliced(known.left, stretch, piece.left, move, noticed),
    refused: () => refused,
    firstRefused: (before) => refused.find(({ nginx }) => nginx.offset < before) ?? null,
    local: true,
  };
}

/** What lies before a stretch, what was found in it, and what lies behind it, moved. */
function spliced<T extends { readonly start: number }>(
  all: readonly T[],
  { start, end, toEnd }: Stretch,
  found: readonly T[],
  move: (one: T) => T,
  placeOf = (one: T): number => one.start,
): readonly T[] {
  if (all.length === 0) return found;
  const before = all.filter((one) => placeOf(one) < start);
  const behind = all.filter((one) => (toEnd ? placeOf(one) > end : placeOf(one) >= end));
  return [...before, ...found, ...behind.map(move)];
}

/** The tree with other statements in a stretch. */
function replaced({ around, level, from, to }: Stretch, items: readonly Directive[], by: number): readonly Directive[] {
  let made: readonly Directive[] = [...level.slice(0, from), ...items, ...shiftDirectives(level.slice(to), by)];
  for (const { directive, body, level: outer, index } of [...around].reverse()) {
    const inner: BlockBody = {
      ...body,
      end: body.end + by,
      close: body.close && shiftSpan(body.close, by),
      items: made,
    };
    const grown: Directive = { ...directive, end: directive.end + by, body: inner };
    made = [...outer.slice(0, index), grown, ...shiftDirectives(outer.slice(index + 1), by)];
  }
  return made;
}
