import type { IToken } from 'chevrotain';
import { type Encoding, encode } from '../text/decode.ts';
import type { LineMap } from '../text/line-map.ts';
import { point, type Span } from '../text/span.ts';
import { findTooLong } from './limits.ts';
import { luaBodyEnd } from './lua.ts';
import type { Directive, SyntaxProblem } from './nodes.ts';
import { LuaBody, quoteEndOnLine, type Tokens, tokenEnd, Word } from './tokens.ts';
import type { StructureFault } from './tree-builder.ts';
import { isBlank, isQuote, mayFollowQuote, quotedWordEnd } from './word.ts';

/** A problem for which nginx stops reading; these have its words for certain. */
export type ReaderProblem = SyntaxProblem & { readonly nginx: NonNullable<SyntaxProblem['nginx']> };

export interface ReadText {
  readonly text: string;
  readonly encoding: Encoding;
  readonly lines: LineMap;
}

/** Everything that ngx_conf_read_token() and ngx_conf_parse() refuse, in the order in which they would. */
export function readerProblems(source: ReadText, tokens: Tokens, faults: readonly StructureFault[]): ReaderProblem[] {
  const problems = [...wordProblems(source, tokens), ...tooLong(source, tokens)];
  const last = tokens.significant.at(-1);
  const swallowed =
    last !== undefined &&
    tokenEnd(last) === source.text.length &&
    problems.some(({ start }) => start === last.startOffset);
  for (const fault of faults) {
    // The end of the file comes as no surprise when a quote or a Lua body has swallowed everything before it.
    if (swallowed && fault.noticed === source.text.length) continue;
    problems.push(structureProblem(source, fault));
  }
  return problems.sort((a, b) => a.nginx.offset - b.nginx.offset);
}

function* wordProblems(source: ReadText, tokens: Tokens): Generator<ReaderProblem> {
  const { text, lines } = source;
  for (const token of tokens.significant) {
    if (token.tokenType === Word && isQuote(text.charCodeAt(token.startOffset))) {
      const end = quotedWordEnd(text, token.startOffset);
      if (end === -1) yield unclosedQuote(text, lines, token);
      else if (!mayFollowQuote(text, end)) yield afterQuote(source, token, end);
    } else if (token.tokenType === LuaBody) {
      const end = luaBodyEnd(text, token.startOffset);
      if (!end.closed) yield unclosedLua(text, token, end.open);
    }
  }
}

function unclosedQuote(text: string, lines: LineMap, token: IToken): ReaderProblem {
  const line = lines.lineAt(token.startOffset);
  const end = Math.min(tokenEnd(token), lines.startOf(line + 1));
  return {
    start: token.startOffset,
    end: token.startOffset + text.slice(token.startOffset, end).trimEnd().length,
    rule: 'unclosed-quote',
    message: `this quote is never closed, so everything behind it is one word; add the missing ${text.charAt(token.startOffset)}`,
    nginx: { message: 'unexpected end of file, expecting ";" or "}"', offset: text.length },
    related: [],
    fix: closeOnLine(text, token.startOffset),
  };
}

/** Closes a quote where its line ends, which is where most of them were forgotten. */
function closeOnLine(text: string, start: number): SyntaxProblem['fix'] {
  const quote = text.charAt(start);
  const at = point(quoteEndOnLine(text, start));
  return { title: `Add ${quote}`, edit: { span: at, text: quote }, safe: false };
}

function afterQuote({ text, encoding }: ReadText, token: IToken, end: number): ReaderProblem {
  const character = text.charAt(end);
  const quote = text.charAt(token.startOffset);
  // A mended text ends the word on its line, while nginx reads on.
  const first = text.slice(token.startOffset, end).split('\n', 1)[0] ?? '';
  const manyLines = token.startOffset + first.length < end;
  return {
    start: manyLines ? token.startOffset : end,
    end: manyLines ? token.startOffset + first.trimEnd().length : end + 1,
    rule: 'unclosed-quote',
    message: manyLines
      ? `this quote is closed only by the ${quote} before ${shown(character)}; close it where the value ends`
      : `${shown(character)} stands right behind a closing ${quote}; put a space between them, or the whole value into one pair of quotes`,
    nginx: { message: `unexpected "${firstByte(character, encoding)}"`, offset: end },
    related: [],
    fix: manyLines ? closeOnLine(text, token.startOffset) : null,
  };
}

/** nginx prints one byte. */
function firstByte(character: string, encoding: Encoding): string {
  return String.fromCharCode(encode(character, encoding)[0] ?? 0);
}

function unclosedLua(text: string, token: IToken, open: number): ReaderProblem {
  return {
    start: token.startOffset,
    end: token.startOffset + 1,
    rule: 'unbalanced-block',
    message: 'this Lua block is not closed before the file ends; add the missing "}"',
    nginx: { message: 'unexpected end of file, expecting terminating characters for lua code block', offset: open },
    related: open === token.startOffset ? [] : [{ ...point(open), message: 'is the last brace that opened inside it' }],
    fix: { title: 'Add "}" at the end of the file', edit: { span: point(text.length), text: '\n}\n' }, safe: false },
  };
}

