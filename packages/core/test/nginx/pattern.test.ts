import { parseRegex } from '@nginx-lint/regex';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../src/nginx/pattern.ts';

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
  '(?:',
  '[a-z]',
  '[^.]',
  '[.]',
  '[a.:]',
  '[:a:]',
  '[\\w.-]',
  '[z-a]',
  '{,2}',
];

/** Every pattern of up to four parts. */
function* patterns(length: number): Generator<string> {
  yield '';
  if (length === 0) return;
  for (const start of PARTS) for (const rest of patterns(length - 1)) yield start + rest;
}

/** Is it refused? */
function compare(pattern: string): boolean {
  const { problem, groups, names } = compilePattern(pattern, 'utf-8');
  const { problems, tree } = parseRegex(pattern);
  const expected = problems[0] === undefined ? [tree.captureCount, tree.names.length] : [0, 0];
  if (problem !== (problems[0]?.message ?? null) || groups !== expected[0] || names.length !== expected[1])
    expect([pattern, problem, groups, names.length]).toEqual([pattern, problems[0]?.message ?? null, ...expected]);
  return problem !== null;
}

describe('what is said of a pattern is what the reader of expressions says', () => {
  it('of each short one', () => {
    let refused = 0;
    for (const pattern of new Set(patterns(3))) if (compare(pattern)) refused++;
    expect(refused).toBeGreaterThan(1_000);
  });

  it('of longer ones', () => {
    const longer = fc.array(fc.constantFrom(...PARTS), { minLength: 4, maxLength: 14 });
    const balanced = longer.map((parts) => {
      const open = parts.filter((part) => part.startsWith('(')).length - parts.filter((part) => part === ')').length;
      return parts.join('') + ')'.repeat(Math.max(0, open));
    });
    let refused = 0;
    const runs = 20_000;
    fc.assert(
      fc.property(balanced, (pattern) => {
        if (compare(pattern)) refused++;
      }),
      { numRuns: runs },
    );
    expect(refused).toBeGreaterThan(runs / 10);
    expect(refused).toBeLessThan(runs * 0.98);
  });
});
