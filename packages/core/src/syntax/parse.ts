import { type DecodedText, decode } from '../text/decode.ts';
import type { FileId } from '../text/file-id.ts';
import { lineMap } from '../text/line-map.ts';
import { build } from './build.ts';
import { type ReadText, readerProblems } from './faults.ts';
import { mayBeTooLong } from './limits.ts';
import type { SourceFile, Token } from './nodes.ts';
import { keptReading, rememberReading, WITHOUT_PROBLEMS } from './reading.ts';
import { repair } from './repair.ts';
import { commentOf, textTokens } from './text-tokens.ts';
import { type Tokens, tokenize } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Reads one file: always a tree, never an exception. Without a vocabulary the tree is what nginx's own reader makes of
 * the text (ngx_conf_parse); with one, a broken text is mended where its author most probably broke it, and the
 * problems are placed there. A text that nginx reads without complaint gives the same tree either way.
 */
export function parse(id: FileId, source: Uint8Array | string, vocabulary?: Vocabulary): SourceFile {
  const decoded: DecodedText = typeof source === 'string' ? { text: source, encoding: 'utf-8' } : decode(source);
  const file = { id, ...decoded, lines: lineMap(decoded.text) };
  const { strict, built, problems, mended } = cut(file, vocabulary);
  const read = sourceFile(file, {
    items: mended?.items ?? built.items,
    comments: (mended?.tokens ?? strict).comments.map(commentOf),
    problems: mended?.problems ?? problems,
    // Those of a sound text are made anew where somebody asks: kept, they would be the most of all that a file takes.
    tokens: mended ? () => mended.tokens : () => tokenize(decoded.text, { endQuotesOnLine: false }),
  });
  if (vocabulary !== undefined && !mayBeTooLong(mended?.tokens ?? strict)) {
    const reading = mended ? mended.reading : { vocabulary, ...WITHOUT_PROBLEMS };
    if (reading !== null) rememberReading(read, keptReading(reading));
  }
  return read;
}

function cut(source: ReadText, vocabulary: Vocabulary | undefined) {
  const strict = tokenize(source.text, { endQuotesOnLine: false });
  const built = build(source.text, strict.significant);
  const problems = readerProblems(source, strict, built.faults);
  const mended = vocabulary && repair(source, built, strict, problems, vocabulary);
  return { strict, built, problems, mended };
}

/** The tokens of a text as {@link parse} cuts it. */
export function tokensAsRead(source: ReadText, vocabulary: Vocabulary): Tokens {
  const { strict, mended } = cut(source, vocabulary);
  return mended?.tokens ?? strict;
}

/** A file with more problems than this is none of nginx's, and a list of a million of them helps nobody. */
const MOST_PROBLEMS = 1000;

export interface FileContent extends Pick<SourceFile, 'items' | 'comments' | 'problems'> {
  /** Asked for once, when somebody wants to see them. */
  tokens(): Tokens;
}

export function sourceFile(
  file: Pick<SourceFile, 'id' | 'text' | 'encoding' | 'lines'>,
  { items, comments, problems, tokens }: FileContent,
): SourceFile {
  let all: readonly Token[] | null = null;
  return {
    ...file,
    items,
    comments,
    problems: problems.length > MOST_PROBLEMS ? problems.slice(0, MOST_PROBLEMS) : problems,
    get tokens() {
      all ??= textTokens(file.text, tokens());
      return all;
    },
  };
}
