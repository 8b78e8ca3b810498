import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseRegex } from '../src/index.ts';
import { accepts, prepare } from '../src/prepared.ts';

/**
 * Answers of pcre2_match_8() of PCRE2 10.42 for every string of up to three of these characters, shorter ones
 * first, as the bits of a hexadecimal number behind a leading 1.
 */
const rows: readonly { readonly pattern: string; readonly caseless: boolean; readonly matches: string }[] = JSON.parse(
  readFileSync(new URL('pcre2-matches.json', import.meta.url), 'utf8'),
);

const CHARACTERS = ['/', 'a', 'b', '\n', 'A'];
const ONE = CHARACTERS;
const TWO = ONE.flatMap((head) => CHARACTERS.map((tail) => head + tail));
const THREE = TWO.flatMap((head) => CHARACTERS.map((tail) => head + tail));
const SUBJECTS = ['', ...ONE, ...TWO, ...THREE];

it(`matches what the library matches, for ${rows.length} patterns and ${SUBJECTS.length} strings`, () => {
  const differing = rows.filter(({ pattern, caseless, matches }) => {
    const { automaton, exact } = prepare(parseRegex(pattern, { caseless }).tree);
    if (automaton === null || !exact) return true;
    const bits = SUBJECTS.map((subject) => (accepts(automaton, subject) ? '1' : '0')).join('');
    return BigInt(`0b1${bits}`).toString(16) !== matches;
  });
  expect(differing).toEqual([]);
});
