import { describe, expect, it } from 'vitest';
import { readOnce } from '../../src/text/read-once.ts';

describe('readOnce', () => {
  it('reads each text once, and a text that leads to nothing as well', () => {
    const asked: string[] = [];
    const read = readOnce(10, (text) => {
      asked.push(text);
      return text === '' ? null : text.length;
    });
    expect(['abc', '', 'abc', ''].map(read)).toEqual([3, null, 3, null]);
    expect(asked).toEqual(['abc', '']);
  });

  it('keeps no more texts than it may', () => {
    const asked: string[] = [];
    const read = readOnce(2, (text) => asked.push(text));
    for (const text of ['a', 'b', 'a', 'c', 'a']) read(text);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
