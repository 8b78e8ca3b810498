import type { Encoding } from '../text/decode.ts';
import type { FileId } from '../text/file-id.ts';
import type { LineMap } from '../text/line-map.ts';
import type { Span, TextEdit } from '../text/span.ts';

/** One word as nginx cuts it. The span holds its quotes, `value` is what a module sees: unquoted and unescaped. */
export interface Word extends Span {
  readonly value: string;
  readonly quote: '"' | "'" | null;
}

/** One statement of one file: plain data, without a parent and without a meaning. */
export interface Directive extends Span {
  readonly name: Word;
  readonly args: readonly Word[];
  /** What ended it; null where neither a `;` nor a block came. */
  readonly terminator: ';' | '{' | null;
  /** Offset of the terminator: its line is the one that nginx prints. Without a terminator, where the last word ends. */
  readonly stop: number;
  /** Its end, or the end of one of its quotes, was guessed: nginx does not read it as it stands here. */
  readonly damaged: boolean;
  readonly body: Body | null;
}

/** What stands between braces; the span holds both. `close` is null where the brace is missing. */
export type Body = BlockBody | RawBody;

export interface BlockBody extends Span {
  readonly kind: 'block';
  readonly close: Span | null;
  readonly items: readonly Directive[];
}

/** A Lua body: `text` is what stands between the braces, untouched. */
export interface RawBody extends Span {
  readonly kind: 'raw';
  readonly close: Span | null;
  readonly text: Span;
}

export type TokenKind = 'word' | 'semicolon' | 'open' | 'close' | 'raw' | 'comment' | 'blank';

/** Tokens cover a text without gap or overlap: joined, they give it back. */
export interface Token extends Span {
  readonly kind: TokenKind;
}

export type SyntaxRule = 'missing-semicolon' | 'unbalanced-block' | 'unclosed-quote' | 'unknown-directive' | 'syntax';

/** Something in the text for which nginx's reader stops. */
export interface SyntaxProblem extends Span {
  readonly rule: SyntaxRule;
  readonly message: string;
  /** What nginx says of it, in its words, and an offset on the line that it names; null where it stops before. */
  readonly nginx: { readonly message: string; readonly offset: number } | null;
  readonly related: readonly (Span & { readonly message: string })[];
  readonly fix: { readonly title: string; readonly edit: TextEdit; readonly safe: boolean } | null;
}

/** One file, read. Immutable; the same text gives the same tree. */
export interface SourceFile {
  readonly id: FileId;
  readonly text: string;
  readonly encoding: Encoding;
  readonly lines: LineMap;
  readonly items: readonly Directive[];
  readonly tokens: readonly Token[];
  readonly comments: readonly Token[];
  /** In the order in which nginx would meet them, the first thousand; empty when its reader accepts the file. */
  readonly problems: readonly SyntaxProblem[];
}
