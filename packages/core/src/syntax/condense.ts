import type { IToken } from 'chevrotain';
import type { Span } from '../text/span.ts';
import { areSound, isSound, knownToken } from './known.ts';
import { mayBeTooLong } from './limits.ts';
import { luaBodyEnd } from './lua.ts';
import type { BlockBody, Directive, SourceFile, Token } from './nodes.ts';
import { shiftDirectives, shiftSpan } from './shift.ts';
import type { Change } from './stretch.ts';
import { commentOf } from './text-tokens.ts';
import {
  Close,
  endsOnLine,
  inserted,
  LuaBody,
  quoteEndOnLine,
  type Tokens,
  tokenEnd,
  tokenizePart,
  Word,
} from './tokens.ts';
import { isQuote, quotedWordEnd } from './word.ts';

/** The tokens of a text, where what nothing changed is one token for many statements. */
export interface Condensed {
  /** Comments are those of the parts that were read anew. */
  readonly tokens: Tokens;
  /** All of them. */
  readonly comments: readonly Token[];
  /** The first quote that nginx reads on from, beyond its line; null where there is none. */
  readonly openQuote: OpenQuote | null;
}

/** A quoted word that is taken to end on its line. */
export interface OpenQuote {
  readonly start: number;
  /** Where it ends for nginx; -1: nowhere. */
  readonly end: number;
}

/**
 * Reads the parts of a text that a change touches, or where something is mended (`spots`, in the text before); the rest
 * is known. Null where such a part does not end where it should.
 */
export function condense(before: SourceFile, text: string, change: Change, spots: readonly Span[]): Condensed | null {
  const reader = new Condenser(text, change, [change, ...spots]);
  const { items } = before;
  if (!reader.level(items, { start: 0, end: before.text.length }, true)) return null;
  return { tokens: reader, comments: reader.allComments(before.comments), openQuote: reader.openQuote };
}

class Condenser implements Tokens {
  readonly significant: Tokens['significant'] = [];
  readonly comments: Tokens['comments'] = [];
  openQuote: OpenQuote | null = null;
  readonly #text: string;
  readonly #change: Change;
  readonly #by: number;
  readonly #spots: readonly Span[];
  /** What was read anew, where it lay in the text before. */
  readonly #read: Span[] = [];

  constructor(text: string, change: Change, spots: readonly Span[]) {
    this.#text = text;
    this.#change = change;
    this.#by = change.newEnd - change.end;
    this.#spots = spots;
  }

