import type { IToken } from 'chevrotain';
import type { Token, TokenKind } from './nodes.ts';
import { type Tokens, tokenEnd } from './tokens.ts';

const KINDS: Readonly<Record<string, TokenKind>> = {
  Word: 'word',
  Semicolon: 'semicolon',
  Open: 'open',
  Close: 'close',
  LuaBody: 'raw',
  Comment: 'comment',
};

/** All tokens of a text in order, blanks too; joined, they are the text. */
export function textTokens(text: string, tokens: Tokens): Token[] {
  const all: Token[] = [];
  let end = 0;
  const add = (token: IToken): void => {
    if (token.startOffset > end) all.push({ kind: 'blank', start: end, end: token.startOffset });
    end = tokenEnd(token);
    all.push({ kind: KINDS[token.tokenType.name] ?? 'word', start: token.startOffset, end });
  };
  let nextComment = 0;
  for (const token of tokens.significant) {
    if (token.image === '') continue; // not in the text
    for (let comment = tokens.comments[nextComment]; comment && comment.startOffset < token.startOffset; ) {
      add(comment);
      comment = tokens.comments[++nextComment];
    }
    add(token);
  }
  for (const comment of tokens.comments.slice(nextComment)) add(comment);
  if (end < text.length) all.push({ kind: 'blank', start: end, end: text.length });
  return all;
}

export function commentOf(token: IToken): Token {
  return { kind: 'comment', start: token.startOffset, end: tokenEnd(token) };
}
