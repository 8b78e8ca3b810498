import { fileAt } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Documents } from '../src/documents.ts';
import { Lines, type PositionEncoding } from '../src/positions.ts';
import { fileOfUri, Uris } from '../src/uris.ts';

const FILE = fileAt('/a.conf');

describe('open documents', () => {
  it('take changes one after the other, each in the text that the one before left', () => {
    const documents = new Documents('utf-16');
    documents.open(FILE, 1, 'one\ntwo\n');
    const changed = documents.change(FILE, 2, [
      { range: { start: { line: 0, character: 3 }, end: { line: 1, character: 0 } }, text: ' ' },
      { range: { start: { line: 0, character: 4 }, end: { line: 0, character: 7 } }, text: '2' },
      { range: { start: { line: 9, character: 9 }, end: { line: 9, character: 9 } }, text: 'end' },
    ]);
    expect(changed).toMatchObject({ version: 2 });
    expect(changed?.lines.text).toBe('one 2\nend');
  });

  it('take a whole text anew', () => {
    const documents = new Documents('utf-16');
    documents.open(FILE, 1, 'a');
    expect(documents.change(FILE, 5, [{ text: 'b' }])?.lines.text).toBe('b');
  });

  it('know nothing of what was never opened, or was closed', () => {
    const documents = new Documents('utf-16');
    expect(documents.change(FILE, 2, [{ text: 'b' }])).toBeNull();
    documents.open(FILE, 1, 'a');
    documents.close(FILE);
    expect(documents.get(FILE)).toBeNull();
  });

  it('end with the text that the editor has, whatever it counts', () => {
    const piece = fc.constantFrom('a', 'ä', '😀', '\n', ';');
    const text = fc.array(piece).map((pieces) => pieces.join(''));
    const encoding = fc.constantFrom<PositionEncoding[]>('utf-8', 'utf-16', 'utf-32');
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), encoding, (before, typed, from, length, counted) => {
        const characters = [...before];
        const start = characters.length === 0 ? 0 : from % characters.length;
        const end = Math.min(characters.length, start + (length % 5));
        const offset = (count: number): number => characters.slice(0, count).join('').length;
        const lines = new Lines(before);
        const documents = new Documents(counted);
        documents.open(FILE, 1, before);
        const range = {
          start: lines.position(offset(start), counted),
          end: lines.position(offset(end), counted),
        };
        const after = characters.slice(0, start).join('') + typed + characters.slice(end).join('');
        expect(documents.change(FILE, 2, [{ range, text: typed }])?.lines.text).toBe(after);
      }),
    );
  });
});

describe('URIs', () => {
  it.each([
    ['file:///etc/nginx/nginx.conf', 'file:///etc/nginx/nginx.conf'],
    ['file:///a%20b/%C3%A4.conf', 'file:///a%20b/%C3%A4.conf'],
    ['file:///a/../b.conf', 'file:///b.conf'],
    ['file:///c%3A/nginx/a.conf', 'file:///C%3A/nginx/a.conf'],
    ['vscode-vfs://github/o/r/a.conf', 'vscode-vfs://github/o/r/a.conf'],
    ['untitled:Untitled-1', 'untitled:///Untitled-1'],
  ])('%s', (uri, file) => {
    expect(fileOfUri(uri)).toBe(file);
  });

  it('go back as the editor spelled them', () => {
    const uris = new Uris();
    const uri = 'file:///c%3A/nginx/a.conf';
    expect(uris.uri(uris.file(uri))).toBe(uri);
    expect(uris.uri(fileAt('/other.conf'))).toBe('file:///other.conf');
  });
});
