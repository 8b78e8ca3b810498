/**
 * Asks the real library how hard the attacks are for it that explodingShape() finds, and writes pcre2-limits.json:
 * `npx tsx -C source packages/regex/test/record/record-limits.ts`.
 */
import { writeFileSync } from 'node:fs';
import { attackSubject, explodingShape, parseRegex } from '../../src/index.ts';
import { EXPONENTIAL, POLYNOMIAL } from '../support/exploding.ts';
import { askLimits } from './limits.ts';

const ROUNDS = { exponential: [6, 8, 10, 12], polynomial: [16, 32, 64, 128] };

const rows = [...EXPONENTIAL, ...POLYNOMIAL.map(([pattern]) => pattern)].map((pattern) => {
  const found = explodingShape(parseRegex(pattern).tree);
  if (found === null) throw new Error(`nothing was found in ${pattern}`);
  const rounds = ROUNDS[found.kind];
  const subjects = rounds.map((count) => attackSubject(found.attack, count));
  return { pattern, attack: found.attack, rounds, limits: askLimits({ pattern, caseless: false }, subjects) };
});
const text = rows.map((row) => JSON.stringify(row)).join(',\n');
writeFileSync(new URL('../pcre2-limits.json', import.meta.url), `[\n${text}\n]\n`);
