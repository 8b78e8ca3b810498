import { fileAt, parse, rules } from '@nginx-lint/core';
import { expect, it } from 'vitest';
import { lintScenario } from './support/lint-scenario.ts';

const nested = (depth: number, closed: boolean): string =>
  `events {}\nhttp { server {\n${'location /a {\n'.repeat(depth)}${closed ? '}\n'.repeat(depth + 2) : ''}`;

const lintText = (text: string) =>
  lintScenario({ context: null, version: null, entry: 'nginx.conf', files: { 'nginx.conf': text } }, rules);

it('10,000 nested blocks end in a diagnostic that is not fatal, as nginx accepts them', async () => {
  const { diagnostics } = await lintText(nested(10_000, true));
  expect(diagnostics.filter(({ rule }) => rule === 'analysis-limit').length).toBeGreaterThan(0);
  expect(diagnostics.filter(({ fatal }) => fatal)).toEqual([]);
});

it('10,000 blocks that nobody closes are told besides', async () => {
  const { diagnostics } = await lintText(nested(10_000, false));
  expect(diagnostics.filter(({ fatal }) => fatal).map(({ rule }) => rule)).toEqual(['unbalanced-block']);
});

it.each([
  ['words without an end', 'word\n'.repeat(100_000)],
  ['quotes', '"'.repeat(100_000)],
  ['braces', '{'.repeat(100_000)],
  ['closing braces', '}'.repeat(100_000)],
  ['semicolons', ';'.repeat(100_000)],
  ['lines without a semicolon', 'root /x\n'.repeat(20_000)],
])('a file of nothing but %s gives at most a thousand problems', (_, text) => {
  const { problems } = parse(fileAt('/nginx.conf'), text);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.length).toBeLessThanOrEqual(1_000);
});
