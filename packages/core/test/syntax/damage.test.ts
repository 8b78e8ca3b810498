import { createFacts, fileAt, parse, vocabularyOf } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { corpusFile, corpusJson, corpusNote, hasCorpus } from '../../../../test/support/corpus.ts';
import { damageOf } from '../../../../test/support/damage.ts';

interface Entry {
  readonly id: string;
  readonly source: string;
  readonly size: number;
}

const vocabulary = vocabularyOf(createFacts());

/** Real files, neither tiny nor generated. */
const SOURCES = ['repos', 'reverse-proxy-confs', 'certbot', 'nginx-tests', 'docs-nginx.org'];

describe.runIf(hasCorpus)(`one character deleted in real files${corpusNote}`, () => {
  it.each([
    ['any character', /[\s\S]/g],
    ['a quote, a brace or a semicolon', /[;{}"']/g],
  ])('leaves at least 98 %% of the other directives intact: %s', (_, spot) => {
    const random = sequence(20261121);
    let others = 0;
    let intact = 0;
    for (const { id, source, size } of corpusJson<Entry[]>('index.json')) {
      if (!SOURCES.includes(source) || size < 300 || size > 60_000) continue;
      const before = parse(fileAt(`/${id}`), corpusFile(id), vocabulary);
      if (before.problems.length > 0) continue;
      const spots = [...before.text.matchAll(spot)].map(({ index }) => index);
      for (let round = 0; round < 5; round++) {
        const offset = spots[random() % spots.length] ?? 0;
        const text = before.text.slice(0, offset) + before.text.slice(offset + 1);
        const damage = damageOf(before, parse(before.id, text, vocabulary), offset);
        others += damage.others;
        intact += damage.intact;
      }
    }
    console.log(`${intact} of ${others} directives intact: ${((100 * intact) / others).toFixed(3)} %`);
    expect(others).toBeGreaterThan(50_000);
    expect(intact / others).toBeGreaterThanOrEqual(0.98);
  });
});

/** Numbers that look random and are the same every time (a linear congruential generator). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}
