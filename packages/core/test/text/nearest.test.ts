import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { editDistance, nearest } from '../../src/text/nearest.ts';

const names = createFacts().namesIn('unknown');

describe('nearest', () => {
  it.each([
    ['proxy_pas', ['proxy_pass']],
    ['sever_name', ['server_name']],
    ['locaton', ['location']],
    ['gzpi', ['gzip']],
    ['proxy-pass', ['proxy_pass']],
    ['ssl_certificat_key', ['ssl_certificate_key']],
    ['qqqqqqqqqqqq', []],
    ['', []],
  ])('to %s among all directives: %j', (word, expected) => {
    expect(nearest(word, names)).toEqual(expected);
  });

  it('leaves out the word itself, keeps the order of equals and repeats none', () => {
    expect(nearest('abcdef', ['abcdeg', 'abcdef', 'abcdxf', 'abcdeg', 'abcde', 'xxcdef'], 9)).toEqual([
      'abcdeg',
      'abcdxf',
      'abcde',
      'xxcdef',
    ]);
    expect(nearest('abcdef', ['xxcdef', 'abcdeg', 'abcdxf'], 2)).toEqual(['abcdeg', 'abcdxf']);
  });

  it('goes further from long words than from short ones', () => {
    expect(nearest('ab', ['cb', 'cd'], 9)).toEqual(['cb']);
    expect(nearest('abcdefgh', ['abcdefxy', 'abcdexyz'], 9)).toEqual(['abcdefxy']);
  });
});

/** The distance by its definition, every cell of it. */
function plainDistance(left: string, right: string): number {
  const cells: number[][] = [];
  const cell = (row: number, at: number): number => cells[row]?.[at] ?? Number.NaN;
  for (let row = 0; row <= left.length; row++) {
    cells.push([]);
    for (let at = 0; at <= right.length; at++) {
      const ways = row === 0 || at === 0 ? [row + at] : [];
      if (row > 0 && at > 0) {
        ways.push(cell(row - 1, at - 1) + (left[row - 1] === right[at - 1] ? 0 : 1));
        ways.push(cell(row - 1, at) + 1, cell(row, at - 1) + 1);
      }
      if (row > 1 && at > 1 && left[row - 1] === right[at - 2] && left[row - 2] === right[at - 1]) {
        ways.push(cell(row - 2, at - 2) + 1);
      }
      cells[row]?.push(Math.min(...ways));
    }
  }
  return cell(left.length, right.length);
}

it('the distance is exact up to its limit', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (left, right, limit) => {
      expect(editDistance(left, right, limit)).toBe(Math.min(plainDistance(left, right), limit + 1));
    }),
    { numRuns: 3000 },
  );
});
