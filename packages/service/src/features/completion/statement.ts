import {
  bareWordEnd,
  blankEnd,
  commentEnd,
  type Directive,
  isQuote,
  quotedWordEnd,
  type Span,
  unescapeWord,
} from '@nginx-lint/core';
import type { Spot } from '../../spot.ts';

/** A word in front of the one at the cursor. */
export interface EarlierWord extends Span {
  /** Unquoted. */
  readonly value: string;
}

/** The word at the cursor, as far as it is there. */
export interface TypedWord extends Span {
  readonly quote: '"' | "'" | null;
  /** What stands between its beginning, behind the quote, and the cursor; as written. */
  readonly before: string;
  /** What stands behind the cursor, quote left out. */
  readonly after: string;
  /** Where the text inside the quotes begins and ends. */
  readonly inner: Span;
}

/** The statement under the cursor, told by what stands before it: what follows may belong to another one. */
export interface Statement {
  readonly kind: 'statement';
  /** Name and arguments in front of the word at the cursor. */
  readonly earlier: readonly EarlierWord[];
  /** Its place: -1 is the name, from 0 the arguments. */
  readonly index: number;
  readonly word: TypedWord;
  /** Where the statement begins; the cursor where nothing of it is there. */
  readonly start: number;
  /** What comes behind the word on its line: nothing, the `;`, a block, or more words. */
  readonly next: 'nothing' | 'semicolon' | 'block' | 'words';
}

/** The cursor is in a comment, which reaches from `start` to the end of its line. */
export interface InComment extends Span {
  readonly kind: 'comment';
  readonly before: string;
}

/** Reads the words of the statement at a spot; null in a Lua body, and behind a closing quote. */
export function statementAt(spot: Spot): Statement | InComment | null {
  const { source, offset } = spot;
  const { text } = source;
  const last = spot.around.at(-1);
  const inLua = last?.body?.kind === 'raw' && offset > last.body.start && offset <= (last.body.close?.start ?? offset);
  if (inLua) return null;
  let words: EarlierWord[] = [];
  let at = startBefore(spot);
  while (at < offset) {
    at = blankEnd(text, at);
    if (at >= offset) break;
    const sign = text[at];
    if (sign === '#') {
      const end = commentEnd(text, at);
      if (end >= offset) return { kind: 'comment', start: at, end, before: text.slice(at, offset) };
      at = end;
    } else if (sign === ';' || sign === '{' || sign === '}') {
      words = [];
      at++;
    } else {
      const end = wordEnd(text, at);
      if (!joins(text, words, at)) words = [];
      if (end === offset && isQuote(text.charCodeAt(at)) && quotedWordEnd(text, at) === end) return null;
      if (end >= offset) return withTyped(text, words, typedWord(text, at, offset));
      words.push({ start: at, end, value: unquoted(text.slice(at, end)) });
      at = end;
    }
  }
  return withTyped(text, joins(text, words, offset) ? words : [], typedWord(text, offset, offset));
}

function unquoted(raw: string): string {
  return unescapeWord(isQuote(raw.charCodeAt(0)) ? raw.slice(1, -1) : raw);
}

/** A quote that is not closed on its line is being typed. */
function wordEnd(text: string, at: number): number {
  if (!isQuote(text.charCodeAt(at))) return Math.max(bareWordEnd(text, at), at + 1);
  const end = quotedWordEnd(text, at);
  return end === -1 ? text.length : end;
}

/** Where the statement at a spot, or one in front of it, begins: the tree says where the last complete one ends. */
function startBefore({ source, offset, block }: Spot): number {
  const inside = block?.body?.kind === 'block' ? block.body : null;
  const items = inside === null ? source.items : inside.items;
  let from = inside === null ? 0 : inside.start + 1;
  let index = firstFrom(items, offset);
  for (index--; index >= 0; index--) {
    const item = items[index];
    if (item === undefined) break;
    if (item.end <= offset && isClosed(source.text, item)) {
      from = Math.max(from, item.end);
      break;
    }
    // What has no end of its own may go on to the cursor, and what begins within a line may belong to what is before it.
    from = Math.max(inside === null ? 0 : inside.start + 1, item.start);
    if (isFirstOnLine(source.text, item.start) && previousEnds(source.text, items[index - 1])) break;
  }
  return Math.min(from, offset);
}

