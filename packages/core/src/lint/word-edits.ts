import type { SourceFile, Word } from '../syntax/nodes.ts';
import type { FileEdit } from './diagnostic.ts';

/** Another value in the place of a word, in the quotes that this had or that it needs. */
export function replaceWord(file: SourceFile, word: Word, value: string): FileEdit {
  return { file: file.id, span: { start: word.start, end: word.end }, text: writtenWord(value, word.quote) };
}

/** A value as it has to stand in a file: nginx drops a backslash before quotes and itself, and reads `\t` as a tab. */
export function writtenWord(value: string, quote: Word['quote'] = null): string {
  const mark = quote ?? (value === '' || /[\s;{}"']|^#/.test(value.replaceAll('${', '')) ? '"' : '');
  const escaped = value.replace(/\\(?=["'\\trn]|$)/g, '\\\\');
  return mark === '' ? escaped : `${mark}${escaped.replaceAll(mark, `\\${mark}`)}${mark}`;
}
