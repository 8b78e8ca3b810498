import { type SemanticToken, TOKEN_MODIFIERS, TOKEN_TYPES } from '@nginx-lint/service';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import type { Session, Target } from '../session.ts';

/** What was sent last of a file, to send only what changed. */
interface Sent {
  readonly id: string;
  readonly data: readonly number[];
}

/** Encodes tokens as the protocol wants them, five numbers each, and remembers what each file was sent. */
export class TokenEncoder {
  readonly #sent = new Map<string, Sent>();
  #count = 0;

  full(uri: string, tokens: readonly SemanticToken[], target: Target, session: Session): SemanticTokens {
    const data = encode(tokens, target, session);
    const resultId = String(++this.#count);
    this.#sent.set(uri, { id: resultId, data });
    return { resultId, data };
  }

  range(tokens: readonly SemanticToken[], target: Target, session: Session): SemanticTokens {
    return { data: encode(tokens, target, session) };
  }

  delta(
    uri: string,
    previous: string,
    tokens: readonly SemanticToken[],
    target: Target,
    session: Session,
  ): SemanticTokens | SemanticTokensDelta {
    const before = this.#sent.get(uri);
    const after = this.full(uri, tokens, target, session);
    if (before === undefined || before.id !== previous || after.resultId === undefined) return after;
    return { resultId: after.resultId, edits: changes(before.data, after.data) };
  }
}

function encode(tokens: readonly SemanticToken[], { source }: Target, session: Session): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { span, type, modifiers } of tokens) {
    const { start, end } = session.range(source, span);
    const bits = modifiers.reduce((sum, modifier) => sum | (1 << TOKEN_MODIFIERS.indexOf(modifier)), 0);
    const column = start.line === line ? start.character - character : start.character;
    data.push(start.line - line, column, end.character - start.character, TOKEN_TYPES.indexOf(type), bits);
    line = start.line;
    character = start.character;
  }
  return data;
}

/** One edit between what both have in common at their beginning and at their end. */
function changes(before: readonly number[], after: readonly number[]) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (start === before.length && start === after.length) return [];
  return [{ start, deleteCount: before.length - start - end, data: after.slice(start, after.length - end) }];
}