  /** The statements of one level, between the braces of their block; false where they cannot be told. */
  level(items: readonly Directive[], { start, end }: Span, ofFile = false): boolean {
    let from = start;
    let at = 0;
    while (at < items.length) {
      const next = this.#endOfRun(items, at, from);
      const item = items[at];
      if (item === undefined) break;
      if (next > at) {
        if (!this.#keep(items.slice(at, next))) return false;
        from = items[next - 1]?.end ?? from;
        at = next;
      } else if (this.#canEnter(item, from)) {
        if (!this.#block(item, item.start, item.body)) return false;
        from = item.end;
        at++;
      } else {
        const last = items.findIndex((one, index) => index >= at && isSound(one) && !this.#isTouched(one));
        const ending = items[last];
        if (ending === undefined) return this.#part(from, end, ofFile, false);
        const { body } = ending;
        const done =
          body?.kind === 'block' ? this.#block(ending, from, body) : this.#part(from, ending.end, false, true);
        if (!done) return false;
        from = ending.end;
        at = last + 1;
      }
    }
    return !this.#isTouched({ start: from, end }) || this.#part(from, end, ofFile, false);
  }

  /** Comments that lie where nothing was read anew, moved, and those that were read. */
  allComments(before: readonly Token[]): readonly Token[] {
    const found = this.comments.map(commentOf);
    let part = 0;
    for (const comment of before) {
      while ((this.#read[part]?.end ?? Number.POSITIVE_INFINITY) <= comment.start) part++;
      if ((this.#read[part]?.start ?? Number.POSITIVE_INFINITY) <= comment.start) continue;
      const by = this.#byAt(comment.start);
      found.push(by === 0 ? comment : { kind: 'comment', ...shiftSpan(comment, by) });
    }
    return found.sort((a, b) => a.start - b.start);
  }

  /** Behind the last of the statements from `at` on that nothing touches. */
  #endOfRun(items: readonly Directive[], at: number, from: number): number {
    let start = from;
    let next = at;
    for (let item = items[next]; item !== undefined; item = items[++next]) {
      if (!isSound(item) || this.#isTouched({ start, end: item.end })) break;
      start = item.end;
    }
    return next;
  }

  #keep(run: readonly Directive[]): boolean {
    if (!areSound(run)) return false;
    this.significant.push(knownToken(this.#text, shiftDirectives(run, this.#byAt(run[0]?.start ?? 0))));
    return true;
  }

  /** Is it a block, and is all that happens in it between its braces? */
  #canEnter(item: Directive, from: number): item is Directive & { readonly body: BlockBody } {
    const { body, damaged, terminator } = item;
    if (body?.kind !== 'block' || damaged || terminator !== '{') return false;
    if (this.#isTouched({ start: from, end: body.start })) return false;
    const { close } = body;
    if (close === null) return !this.#isTouched({ start: item.end, end: item.end });
    return !this.#spots.some(({ start, end }) => end > close.start && start < close.end);
  }

  /** A block whose braces stay, with what is to be read before it. */
  #block(item: Directive, from: number, body: BlockBody): boolean {
    const { close } = body;
    const inner = { start: body.start + 1, end: close?.start ?? item.end };
    if (!this.#part(from, inner.start, false, true) || !this.level(body.items, inner)) return false;
    if (close !== null)
      this.significant.push({ ...inserted(Close, close.start + this.#byAt(close.start)), image: '}' });
    return true;
  }

  /** Cuts a part of the text into tokens; `ended`: with a sign that ends a statement or a block, or opens one. */
  #part(from: number, to: number, toEnd: boolean, ended: boolean): boolean {
    const text = this.#text;
    // What is put in where a part begins belongs to it; where one ends with a sign, nothing is put in behind that.
    const start = from <= this.#change.start ? from : from + this.#by;
    const end = ended ? to + this.#byBefore(to) : to >= this.#change.end ? to + this.#by : to;
    const tokens = tokenizePart(text, { start, end }, { endQuotesOnLine: true });
    if (mayBeTooLong(tokens) || !tokens.significant.every((token) => this.#isWhole(token))) return false;
    const last = tokens.significant.at(-1);
    const lastComment = tokens.comments.at(-1);
    if (!toEnd) {
      if (lastComment !== undefined && tokenEnd(lastComment) === end) return false;
      const reaches = last !== undefined && tokenEnd(last) === end;
      if (reaches ? last.tokenType === Word : ended) return false;
    }
    for (const token of tokens.significant) this.significant.push(token);
    for (const token of tokens.comments) this.comments.push(token);
    this.#read.push({ start: from, end: to });
    return true;
  }

  /** Does a token of a part end where it does in the whole text? */
  #isWhole(token: IToken): boolean {
    const text = this.#text;
    const start = token.startOffset;
    if (token.tokenType === LuaBody) {
      const body = luaBodyEnd(text, start);
      return body.closed && body.close + 1 === tokenEnd(token);
    }
    if (token.tokenType !== Word || !isQuote(text.charCodeAt(start))) return true;
    const end = quotedWordEnd(text, start);
    if (!endsOnLine(text, start, end)) return tokenEnd(token) === end;
    this.openQuote ??= { start, end };
    return tokenEnd(token) === quoteEndOnLine(text, start);
  }

  #isTouched({ start, end }: Span): boolean {
    for (const spot of this.#spots) if (spot.start <= end && spot.end >= start) return true;
    return false;
  }

  /** How far what stood at an offset that nothing touches has moved. */
  #byAt(offset: number): number {
    return offset >= this.#change.end ? this.#by : 0;
  }

  /** How far a sign has moved that ended at an offset. */
  #byBefore(offset: number): number {
    return offset > this.#change.end ? this.#by : 0;
  }
}
