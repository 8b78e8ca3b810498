import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineMap } from '../src/since/line-map.ts';

const line = fc.constantFrom('', '}', 'server {', '    listen 80;', '    root /a;', '# one', '# two');
const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));

describe('where lines were', () => {
  it.each([
    ['a\nb\nc', 'a\nb\nc', [0, 1, 2]],
    ['a\nb\nc', 'a\nc', [0, 2]],
    ['a\nc', 'a\nb\nc', [0, null, 1]],
    ['a\nb', 'b\na', [null, 0]],
    ['a\r\nb \n', 'a\nb\n', [0, 1, 2]],
    ['a', ' a', [null]],
    ['{\n}\n{\n}', '{\n}\nx\n{\n}', [0, 1, null, 2, 3]],
    ['x {\n}\ny {\n}', 'y {\n}', [2, 3]],
    ['', 'a', [null]],
  ])('%j, then %j', (before, after, map) => {
    expect(lineMap(before, after)).toEqual(map);
  });

  it('has the same text, once, and in order', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [old, fresh] = [before.split('\n'), after.split('\n')];
        const map = lineMap(before, after);
        expect(map).toHaveLength(fresh.length);
        const kept = map.flatMap((from, to) => (from === null ? [] : [{ from, to }]));
        for (const { from, to } of kept) expect(old[from]).toBe(fresh[to]);
        expect(kept.every(({ from }, index) => from > (kept[index - 1]?.from ?? -1))).toBe(true);
      }),
    );
  });

  it('knows all lines where others were put in between', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 30 }), { maxLength: 5 }), (before, places) => {
        const old = before.split('\n');
        const fresh = old.flatMap((one, index) => (places.includes(index) ? [`new ${index}`, one] : [one]));
        const map = lineMap(before, fresh.join('\n'));
        expect(map.filter((from) => from !== null).length).toBe(old.length);
      }),
    );
  });

  it('takes no long time for long texts', () => {
    const before = Array.from({ length: 50_000 }, (_, index) => `line ${index % 9000}`);
    const after = before.map((one, index) => (index % 7 === 0 ? `${one};` : one));
    const map = lineMap(before.join('\n'), after.join('\n'));
    expect(map.filter((from) => from !== null).length).toBeGreaterThan(40_000);
  });
});
