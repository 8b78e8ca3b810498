import type { ConfigModel, Occurrence, SourceFile, Span, Word } from '@nginx-lint/core';
import { type Found, keyOf, type WrittenName } from './name.ts';
import { spanInWord } from './word-span.ts';

/** Takes the names of one directive as they are found. */
export class Collector {
  readonly model: ConfigModel;
  readonly at: Occurrence;
  readonly source: SourceFile;
  readonly names: WrittenName[] = [];

  constructor(model: ConfigModel, at: Occurrence) {
    this.model = model;
    this.at = at;
    this.source = model.source(at.file);
  }

  /** A name in the value of a word, from `start` on; with `before` and `after` signs around it that belong to it. */
  inWord(found: Found, word: Word, start: number, before = 0, after = 0): void {
    const span = spanInWord(this.source, word, start, start + found.text.length);
    if (span !== null) this.add(found, span, { start: span.start - before, end: span.end + after });
  }

  /** A whole word. */
  word(found: Omit<Found, 'text'>, word: Word): void {
    if (word.value !== '') this.inWord({ ...found, text: word.value }, word, 0);
  }

  add({ kind, scope, text, role, writes, group }: Found, span: Span, whole = span): void {
    this.names.push({
      kind,
      text,
      scope,
      key: keyOf(kind, scope, text),
      role,
      writes: writes ?? role === 'definition',
      group: group ?? false,
      file: this.at.file,
      span,
      whole,
      node: this.at.node,
    });
  }
}
