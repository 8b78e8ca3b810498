import { createHash } from 'node:crypto';
import { fileAt, parse } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { corpusFile, corpusLines, corpusNote, hasCorpus } from '../../../../test/support/corpus.ts';
import { tokenStream } from '../../../../test/support/token-records.ts';

interface Reference {
  readonly file: string;
  readonly t?: readonly unknown[];
  readonly n?: number;
  readonly sha256?: string;
  readonly e: { readonly line: number; readonly message: string } | null;
}

describe.runIf(hasCorpus)(`token streams of the corpus${corpusNote}`, () => {
  it('equal what nginx reads, in every file', () => {
    const wrong: string[] = [];
    for (const reference of corpusLines<Reference>('tokens.jsonl')) {
      const source = parse(fileAt(`/${reference.file}`), corpusFile(reference.file));
      const stream = tokenStream(source);
      const got = JSON.stringify(stream.records);
      const same =
        reference.t === undefined
          ? reference.n === stream.records.length && reference.sha256 === createHash('sha256').update(got).digest('hex')
          : got === JSON.stringify(reference.t);
      if (!same) wrong.push(`${reference.file}: records differ`);
      else if (
        JSON.stringify(stream.error) !==
        JSON.stringify(reference.e && { line: reference.e.line, message: reference.e.message })
      )
        wrong.push(`${reference.file}: ${JSON.stringify(stream.error)} instead of ${JSON.stringify(reference.e)}`);
    }
    expect(wrong).toEqual([]);
  });
});