function tooLong({ text, encoding }: ReadText, tokens: Tokens): ReaderProblem[] {
  const found = findTooLong(text, encoding, tokens);
  if (found === null) return [];
  const { token } = found;
  const start = token.startOffset;
  const quote = token.tokenType === Word && isQuote(text.charCodeAt(start)) ? text.charAt(start) : null;
  const what = quote !== null ? 'this quoted word' : token.image.startsWith('#') ? 'this comment' : 'this word';
  // Behind the closing quote the reader has forgotten that it was in one.
  const nginx =
    quote === null || found.offset >= tokenEnd(token)
      ? `too long parameter "${token.image.slice(quote === null ? 0 : 1, quote === null ? 10 : 11)}..." started`
      : `too long parameter, probably missing terminating "${quote}" character`;
  const hint = quote === null ? 'make it shorter' : `close it with ${quote} where it should end, or make it shorter`;
  return [
    {
      start,
      end: start + Math.max(1, text.slice(start, tokenEnd(token)).split('\n', 1)[0]?.length ?? 1),
      rule: quote === null ? 'syntax' : 'unclosed-quote',
      message: `${what} is longer than the 4,096 bytes that nginx reads at once; ${hint}`,
      nginx: { message: nginx, offset: start },
      related: [],
      fix: null,
    },
  ];
}

function structureProblem(source: ReadText, fault: StructureFault): ReaderProblem {
  const base = { start: fault.span.start, end: fault.span.end, related: [], fix: null };
  switch (fault.kind) {
    case 'unexpected-close':
      return { ...strayClose(fault.span), nginx: { message: 'unexpected "}"', offset: fault.noticed } };
    case 'unexpected-open':
      return {
        ...base,
        rule: 'unbalanced-block',
        message: 'this "{" has no directive before it; name the block',
        nginx: { message: 'unexpected "{"', offset: fault.noticed },
      };
    case 'unexpected-semicolon':
      return {
        ...base,
        rule: behindBrace(source.text, fault.span.start) ? 'unbalanced-block' : 'syntax',
        message: 'this ";" ends nothing; remove it',
        nginx: { message: 'unexpected ";"', offset: fault.noticed },
        fix: { title: 'Remove ";"', edit: { span: fault.span, text: '' }, safe: true },
      };
    case 'unclosed-block':
      return unclosedBlock(source, fault);
    case 'unfinished':
      return unfinished(source.text, fault);
  }
}

/** A brace too many; what nginx says of it depends on where it notices. */
export function strayClose({ start, end }: Span): SyntaxProblem {
  return {
    start,
    end,
    rule: 'unbalanced-block',
    message: 'this "}" closes nothing; remove it, or add the "{" that it should belong to',
    nginx: null,
    related: [],
    fix: null,
  };
}

function unclosedBlock({ text }: ReadText, fault: StructureFault): ReaderProblem {
  const opened = fault.directive;
  const end = Math.max(1, text.trimEnd().length);
  return {
    start: end - 1,
    end,
    rule: 'unbalanced-block',
    message: `${opened === null ? 'a block' : shownBlock(opened)} is not closed before the file ends; add the missing "}"`,
    nginx: { message: 'unexpected end of file, expecting "}"', offset: text.length },
    related: opened === null ? [] : [{ ...opened.name, message: 'is not closed' }],
    fix: null,
  };
}

function unfinished(text: string, fault: StructureFault): ReaderProblem {
  const name = fault.directive?.name.value ?? '';
  const before = fault.noticed < text.length ? 'the "}"' : 'the end of the file';
  return {
    ...missingSemicolon(fault.directive, fault.span.start),
    message: `";" is missing after "${name}", before ${before}`,
    nginx: {
      message: fault.noticed < text.length ? 'unexpected "}"' : 'unexpected end of file, expecting ";" or "}"',
      offset: fault.noticed,
    },
  };
}

/** The parts that all reports of a missing `;` share: they lie on the last word of the statement. */
export function missingSemicolon(
  directive: Pick<Directive, 'name' | 'args'> | null,
  end: number,
): Pick<SyntaxProblem, 'start' | 'end' | 'rule' | 'related' | 'fix'> {
  const last = directive?.args.at(-1) ?? directive?.name ?? point(end);
  // Alone in a file, what is no name at all may be anything: the path of a link, a template, a log.
  const safe = directive === null || directive.args.length > 0 || /^\w+$/.test(directive.name.value);
  return {
    start: last.start,
    end,
    rule: 'missing-semicolon',
    related: [],
    fix: { title: 'Add ";"', edit: { span: point(end), text: ';' }, safe },
  };
}

/** `"location /a"`: how messages name a block. */
export function shownBlock(directive: Pick<Directive, 'name' | 'args'>): string {
  const words = [directive.name, ...directive.args].map((word) => word.value).join(' ');
  return `"${words.length > 60 ? `${words.slice(0, 59)}…` : words}"`;
}

const shown = (character: string): string => (character === '"' ? `'"'` : `"${character}"`);

function behindBrace(text: string, offset: number): boolean {
  let at = offset - 1;
  while (at >= 0 && isBlank(text.charCodeAt(at))) at--;
  return text.charAt(at) === '}';
}
