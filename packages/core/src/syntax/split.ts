import type { IToken } from 'chevrotain';
import type { SyntaxProblem } from './nodes.ts';
import { refusalMessage } from './refusal.ts';
import { Close, Open, Semicolon, tokenEnd } from './tokens.ts';
import type { BlockPath, Shape, Vocabulary } from './vocabulary.ts';
import { isQuote } from './word.ts';

/** A statement as nginx reads it; `sign` is null where the text ends, a `}` where one stands in place of the end. */
export interface Statement {
  readonly text: string;
  readonly words: readonly IToken[];
  /** Index of its first word; the words before it belong to other statements. */
  readonly from: number;
  readonly sign: IToken | null;
  /** Offset of the sign, or of the text's end. */
  readonly end: number;
}

export interface Split {
  /** Index of the word that begins the next statement. */
  readonly at: number;
  readonly next: IToken;
  /** A `{` is missing rather than a `;`. */
  readonly opens: boolean;
  /** Does anybody know the name of the first statement? */
  readonly known: boolean;
  readonly nginx: SyntaxProblem['nginx'];
}

/**
 * Finds two statements in what nginx reads as one. Only a statement that nginx refuses is looked at: one with too many
 * words, with a block where none may be, without the block that it needs, or of a name that nobody knows. It falls
 * apart before a word that begins a line and may begin a statement. `lostOpen`: a `}` too many follows somewhere.
 */
export function splitPoint(
  statement: Statement,
  path: BlockPath | null,
  vocabulary: Vocabulary,
  lostOpen: boolean,
): Split | null {
  const { words, from, sign } = statement;
  const name = words[from];
  if (name === undefined || words.length - from < 2) return null;
  const shape = vocabulary.shape(name.image, path);
  const refused = refusal(statement, shape);
  // "server" alone may be the one of an upstream; with a "}" too many further on, it is a block that lost its brace.
  const either = lostOpen && shape?.block === 'either' && sign?.tokenType === Semicolon;
  if (refused === null && !either) return null;
  const nginx = refused ?? { message: `directive "${name.image}" has no opening "{"`, offset: statement.end };
  const opens = either || (shape?.block === 'always' && sign?.tokenType !== Open);
  const inner = opens ? { name: name.image, outer: path } : path;
  let fallback: Split | null = null;
  for (let at = from + 1; at < words.length; at++) {
    const count = at - from - 1;
    const next = words[at];
    if (next === undefined || isQuote(next.image.charCodeAt(0))) continue;
    const full = opens && (count >= (shape?.max ?? 0) || words[at - 1]?.image.endsWith(')'));
    if (!full && !beginsLine(statement.text, words, at)) continue;
    if (!vocabulary.mayStand(next.image, inner)) continue;
    const split = { at, next, opens, known: shape !== null, nginx };
    if (shape === null || (count >= shape.min && count <= shape.max)) return split;
    fallback ??= split;
    if (count > shape.max) break;
  }
  return fallback;
}

/** What nginx says of the whole statement (ngx_conf_handler); null where it has nothing to say. */
function refusal({ words, from, sign, end }: Statement, shape: Shape | null): SyntaxProblem['nginx'] {
  const name = words[from]?.image ?? '';
  const message = (text: string): SyntaxProblem['nginx'] => ({ message: text, offset: end });
  if (sign === null) return message('unexpected end of file, expecting ";" or "}"');
  if (sign.tokenType === Close) return message('unexpected "}"');
  const refused = refusalMessage(name, words.length - from - 1, sign.tokenType === Semicolon ? ';' : '{', shape);
  return refused === null ? null : message(refused);
}

function beginsLine(text: string, words: readonly IToken[], at: number): boolean {
  const before = words[at - 1];
  const next = words[at];
  return before !== undefined && next !== undefined && text.slice(tokenEnd(before), next.startOffset).includes('\n');
}
