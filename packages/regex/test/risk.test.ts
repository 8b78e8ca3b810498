import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Attack, attackSubject, createMatcher, explodingShape, parseRegex } from '../src/index.ts';
import type { MatchRecords } from './record/records.ts';
import { EXPONENTIAL, POLYNOMIAL } from './support/exploding.ts';

/** What PCRE2 10.42 itself counts (its match limit) for attacks of growing length; null is more than it allows. */
const recorded: readonly {
  readonly pattern: string;
  readonly attack: Attack;
  readonly rounds: readonly number[];
  readonly limits: readonly (number | null)[];
}[] = JSON.parse(readFileSync(new URL('pcre2-limits.json', import.meta.url), 'utf8'));

const records: MatchRecords = JSON.parse(readFileSync(new URL('pcre2-groups.json', import.meta.url), 'utf8'));

const found = (pattern: string) => explodingShape(parseRegex(pattern).tree);

function limitsOf(pattern: string, attack: Attack): { rounds: readonly number[]; limits: readonly number[] } {
  const row = recorded.find((each) => each.pattern === pattern);
  expect(row?.attack, 'the record is of another attack; record anew').toEqual(attack);
  return { rounds: row?.rounds ?? [], limits: (row?.limits ?? []).map((limit) => limit ?? 10_000_000) };
}

describe('explodingShape', () => {
  it.each(EXPONENTIAL)('%s is exponential, and to the library as well', (pattern) => {
    const explosion = found(pattern);
    expect(explosion?.kind).toBe('exponential');
    if (explosion === null) return;
    const { limits } = limitsOf(pattern, explosion.attack);
    const [a = 1, b = 1, c = 1, d = 1] = limits;
    // The factor of two more rounds stays the same; that of a polynomial would fall.
    expect(b / a).toBeGreaterThan(1.5);
    expect(d / c).toBeGreaterThan((b / a) * 0.85);
  });

  it.each(POLYNOMIAL)('%s grows with the power of %i, and to the library as well', (pattern, degree) => {
    const explosion = found(pattern);
    expect(explosion).toMatchObject({ kind: 'polynomial', degree });
    if (explosion === null) return;
    const { limits } = limitsOf(pattern, explosion.attack);
    expect(Math.log2((limits[3] ?? 0) / (limits[2] ?? 1))).toBeCloseTo(degree, 0);
  });

  it('names the repetition and an attack that does not match', () => {
    const pattern = '^/x/(\\w+/?)+\\.html$';
    const explosion = found(pattern);
    expect(explosion && pattern.slice(explosion.span.start, explosion.span.end)).toBe('(\\w+/?)+');
    expect(explosion?.attack.prefix).toBe('/x/');
    const matcher = createMatcher(parseRegex(pattern).tree);
    expect(explosion && matcher.match(attackSubject(explosion.attack, 5))).toBeNull();
    expect(explosion && matcher.match(attackSubject(explosion.attack, 60))).toBe('cannot-evaluate');
  });

  it.each([
    '\\.php$',
    '^/api/(.*)$',
    '^/api/v\\d+/',
    '(a+)+',
    '(a*)*',
    '^(a++)+$',
    '^(?>a+)+$',
    '^(\\w+\\.)+com$',
    '^(?:/[^/]+)+$',
    '^([a-z0-9]+[-.])*[a-z0-9]+$',
    '.*\\.php$',
    '\\.(?:png|jpe?g|gif)$',
    '^(.+\\.php)(/.+)$',
    '(a+)+b*',
    '^(?:a{1,3}){1,3}$',
    '([a-z0-9]{2000})',
    '^(?:ab|cd)*$',
    '^(?=(a+))\\1b',
    '(?:\\X|é)+(',
    '',
  ])('%s does not explode', (pattern) => {
    expect(found(pattern)).toBeNull();
  });

  it('finds one exponential expression among those of real configurations', () => {
    const rows = records.rows.filter(({ shared }) => shared === 'common');
    const exponential = rows.filter(({ pattern, caseless }) => {
      return explodingShape(parseRegex(pattern, { caseless }).tree)?.kind === 'exponential';
    });
    // A comma may be taken by the first repetition, or by the last in two ways.
    expect(exponential.map(({ pattern }) => pattern.slice(0, 14))).toEqual(['^(,[ \\t]*)*([!']);
  });
});
