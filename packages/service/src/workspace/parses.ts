import {
  type Facts,
  type FileId,
  parse,
  reparse,
  type SourceFile,
  type Vocabulary,
  vocabularyOf,
} from '@nginx-lint/core';

interface Parsed {
  readonly bytes: Uint8Array;
  readonly source: SourceFile;
  /** When it was last asked for. */
  round: number;
}

/** The last tree of each file, for as long as its bytes stay the same array. */
export class Parses {
  readonly #textOf: (bytes: Uint8Array) => string | null;
  readonly #vocabularies = new WeakMap<Facts, Vocabulary>();
  readonly #parsed = new Map<FileId, Map<Facts, Parsed>>();
  #round = 0;

  /** `textOf` spares the decoding of bytes whose text is at hand. */
  constructor(textOf: (bytes: Uint8Array) => string | null) {
    this.#textOf = textOf;
  }

  parse(file: FileId, bytes: Uint8Array, facts: Facts): SourceFile {
    const ofFile = this.#parsed.get(file) ?? new Map<Facts, Parsed>();
    this.#parsed.set(file, ofFile);
    const known = ofFile.get(facts);
    if (known?.bytes === bytes) {
      known.round = this.#round;
      return known.source;
    }
    const text = this.#textOf(bytes);
    const vocabulary = this.#vocabularyOf(facts);
    const source =
      known !== undefined && text !== null
        ? reparse(known.source, text, vocabulary)
        : parse(file, text ?? bytes, vocabulary);
    ofFile.set(facts, { bytes, source, round: this.#round });
    return source;
  }

  /** Forgets what was not asked for since the last call. */
  sweep(): void {
    for (const [file, ofFile] of this.#parsed) {
      for (const [facts, { round }] of ofFile) if (round !== this.#round) ofFile.delete(facts);
      if (ofFile.size === 0) this.#parsed.delete(file);
    }
    this.#round++;
  }

  #vocabularyOf(facts: Facts): Vocabulary {
    const known = this.#vocabularies.get(facts) ?? vocabularyOf(facts);
    this.#vocabularies.set(facts, known);
    return known;
  }
}
