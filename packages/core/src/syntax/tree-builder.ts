import type { IToken } from 'chevrotain';
import { interned } from '../text/interned.ts';
import type { Span } from '../text/span.ts';
import type { GrammarActions } from './grammar.ts';
import { directivesOf, Unsure } from './known.ts';
import { luaBodyEnd } from './lua.ts';
import type { BlockBody, Body, Directive, Word } from './nodes.ts';
import { Close, Known, Open, Semicolon, tokenEnd } from './tokens.ts';
import { isQuote, quotedWordEnd, unescapeWord } from './word.ts';

export type FaultKind =
  | 'unexpected-close'
  | 'unexpected-semicolon'
  | 'unexpected-open'
  | 'unclosed-block'
  /** words without an end, before a `}` or the end of the file */
  | 'unfinished';

/** A place where the structure breaks, in the order of the text. */
export interface StructureFault {
  readonly kind: FaultKind;
  readonly span: Span;
  /** Where nginx's reader stands when it notices. */
  readonly noticed: number;
  /** The directive that lacks its end, or the innermost block that is open. */
  readonly directive: Directive | null;
}

export interface Built {
  readonly items: readonly Directive[];
  readonly faults: readonly StructureFault[];
}

// The tree is grown from the inside: these are filled until their block closes.
interface OpenBlock {
  /** null for a brace without a name */
  readonly content: { readonly directive: Mutable<Directive>; readonly body: Mutable<BlockBody> } | null;
  readonly outer: Directive[];
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NO_WORDS: readonly Word[] = [];

/** Makes plain nodes of what the grammar tells. */
export class TreeBuilder implements GrammarActions {
  readonly #text: string;
  readonly #faults: StructureFault[] = [];
  readonly #open: OpenBlock[] = [];
  #items: Directive[] = [];
  #words: Word[] = [];
  #openQuote = false;
  /** Each text once: most words of a file stand in it many times, and equal ones are then compared in one step. */
  readonly #values = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(text: string) {
    this.#text = text;
  }

  word(token: IToken): void {
    const word = this.#wordOf(token);
    this.#words.push(word);
    if (word.quote !== null && !isClosed(token.image)) this.#openQuote = true;
  }

  end(token: IToken): void {
    this.#finish(token, tokenEnd(token), null);
  }

  open(token: IToken): void {
    const items: Directive[] = [];
    const body: Mutable<BlockBody> = {
      start: token.startOffset,
      end: this.#text.length,
      kind: 'block',
      close: null,
      items,
    };
    const directive = this.#finish(token, this.#text.length, body);
    this.#open.push({ content: { directive, body }, outer: this.#items });
    this.#items = items;
  }

  luaBody(token: IToken): void {
    const end = tokenEnd(token);
    // Only a body that is not closed reaches to the end of the text, unless its brace is the last character.
    const closed = end < this.#text.length || luaBodyEnd(this.#text, token.startOffset).closed;
    const close = closed ? { start: end - 1, end } : null;
    const text = { start: token.startOffset + 1, end: closed ? end - 1 : end };
    this.#finish(token, end, { start: token.startOffset, end, kind: 'raw', close, text });
  }

  close(token: IToken): void {
    const block = this.#open.pop();
    const start = token.startOffset;
    const end = tokenEnd(token);
    if (block === undefined) this.#fault('unexpected-close', { start, end }, start, null);
    else this.#leave(block, start === end ? null : { start, end }, end);
  }

  known(token: IToken): void {
    for (const directive of directivesOf(token)) this.#items.push(directive);
  }

  unfinished(next: IToken): void {
    // In the text, the words go on with those of the statement behind them.
    if (next.tokenType === Known) throw new Unsure();
    const end = this.#words.at(-1)?.end ?? 0;
    const directive = this.#finish(null, end, null);
    const noticed = next.tokenType === Close ? next.startOffset : this.#text.length;
    this.#fault('unfinished', { start: end, end }, noticed, directive);
  }

  nameless(token: IToken): void {
    const span = { start: token.startOffset, end: tokenEnd(token) };
    const opens = token.tokenType === Open;
    this.#fault(opens ? 'unexpected-open' : 'unexpected-semicolon', span, token.startOffset, null);
    // What such a brace holds is read as part of the block around it, which its own end must not close.
    if (opens) this.#open.push({ content: null, outer: this.#items });
  }

  finish(): Built {
    const end = this.#text.length;
    const innermost = this.#open.at(-1);
    if (innermost) this.#fault('unclosed-block', { start: end, end }, end, innermost.content?.directive ?? null);
    for (let block = this.#open.pop(); block; block = this.#open.pop()) this.#leave(block, null, end);
    return { items: this.#items, faults: this.#faults };
  }

  #wordOf(token: IToken): Word {
    const raw = token.image;
    const start = token.startOffset;
    const end = start + raw.length;
    if (!isQuote(raw.charCodeAt(0))) return { start, end, value: this.#once(unescapeWord(raw)), quote: null };
    const quote = raw.charAt(0) === '"' ? '"' : "'";
    return { start, end, value: this.#once(unescapeWord(raw.slice(1, isClosed(raw) ? -1 : undefined))), quote };
  }

  /** A text is shared with the words before it, the first word of a statement with the program too. */
  #once(text: string): string {
    const isName = this.#words.length === 0;
    const values = isName ? this.#names : this.#values;
    let value = values.get(text);
    if (value === undefined) {
      value = isName ? interned(text) : text;
      values.set(value, value);
    }
    return value;
  }

  #leave(block: OpenBlock, close: Span | null, end: number): void {
    const items = this.#items;
    this.#items = block.outer;
    if (block.content === null) return;
    // A list that grew has room for more; a copy has not, and there are very many of them.
    block.content.body.items = items.slice();
    block.content.body.close = close;
    block.content.body.end = end;
    block.content.directive.end = end;
  }

  #finish(sign: IToken | null, end: number, body: Body | null): Mutable<Directive> {
    const name = this.#words[0];
    const args = this.#words.length === 1 ? NO_WORDS : this.#words.slice(1);
    this.#words = [];
    if (name === undefined) throw new Error('a statement has at least one word');
    const terminator = sign === null ? null : sign.tokenType === Semicolon ? ';' : '{';
    const stop = sign?.startOffset ?? end;
    const damaged = this.#openQuote || sign === null || sign.image === '';
    this.#openQuote = false;
    const directive: Mutable<Directive> = { start: name.start, end, name, args, terminator, stop, damaged, body };
    this.#items.push(directive);
    return directive;
  }

  #fault(kind: StructureFault['kind'], span: Span, noticed: number, directive: Directive | null): void {
    this.#faults.push({ kind, span, noticed, directive });
  }
}

/** Does a quoted word end with the quote that it begins with? */
function isClosed(raw: string): boolean {
  if (raw.length < 2 || raw.at(-1) !== raw.charAt(0)) return false;
  return raw.at(-2) !== '\\' || quotedWordEnd(raw, 0) === raw.length;
}
