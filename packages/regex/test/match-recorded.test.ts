import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createMatcher, parseRegex } from '../src/index.ts';
import { type MatchRecords, type MatchRow, subjectsOf, writeSaid } from './record/records.ts';

/** What pcre2_match() of PCRE2 10.42 says; written by record/record-matches.ts. */
const records: MatchRecords = JSON.parse(readFileSync(new URL('pcre2-groups.json', import.meta.url), 'utf8'));
const count = records.rows.reduce((sum, row) => sum + subjectsOf(records, row).length, 0);

interface Difference {
  readonly pattern: string;
  readonly caseless: boolean;
  readonly subject: string;
  readonly library: string | undefined;
  readonly ours: string | undefined;
}

/** Differences of one row, and how often the matcher did not know though the library did. */
function compare(row: MatchRow): { differences: Difference[]; unknown: number } {
  const { pattern, caseless } = row;
  const matcher = createMatcher(parseRegex(pattern, { caseless }).tree);
  const differences: Difference[] = [];
  let unknown = 0;
  subjectsOf(records, row).forEach((subject, i) => {
    const library = row.said[i];
    const result = matcher.match(subject);
    if (result === 'cannot-evaluate') {
      if (library !== '!') unknown++;
      return;
    }
    const ours = result === null ? undefined : writeSaid(result, subject);
    if (ours !== library) differences.push({ pattern, caseless, subject, library, ours });
  });
  return { differences, unknown };
}

it(`finds what the library finds, with all groups, for ${records.rows.length} patterns and ${count} subjects`, () => {
  const results = records.rows.map(compare);
  expect(results.flatMap(({ differences }) => differences).slice(0, 20)).toEqual([]);
  const unknown = results.reduce((sum, each) => sum + each.unknown, 0);
  expect(unknown / count).toBeLessThan(0.005);
});
