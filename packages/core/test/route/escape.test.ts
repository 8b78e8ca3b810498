import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { bytesOf, shownBytes } from '../../src/route/bytes.ts';
import { type EscapeType, escapeUri, type UnescapeType, unescapeUri } from '../../src/route/escape.ts';

/** The tables of ngx_string.c: bits for 0x20 to 0x7f, in three words of which the lowest bit is the first sign; then all bytes from 0x80. */
type Table = readonly [EscapeType, string, readonly [number, number, number], boolean];
const NEW = '1.31.5';
const OLD = '1.21.0';
const TABLES: readonly Table[] = [
  ['uri', NEW, [0xd000002d, 0x50000000, 0xb8000001], true],
  ['args', NEW, [0xd800086d, 0x50000000, 0xb8000001], true],
  ['uri-component', NEW, [0xfc009fff, 0x78000001, 0xb8000001], true],
  ['html', NEW, [0x500000ad, 0x50000000, 0xb8000001], true],
  ['refresh', NEW, [0x50000085, 0x50000000, 0xd8000001], true],
  ['memcached', NEW, [0x00000021, 0, 0], false],
  ['mail-auth', NEW, [0x00000021, 0, 0], false],
  ['uri', OLD, [0x80000029, 0, 0x80000000], true],
  ['args', OLD, [0x88000869, 0, 0x80000000], true],
  ['uri-component', OLD, [0xfc009fff, 0x78000001, 0xb8000001], true],
  ['html', OLD, [0x000000ad, 0, 0x80000000], true],
  ['refresh', OLD, [0x00000085, 0, 0x80000000], true],
  ['memcached', OLD, [0x00000021, 0, 0], false],
];

describe('escapeUri', () => {
  it.each(TABLES)('%s of %s', (type, version, words, high) => {
    const facts = createFacts({ version });
    for (let byte = 0; byte < 256; byte++) {
      const inWord = ((words[(byte >> 5) - 1] ?? 0) >>> (byte & 31)) & 1;
      const escaped = byte < 0x20 || (byte > 0x7f ? high : inWord === 1);
      const hex = `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      const sign = String.fromCharCode(byte);
      expect(escapeUri(sign, type, facts), hex).toBe(escaped ? hex : sign);
    }
  });
  it('takes the newest table unless told', () => expect(escapeUri('/a b<\xc3\xa9', 'uri')).toBe('/a%20b%3C%C3%A9'));
});

describe('unescapeUri', () => {
  it.each<[string, UnescapeType, string]>([
    ['/a%20b%2Fc', 'all', '/a b/c'],
    ['/a?b%20c', 'all', '/a?b c'],
    ['/%41?b%20c', 'uri', '/A?b%20c'],
    ['/%41%3fb%20c', 'uri', '/A?b%20c'],
    ['/%41%3Fb%20c', 'redirect', '/A?b%20c'],
    ['/%41%3fb%20c', 'all', '/A?b c'],
    ['/%25%26%7e%7f%24', 'redirect', '/%25&~%7f%24'],
    ['/%25%26%7e%7f%24', 'uri', '/%&~\x7f$'],
    ['/%zz', 'all', '/zz'],
    ['/%%41', 'all', '/%41'],
    ['/%4zb', 'all', '/b'],
    ['/%4', 'all', '/'],
    ['/%', 'all', '/'],
    ['/%c3%a9', 'all', '/\xc3\xa9'],
    ['/%C3', 'redirect', '/%C3'],
    ['/a+b', 'all', '/a+b'],
    ['', 'all', ''],
  ])('%s as %s', (text, type, plain) => expect(unescapeUri(text, type)).toBe(plain));
});

describe('bytes', () => {
  it('are those of UTF-8', () => {
    expect(bytesOf('é€')).toBe('\xc3\xa9\xe2\x82\xac');
    expect(bytesOf('abc')).toBe('abc');
  });
  it('are shown as text, or as digits', () => {
    expect(shownBytes('\xc3\xa9')).toBe('é');
    expect(shownBytes('\xef\xbb\xbfa')).toBe('\ufeffa');
    expect(shownBytes('a\xff')).toEqual({ hex: '61ff' });
  });
});
