import { type CustomPatternMatcherFunc, createToken, type IToken, Lexer, type TokenType } from 'chevrotain';
import type { Span } from '../text/span.ts';
import { luaBodyEnd, takesLuaBody } from './lua.ts';
import { bareWordEnd, blankEnd, commentEnd, isBlank, isQuote, mayFollowQuote, quotedWordEnd } from './word.ts';

// Every character of a text belongs to a token, so the lexer has no errors of its own: what nginx would refuse is
// found afterwards, on the tokens (cut.ts, grammar.ts).

/** Chevrotain wants a match as an array; one array serves all, as the lexer reads it at once. */
const match = [''] as unknown as RegExpExecArray;

function matched(text: string, start: number, end: number): RegExpExecArray | null {
  if (end <= start) return null;
  match[0] = text.slice(start, end);
  return match;
}

const BLANKS = [' ', '\n', '\t', '\r'];
/** A bare word may begin with any other character. Above 255 one of each 255 will do: Chevrotain sorts them so. */
const WORD_STARTS = Array.from({ length: 256 + 257 }, (_, at) =>
  at < 256 ? at : Math.max(256, (at - 255) * 255),
).filter((code) => !' \n\t\r#;{}'.includes(String.fromCharCode(code)));

const matchBlank: CustomPatternMatcherFunc = (text, offset) => matched(text, offset, blankEnd(text, offset));
const matchComment: CustomPatternMatcherFunc = (text, offset) => matched(text, offset, commentEnd(text, offset));

const matchWord: CustomPatternMatcherFunc = (text, offset) => {
  if (!isQuote(text.charCodeAt(offset))) return matched(text, offset, bareWordEnd(text, offset));
  const end = quotedWordEnd(text, offset);
  if (lenient && endsOnLine(text, offset, end)) return matched(text, offset, quoteEndOnLine(text, offset));
  return matched(text, offset, end === -1 ? text.length : end);
};

/** Is a quoted word that reaches to `end` for nginx (-1: to the end of the text) broken, and was meant to be one of its line? */
export function endsOnLine(text: string, start: number, end: number): boolean {
  return end === -1 || (!mayFollowQuote(text, end) && text.slice(start, end).includes('\n'));
}

/** Where a quoted word ends if its author meant it to end on the line: before the `;` or ` {` that closes the line. */
export function quoteEndOnLine(text: string, start: number): number {
  const end = blankStart(text, start, commentEnd(text, start));
  const last = text.charAt(end - 1);
  if (last !== ';' && last !== '{') return Math.max(end, start + 1);
  const before = blankStart(text, start, end - 1);
  return Math.max(last === ';' || before < end - 1 ? before : end, start + 1);
}

/** Where the blanks begin that stand before `end`. */
function blankStart(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

const matchLuaBody: CustomPatternMatcherFunc = (text, offset, tokens) => {
  const name = statementName(tokens);
  if (name === null || !takesLuaBody(name.image.replace(/^(["'])(.*)\1$/s, '$2'))) return null;
  const end = luaBodyEnd(text, offset);
  return matched(text, offset, end.closed ? end.close + 1 : text.length);
};

/** The first word of the statement that the tokens end in. */
function statementName(tokens: readonly IToken[]): IToken | null {
  let name: IToken | null = null;
  for (let at = tokens.length - 1; at >= 0; at--) {
    const token = tokens[at];
    if (token === undefined || token.tokenType !== Word) break;
    name = token;
  }
  return name;
}

/** While set, a quote that nginx would refuse ends on its line. */
let lenient = false;

const Blank = createToken({
  name: 'Blank',
  pattern: matchBlank,
  group: Lexer.SKIPPED,
  line_breaks: true,
  start_chars_hint: BLANKS,
});
export const Comment = createToken({
  name: 'Comment',
  pattern: matchComment,
  group: 'comments',
  line_breaks: false,
  start_chars_hint: ['#'],
});
export const Word = createToken({
  name: 'Word',
  pattern: matchWord,
  line_breaks: true,
  start_chars_hint: WORD_STARTS,
});
export const LuaBody = createToken({
  name: 'LuaBody',
  pattern: matchLuaBody,
  line_breaks: true,
  start_chars_hint: ['{'],
});
export const Semicolon = createToken({ name: 'Semicolon', pattern: ';' });
export const Open = createToken({ name: 'Open', pattern: '{' });
export const Close = createToken({ name: 'Close', pattern: '}' });

/** Statements that were read before, as one token: no text is cut into such, see known.ts. */
export const Known = createToken({ name: 'Known', pattern: Lexer.NA });

/** In the order in which the lexer tries them. */
export const TOKEN_TYPES: TokenType[] = [Blank, Word, Semicolon, LuaBody, Open, Close, Comment];

let lexer: Lexer | null = null;

export interface Tokens {
  /** Words, Lua bodies and the three signs. */
  readonly significant: IToken[];
  readonly comments: IToken[];
}

/**
 * Cuts a text as nginx does. With `endQuotesOnLine`, a quoted word that is never closed, or whose closing quote stands
 * where none may, ends on the line on which it begins.
 */
export function tokenize(text: string, options: { readonly endQuotesOnLine: boolean }): Tokens {
  lexer ??= new Lexer(TOKEN_TYPES, {
    positionTracking: 'onlyOffset',
    ensureOptimizations: true,
    skipValidations: true,
    recoveryEnabled: false,
  });
  lenient = options.endQuotesOnLine;
  const result = lexer.tokenize(text);
  return { significant: result.tokens, comments: result.groups['comments'] ?? [] };
}

/** The tokens of a part of a text that begins with a statement. */
export function tokenizePart(
  text: string,
  { start, end }: Span,
  options: { readonly endQuotesOnLine: boolean },
): Tokens {
  const tokens = tokenize(copied(text.slice(start, end)), options);
  for (const token of tokens.significant) token.startOffset += start;
  for (const token of tokens.comments) token.startOffset += start;
  return tokens;
}

/** A part of a string keeps all of it in memory: words read after many edits would keep as many texts. */
function copied(part: string): string {
  return JSON.parse(JSON.stringify(part)) as string;
}

/** A token that the text does not hold: what a repair puts where the author forgot it. */
export function inserted(type: TokenType, offset: number): IToken {
  return {
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
    image: '',
    startOffset: offset,
    isInsertedInRecovery: true,
  };
}

export function tokenEnd(token: IToken): number {
  return token.startOffset + token.image.length;
}
