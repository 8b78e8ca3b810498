import type { SourceFile, Word } from '../syntax/nodes.ts';
import type { Span } from '../text/span.ts';

/** The signs of a word's value from `start` to `end`, where they stand; all of it where it is not written as it is read. */
export function partOfWord(file: SourceFile, word: Word, start: number, end: number): Span {
  const quote = word.quote === null ? 0 : 1;
  const from = word.start + quote;
  const plain = file.text.slice(from, word.end - quote) === word.value;
  return plain ? { start: from + start, end: from + end } : { start: word.start, end: word.end };
}
