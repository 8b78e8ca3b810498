import { encode, type FormatEdit, type FormatOptions, fileAt, parse, type SourceFile } from '@nginx-lint/core';

const FILE = fileAt('/etc/nginx/nginx.conf');

export function read(text: string | Uint8Array): SourceFile {
  return parse(FILE, text);
}

/** The text as it is written to a disk and read again. */
export function readAgain(text: string, { encoding }: SourceFile): SourceFile {
  return parse(FILE, encode(text, encoding));
}

/** All that is no blank, in order; of comments what stands before the blanks at their end. */
export function wordsOf({ tokens, text }: SourceFile): string {
  const words = tokens.filter(({ kind }) => kind !== 'blank');
  return JSON.stringify(
    words.map(({ kind, start, end }) => {
      const word = text.slice(start, end);
      return [kind, kind === 'comment' ? word.replace(/[ \t\r]+$/, '') : word];
    }),
  );
}

/** What is wrong with some edits of a text: they must be in order, apart from each other, and change blanks alone. */
export function faultsIn(text: string, edits: readonly FormatEdit[]): readonly string[] {
  let last = 0;
  return edits.flatMap(({ start, end, text: after }) => {
    const faults: string[] = [];
    if (start < last || end < start) faults.push(`${start}-${end} overlaps`);
    last = end;
    if (!/^[ \t\r\n]*$/.test(text.slice(start, end) + after)) faults.push(`${start}-${end} changes more than blanks`);
    if (text.slice(start, end) === after) faults.push(`${start}-${end} changes nothing`);
    return faults;
  });
}

export const STYLES: readonly Partial<FormatOptions>[] = [
  {},
  { useTabs: true },
  { indent: 2, align: 'none', braces: 'keep', maxBlankLines: 0, endOfLine: 'crlf', finalNewline: false },
  { indent: 3, useTabs: true, maxBlankLines: 3, endOfLine: 'lf', braces: 'keep' },
];
