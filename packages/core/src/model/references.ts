import type { SourceFile, Word } from '../syntax/nodes.ts';
import type { Span } from '../text/span.ts';

/** A variable in a word. */
export interface Reference {
  /** As written: `$uri`, `${uri}`. */
  readonly text: string;
  /** In lower case and without signs: `uri`, `1`. */
  readonly name: string;
  /** Its place; of a word with escaped signs the whole word. */
  readonly span: Span;
  /** What stands in front of it in the value of the word, and behind it. */
  readonly before: string;
  readonly rest: string;
}

const REFERENCE = /\$(?:\{(\w+)\}|([1-9])|(\w+))/g;

/** The variables and captures of a word, in their order. */
export function referencesIn(file: SourceFile, word: Word): readonly Reference[] {
  if (!word.value.includes('$')) return [];
  const written = file.text.slice(word.start, word.end);
  const from = written.indexOf(word.value);
  return Array.from(word.value.matchAll(REFERENCE), (match) => {
    const [text, braced, capture, plain] = match;
    const start = word.start + from + match.index;
    return {
      text,
      name: (braced ?? capture ?? plain ?? '').toLowerCase(),
      span: from === -1 ? word : { start, end: start + text.length },
      before: word.value.slice(0, match.index),
      rest: word.value.slice(match.index + text.length),
    };
  });
}