function previousEnds(text: string, item: Directive | undefined): boolean {
  return item === undefined || isClosed(text, item);
}

/** Does its end stand in the text, or was it only guessed? */
function isClosed(text: string, { terminator, body, end }: Directive): boolean {
  return terminator !== null && text[end - 1] === (body === null ? ';' : '}');
}

/** The index of the first that begins at an offset or behind it. */
function firstFrom(items: readonly Directive[], offset: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function typedWord(text: string, start: number, offset: number): TypedWord {
  const code = text.charCodeAt(start);
  if (start < offset && isQuote(code)) {
    const quote = code === 0x22 ? '"' : "'";
    const lineEnd = commentEnd(text, offset);
    const closing = closingQuote(text, start, offset, lineEnd);
    const innerEnd = closing ?? plainEnd(text, offset, lineEnd);
    const inner = { start: start + 1, end: innerEnd };
    const [before, after] = [text.slice(start + 1, offset), text.slice(offset, innerEnd)];
    return { start, end: closing === null ? innerEnd : closing + 1, quote, before, after, inner };
  }
  // A cursor in front of a word is not in it.
  const end = start === offset ? offset : bareEnd(text, start, offset);
  const inner = { start, end };
  return { start, end, quote: null, before: text.slice(start, offset), after: text.slice(offset, end), inner };
}

/** Where a bare word ends behind the cursor. An editor has closed the block before its `}` has a blank in front of it. */
function bareEnd(text: string, start: number, offset: number): number {
  let inName = /\$\{\w*$/.test(text.slice(start, offset));
  let at = offset;
  for (; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (sign === '}' && !inName) break;
    if (sign === '}') inName = false;
    else if (sign === '{' && text[at - 1] === '$') inName = true;
    else if (/[\s;{]/.test(sign)) break;
    else if (sign === '\\') at++;
  }
  return Math.min(at, text.length);
}

/** The quote that closes the word, at the cursor or behind it on its line. */
function closingQuote(text: string, start: number, offset: number, lineEnd: number): number | null {
  const end = quotedWordEnd(text, start);
  return end === -1 || end - 1 < offset || end > lineEnd ? null : end - 1;
}

function plainEnd(text: string, offset: number, lineEnd: number): number {
  let at = offset;
  while (at < lineEnd && !/[\s;{}"']/.test(text[at] ?? '')) at++;
  return at;
}

function withTyped(text: string, earlier: readonly EarlierWord[], word: TypedWord): Statement {
  return {
    kind: 'statement',
    earlier,
    index: earlier.length - 1,
    word,
    start: earlier[0]?.start ?? word.start,
    next: nextOf(text, word.end),
  };
}

/**
 * Does a word on a line of its own belong to the statement on the lines before it? Arguments are indented deeper than
 * their directive's name; a word that is not begins a new statement, whose predecessor lacks its `;`.
 */
function joins(text: string, words: readonly EarlierWord[], start: number): boolean {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined || !text.slice(last.end, start).includes('\n')) return true;
  return indentation(text, start) > indentation(text, first.start);
}

function indentation(text: string, offset: number): number {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  let at = line;
  while (at < offset && (text[at] === ' ' || text[at] === '\t')) at++;
  return at - line;
}

function isFirstOnLine(text: string, offset: number): boolean {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(line, offset).trim() === '';
}

function nextOf(text: string, from: number): Statement['next'] {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\r') at++;
  const sign = text[at];
  if (sign === undefined || sign === '\n' || sign === '#' || sign === '}') return 'nothing';
  if (sign === ';') return 'semicolon';
  return sign === '{' ? 'block' : 'words';
}
