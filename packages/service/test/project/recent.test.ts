import { describe, expect, it } from 'vitest';
import { Recent } from '../../src/project/recent.ts';

/** What is still kept of some keys: the others are made anew, under a name that tells it. */
function kept(recent: Recent<string, string>, keys: readonly string[]): string[] {
  return keys.filter((key) => recent.get(key, () => 'anew') !== 'anew');
}

function filled(bound: number, weights: Readonly<Record<string, number>>): Recent<string, string> {
  const recent = new Recent<string, string>(bound);
  for (const [key, weight] of Object.entries(weights)) {
    const value = recent.get(key, () => `first ${key}`);
    recent.weigh(key, value, weight);
  }
  return recent;
}

describe('what was asked for last', () => {
  it('is made once', () => {
    const recent = new Recent<string, object>(10);
    const made = recent.get('a', () => ({}));
    expect(recent.get('a', () => ({}))).toBe(made);
  });

  it('stays while all of it together weighs no more than the bound', () => {
    expect(kept(filled(10, { a: 4, b: 3, c: 3 }), ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
  });

  it('goes from the one that was not asked for the longest, and no more of it than must', () => {
    expect(kept(filled(10, { a: 4, b: 3, c: 3, d: 1 }), ['b', 'c', 'd', 'a'])).toEqual(['b', 'c', 'd']);
  });

  it('counts from the last question, not from the first', () => {
    const recent = filled(10, { a: 4, b: 3, c: 3 });
    recent.get('a', () => 'anew');
    recent.weigh(
      'd',
      recent.get('d', () => 'first d'),
      1,
    );
    expect(kept(recent, ['a', 'c', 'd', 'b'])).toEqual(['a', 'c', 'd']);
  });

  it('keeps the newest, whatever it weighs, until another one comes', () => {
    const recent = filled(10, { a: 1, b: 100 });
    expect(kept(recent, ['b', 'a'])).toEqual(['b']);
    recent.weigh(
      'c',
      recent.get('c', () => 'first c'),
      2,
    );
    expect(kept(recent, ['c', 'b'])).toEqual(['c']);
  });

  it('weighs nothing until somebody says it, and the last word counts', () => {
    const recent = new Recent<string, string>(10);
    for (const key of ['a', 'b', 'c']) recent.get(key, () => `first ${key}`);
    recent.weigh('a', 'first a', 9);
    recent.weigh('a', 'first a', 2);
    recent.weigh('b', 'first b', 8);
    expect(kept(recent, ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
  });

  it('takes no weight for what went meanwhile, nor for what stands in its place now', () => {
    const recent = filled(10, { a: 6, b: 6 });
    const anew = recent.get('a', () => 'second a');
    recent.weigh('a', 'first a', 100);
    recent.weigh('gone', 'never', 100);
    expect(kept(recent, ['b', 'a'])).toEqual(['b', 'a']);
    expect(anew).toBe('second a');
  });

  it('has no bound where none is given', () => {
    const recent = filled(Number.POSITIVE_INFINITY, { a: 1e9, b: 1e9 });
    expect(kept(recent, ['a', 'b'])).toEqual(['a', 'b']);
  });
});
