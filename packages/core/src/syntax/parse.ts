import { type DecodedText, decode } from '../text/decode.ts';
import type { FileId } from '../text/file-id.ts';
import { lineMap } from '../text/line-map.ts';
import { build } from './build.ts';
import { readerProblems } from './faults.ts';
import type { Directive, SourceFile, SyntaxProblem, Token } from './nodes.ts';
import { repair } from './repair.ts';
import { textTokens } from './text-tokens.ts';
import { type Tokens, tokenEnd, tokenize } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Reads one file: always a tree, never an exception. Without a vocabulary the tree is what nginx's own reader makes of
 * the text (ngx_conf_parse); with one, a broken text is mended where its author most probably broke it, and the
 * problems are placed there. A text that nginx reads without complaint gives the same tree either way.
 */
export function parse(id: FileId, source: Uint8Array | string, vocabulary?: Vocabulary): SourceFile {
  const decoded: DecodedText = typeof source === 'string' ? { text: source, encoding: 'utf-8' } : decode(source);
  const lines = lineMap(decoded.text);
  const strict = tokenize(decoded.text, { endQuotesOnLine: false });
  const built = build(decoded.text, strict.significant);
  const problems = readerProblems({ ...decoded, lines }, strict, built.faults);
  const file = { id, ...decoded, lines };
  const mended = vocabulary && repair(file, built, strict, problems, vocabulary);
  if (mended) return sourceFile(file, mended.items, mended.tokens, mended.problems);
  return sourceFile(file, built.items, strict, problems);
}

/** A file with more problems than this is none of nginx's, and a list of a million of them helps nobody. */
const MOST_PROBLEMS = 1000;

function sourceFile(
  file: Pick<SourceFile, 'id' | 'text' | 'encoding' | 'lines'>,
  items: readonly Directive[],
  tokens: Tokens,
  problems: readonly SyntaxProblem[],
): SourceFile {
  const comments = tokens.comments.map(
    (token): Token => ({ kind: 'comment', start: token.startOffset, end: tokenEnd(token) }),
  );
  let all: readonly Token[] | null = null;
  return {
    ...file,
    items,
    comments,
    problems: problems.length > MOST_PROBLEMS ? problems.slice(0, MOST_PROBLEMS) : problems,
    get tokens() {
      all ??= textTokens(file.text, tokens);
      return all;
    },
  };
}
