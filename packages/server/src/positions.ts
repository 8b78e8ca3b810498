import type { Span } from '@nginx-lint/core';
import type { Position, Range } from 'vscode-languageserver';

/** What editors count within a line: UTF-16 units unless they ask for something else. */
export type PositionEncoding = 'utf-8' | 'utf-16' | 'utf-32';

/** The lines of a text as the protocol counts them: LF, CRLF and a lone CR end one. */
export class Lines {
  readonly text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.#starts = startsOf(text);
  }

  position(offset: number, encoding: PositionEncoding): Position {
    const line = this.#lineAt(offset);
    const start = this.#starts[line] ?? 0;
    return { line, character: measured(this.text.slice(start, offset), encoding) };
  }

  range(span: Span, encoding: PositionEncoding): Range {
    return { start: this.position(span.start, encoding), end: this.position(span.end, encoding) };
  }

  /** Beyond the end of a line is its end, as the protocol wants it; beyond the last line, the end of the text. */
  offset({ line, character }: Position, encoding: PositionEncoding): number {
    if (line < 0) return 0;
    const start = this.#starts[line];
    if (start === undefined) return this.text.length;
    const content = this.text.slice(start, this.#starts[line + 1] ?? this.text.length).replace(/[\r\n]+$/, '');
    return start + unitsFor(content, Math.max(character, 0), encoding);
  }

  #lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  const ends = text.includes('\r') ? /\r\n?|\n/g : null;
  if (ends !== null) for (const end of text.matchAll(ends)) starts.push(end.index + end[0].length);
  else for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Is every character one unit, whatever is counted? */
const PLAIN = /^[\0-\x7f]*$/;

function measured(text: string, encoding: PositionEncoding): number {
  if (encoding === 'utf-16' || PLAIN.test(text)) return text.length;
  let count = 0;
  for (const character of text) count += sizeOf(character, encoding);
  return count;
}

function unitsFor(text: string, wanted: number, encoding: PositionEncoding): number {
  if (encoding === 'utf-16' || PLAIN.test(text)) return Math.min(wanted, text.length);
  let count = 0;
  let units = 0;
  for (const character of text) {
    count += sizeOf(character, encoding);
    if (count > wanted) return units;
    units += character.length;
  }
  return units;
}

function sizeOf(character: string, encoding: PositionEncoding): number {
  if (encoding === 'utf-32') return 1;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** The first that we count in of those that an editor offers, in its order of preference. */
export function chosenEncoding(offered: readonly string[] | undefined): PositionEncoding {
  const known = (offered ?? []).find((one) => one === 'utf-8' || one === 'utf-16' || one === 'utf-32');
  return (known as PositionEncoding | undefined) ?? 'utf-16';
}
