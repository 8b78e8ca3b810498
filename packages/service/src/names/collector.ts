import type { ConfigModel, FileId, Span, Word } from '@nginx-lint/core';
import { type Found, keyOf, type Name } from './name.ts';
import { spanInWord } from './word-span.ts';

/** Takes names as they are found, each place once. */
export class Collector {
  readonly model: ConfigModel;
  readonly names: Name[] = [];
  readonly #known = new Map<FileId, Map<number, Name[]>>();

  constructor(model: ConfigModel) {
    this.model = model;
  }

  /** A name in the value of a word, from `start` on; with `before` and `after` signs around it that belong to it. */
  inWord(found: Found, word: Word, start: number, before = 0, after = 0): void {
    const source = this.model.source(found.at.file);
    const span = spanInWord(source, word, start, start + found.text.length);
    if (span !== null) this.add(found, span, { start: span.start - before, end: span.end + after });
  }

  /** A whole word. */
  word(found: Omit<Found, 'text'>, word: Word): void {
    if (word.value !== '') this.inWord({ ...found, text: word.value }, word, 0);
  }

  add(found: Found, span: Span, whole = span): void {
    const { kind, scope, text, role, at } = found;
    const key = keyOf(kind, scope, text);
    let known = this.#known.get(at.file);
    if (known === undefined) {
      known = new Map();
      this.#known.set(at.file, known);
    }
    const same = known.get(span.start);
    if (same?.some((name) => name.key === key)) return;
    const writes = found.writes ?? role === 'definition';
    const name: Name = {
      kind,
      text,
      scope,
      key,
      role,
      writes,
      group: found.group ?? false,
      file: at.file,
      span,
      whole,
      at,
    };
    if (same === undefined) known.set(span.start, [name]);
    else same.push(name);
    this.names.push(name);
  }
}
