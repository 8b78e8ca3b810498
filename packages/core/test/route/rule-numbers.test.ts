import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const sources = fileURLToPath(new URL('../../src/route', import.meta.url));
const page = readFileSync(fileURLToPath(new URL('../../../../docs/guide/routing.md', import.meta.url)), 'utf8');

/** The numbers of rules that steps of the story cite: `'F3'`. */
function cited(): Set<string> {
  const numbers = new Set<string>();
  for (const path of readdirSync(sources, { recursive: true, encoding: 'utf8' }))
    if (path.endsWith('.ts'))
      for (const [, number = ''] of readFileSync(join(sources, path), 'utf8').matchAll(/'([A-Z]\d{1,2})'/g))
        numbers.add(number);
  return numbers;
}

it('every rule that a story cites stands in the guide, once', () => {
  const explained = [...page.matchAll(/^\*\*([A-Z]\d+)\.\*\* /gm)].map(([, number = '']) => number);
  expect(explained).toEqual([...new Set(explained)]);
  const numbers = cited();
  expect(numbers.size).toBeGreaterThan(30);
  expect([...numbers].filter((number) => !explained.includes(number))).toEqual([]);
});
