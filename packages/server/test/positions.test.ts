import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenEncoding, Lines, type PositionEncoding } from '../src/positions.ts';

const ENCODINGS: readonly PositionEncoding[] = ['utf-8', 'utf-16', 'utf-32'];

describe('positions', () => {
  // A letter of two bytes, one of three, and one of two UTF-16 units and four bytes.
  const text = 'aä€😀b\r\nx\ry\nz';

  it.each([
    ['utf-8', 5, { line: 0, character: 10 }],
    ['utf-16', 5, { line: 0, character: 5 }],
    ['utf-32', 5, { line: 0, character: 4 }],
    ['utf-16', 8, { line: 1, character: 0 }],
    ['utf-16', 10, { line: 2, character: 0 }],
    ['utf-16', 12, { line: 3, character: 0 }],
  ] as const)('%s: offset %d', (encoding, offset, position) => {
    expect(new Lines(text).position(offset, encoding)).toEqual(position);
    expect(new Lines(text).offset(position, encoding)).toBe(offset);
  });

  it.each([
    [{ line: 0, character: 99 }, 6],
    [{ line: 99, character: 0 }, text.length],
    [{ line: -1, character: 4 }, 0],
    [{ line: 1, character: 5 }, 9],
  ])('what lies beyond is the end: %o', (position, offset) => {
    expect(new Lines(text).offset(position, 'utf-16')).toBe(offset);
  });

  it('never cuts a character in two', () => {
    expect(new Lines('😀').offset({ line: 0, character: 2 }, 'utf-8')).toBe(0);
    expect(new Lines('😀').offset({ line: 0, character: 4 }, 'utf-8')).toBe(2);
  });

  it('leads from offsets to positions and back, whatever is counted', () => {
    const piece = fc.constantFrom('a', 'ä', '€', '😀', '\n', '\r\n', '\r', ';');
    fc.assert(
      fc.property(fc.array(piece), fc.nat(), fc.constantFrom(...ENCODINGS), (pieces, at, encoding) => {
        const whole = pieces.join('');
        const offset = pieces.slice(0, pieces.length === 0 ? 0 : at % pieces.length).join('').length;
        const lines = new Lines(whole);
        // Between the two signs of a line break there is no place.
        fc.pre(!(whole[offset - 1] === '\r' && whole[offset] === '\n'));
        expect(lines.offset(lines.position(offset, encoding), encoding)).toBe(offset);
      }),
    );
  });

  it('takes the first encoding that it knows', () => {
    expect(chosenEncoding(undefined)).toBe('utf-16');
    expect(chosenEncoding(['utf-7', 'utf-32', 'utf-8'])).toBe('utf-32');
    expect(chosenEncoding([])).toBe('utf-16');
  });
});
