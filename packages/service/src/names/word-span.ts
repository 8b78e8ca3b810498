import type { SourceFile, Span, Word } from '@nginx-lint/core';

/**
 * Where the signs of a word's value from `start` to `end` are written, escaped ones among them. Null where the word is
 * not written as it is read.
 */
export function spanInWord({ text }: SourceFile, word: Word, start: number, end: number): Span | null {
  const from = word.start + (word.quote === null ? 0 : 1);
  const span = text.startsWith(word.value, from)
    ? { start: from + start, end: from + end }
    : spanOfEscaped(text, from, start, end);
  return text.slice(span.start, span.end) === word.value.slice(start, end) ? span : null;
}

/** nginx drops a backslash before quotes and itself, and makes one sign of `\t`, `\r` and `\n`. */
function spanOfEscaped(text: string, from: number, start: number, end: number): Span {
  let at = from;
  let begin = at;
  for (let index = 0; index < end; index++) {
    if (index === start) begin = at;
    at += text[at] === '\\' && /["'\\trn]/.test(text[at + 1] ?? '') ? 2 : 1;
  }
  return { start: begin, end: at };
}
