import type { IToken } from 'chevrotain';
import type { Span } from '../text/span.ts';
import { build } from './build.ts';
import { type Condensed, condense, type OpenQuote } from './condense.ts';
import { type ReaderProblem, type ReadText, readerProblems } from './faults.ts';
import { directivesOf, Unsure } from './known.ts';
import { mayBeTooLong } from './limits.ts';
import type { Directive, SourceFile } from './nodes.ts';
import { sourceFile, tokensAsRead } from './parse.ts';
import { keptReading, type Reading, rememberReading, WITHOUT_PROBLEMS } from './reading.ts';
import { hasMisuse, mend } from './repair.ts';
import type { Change } from './stretch.ts';
import { Comment, LuaBody, Word } from './tokens.ts';
import type { StructureFault } from './tree-builder.ts';

/** So many places in a text where something is mended are no mistakes of somebody who types. */
const MOST_SPOTS = 40;

/**
 * Reads a change and all that is mended, with what nothing changed as it was: for a text whose braces or quotes are
 * broken, or were. Null where that does not tell how the text is to be read.
 */
export function readAround(before: SourceFile, source: ReadText, known: Reading, change: Change): SourceFile | null {
  // That a block is never closed is told at the end of the text, where nothing is the matter.
  const left = known.left.filter(({ rule, nginx }) => rule !== 'unbalanced-block' || nginx.offset < before.text.length);
  const spots = [...known.mended, ...left];
  if (spots.length > MOST_SPOTS) return null;
  try {
    const condensed =
      condense(before, source.text, change, spots) ??
      condense(before, source.text, change, [...spots, restOfLine(before.text, change)]);
    return condensed && read(before, source, known, condensed);
  } catch (error) {
    if (error instanceof Unsure) return null;
    throw error;
  }
}

/** What a comment that was begun hides. */
function restOfLine(text: string, { end }: Change): Span {
  const line = text.indexOf('\n', end);
  return { start: end, end: line === -1 ? text.length : line };
}

function read(
  before: SourceFile,
  source: ReadText,
  { vocabulary }: Reading,
  { tokens, comments, openQuote }: Condensed,
): SourceFile {
  const { text } = source;
  const structure = build(text, tokens.significant);
  const problems =
    openQuote === null
      ? readerProblems(source, tokens, structure.faults)
      : problemsToQuote(source, { tokens, comments, openQuote }, structure.faults);
  const sound = problems.length === 0 && !hasMisuse(text, structure.items, vocabulary, null);
  const quotes = problems.some(({ rule }) => rule === 'unclosed-quote');
  const until = openQuote?.start ?? text.length;
  const mended = sound
    ? null
    : mend({ source, tokens, structure, strict: structure, until, problems, quotes }, vocabulary);
  const file = sourceFile(
    { id: before.id, ...source },
    {
      items: mended?.items ?? structure.items,
      comments,
      problems: mended?.problems ?? [],
      tokens: () => tokensAsRead(source, vocabulary),
    },
  );
  const reading = mended ? mended.reading : { vocabulary, ...WITHOUT_PROBLEMS };
  if (reading !== null) rememberReading(file, keptReading(reading));
  return file;
}

/**
 * What nginx's reader says of a text up to a quote that it reads on from, and of that. What it would say of the text
 * behind, of which it takes other parts for words, comes later and is of no use.
 */
function problemsToQuote(
  source: ReadText,
  { tokens, comments, openQuote }: Condensed & { readonly openQuote: OpenQuote },
  faults: readonly StructureFault[],
): ReaderProblem[] {
  const { text } = source;
  const { start, end } = openQuote;
  const word = tokenOf(Word, text, { start, end: end === -1 ? text.length : end });
  const earlier = tokens.significant.filter(({ startOffset }) => startOffset < start);
  // How long a word may be depends on where those before it lie.
  const measured = mayBeTooLong({ significant: [word], comments: [] });
  const significant = [...(measured ? earlier.flatMap((token) => heldIn(text, token)) : earlier), word];
  const held = measured ? comments.filter((comment) => comment.start < start) : [];
  return readerProblems(
    source,
    { significant, comments: held.map((comment) => tokenOf(Comment, text, comment)) },
    faults.filter(({ noticed }) => noticed < start),
  );
}

/** The words and the Lua bodies of a token that stands for statements; or the token. */
function heldIn(text: string, token: IToken): readonly IToken[] {
  const found: IToken[] = [];
  const enter = (items: readonly Directive[]): void => {
    for (const { name, args, body } of items) {
      found.push(tokenOf(Word, text, name));
      for (const word of args) found.push(tokenOf(Word, text, word));
      if (body?.kind === 'raw') found.push(tokenOf(LuaBody, text, body));
      else if (body !== null) enter(body.items);
    }
  };
  const directives = directivesOf(token);
  if (directives.length === 0) return [token];
  enter(directives);
  return found;
}

function tokenOf(tokenType: IToken['tokenType'], text: string, { start, end }: Span): IToken {
  const image = text.slice(start, end);
  return { tokenType, tokenTypeIdx: tokenType.tokenTypeIdx ?? 0, image, startOffset: start };
}
