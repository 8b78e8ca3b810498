import { parseRegex } from '@nginx-lint/regex';
import { expect, it } from 'vitest';
import { compilePattern } from '../../src/nginx/pattern.ts';
import type { Word } from '../../src/syntax/nodes.ts';

const PARTS = [
  'a',
  '/',
  '-',
  '.',
  '\\.',
  '\\d',
  '\\-',
  '*',
  '?',
  '+',
  '^',
  '$',
  '(',
  ')',
  '(?<n>',
  '|',
  '[',
  ']',
  '{2}',
];

/** Every pattern of up to four parts. */
function* patterns(length: number): Generator<string> {
  yield '';
  if (length === 0) return;
  for (const start of PARTS) for (const rest of patterns(length - 1)) yield start + rest;
}

it('says of each pattern what the reader of expressions says', () => {
  let refused = 0;
  for (const pattern of new Set(patterns(3))) {
    const word: Word = { start: 0, end: 0, value: pattern, quote: null };
    const { problem, groups, names } = compilePattern(word, pattern, 'utf-8');
    const { problems, tree } = parseRegex(pattern);
    expect([pattern, problem], pattern).toEqual([pattern, problems[0]?.message ?? null]);
    if (problem !== null) refused++;
    else expect([groups, names.length]).toEqual([tree.captureCount, tree.names.length]);
  }
  expect(refused).toBeGreaterThan(1_000);
});
