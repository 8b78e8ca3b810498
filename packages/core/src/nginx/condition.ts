import type { Word } from '../syntax/nodes.ts';

/** One word of a condition without the brackets around it. */
export interface ConditionPart {
  readonly word: Word;
  readonly text: string;
}

export type Condition =
  | { readonly kind: 'variable'; readonly variable: ConditionPart }
  | {
      readonly kind: 'comparison';
      readonly variable: ConditionPart;
      readonly operator: string;
      readonly operand: ConditionPart;
    }
  /** `-f`, `!-d`, … */
  | { readonly kind: 'file'; readonly operator: string; readonly operand: ConditionPart }
  | { readonly kind: 'wrong'; readonly part: ConditionPart; readonly nginx: string; readonly unexpected: boolean };

const FILE_TESTS = /^!?-[fdex]$/;

/** Is what stands behind an operator an expression? */
export function comparesPattern(operator: string): boolean {
  return operator === '~' || operator === '~*' || operator === '!~' || operator === '!~*';
}

/** Reads the words of an `if` as ngx_http_rewrite_if_condition() does. */
export function readCondition(args: readonly Word[]): Condition {
  const parts = args.map((word) => ({ word, text: word.value }));
  const [opening] = parts;
  const closing = parts.at(-1);
  if (opening === undefined || closing === undefined) throw new RangeError('a condition has a word at least');
  if (!opening.text.startsWith('(')) return wrong(opening);
  // What follows the bracket in its word counts; a bracket alone is passed over.
  if (opening.text.length === 1) parts.shift();
  else parts[0] = { word: opening.word, text: opening.text.slice(1) };
  const last = parts.at(-1);
  if (last === undefined || !last.text.endsWith(')')) return wrong(last ?? closing);
  if (last.text.length === 1 && parts.length > 1) parts.pop();
  else if (last.text.length > 1) parts[parts.length - 1] = { word: last.word, text: last.text.slice(0, -1) };
  else return { ...wrong(last), nginx: 'invalid condition ")"' };
  return readParts(parts, opening);
}

function readParts(parts: readonly ConditionPart[], fallback: ConditionPart): Condition {
  const [first = fallback, second, third] = parts;
  if (first.text.length > 1 && first.text.startsWith('$')) {
    if (parts.length !== 1 && parts.length !== 3) return wrong(first);
    const variable = { word: first.word, text: first.text.slice(1) };
    if (second === undefined || third === undefined) return { kind: 'variable', variable };
    const operator = second.text;
    if (operator === '=' || operator === '!=' || comparesPattern(operator))
      return { kind: 'comparison', variable, operator, operand: third };
    return { kind: 'wrong', part: second, nginx: `unexpected "${operator}" in condition`, unexpected: true };
  }
  if (parts.length === 2 && second !== undefined && FILE_TESTS.test(first.text))
    return { kind: 'file', operator: first.text, operand: second };
  return wrong(first);
}

function wrong(part: ConditionPart): Extract<Condition, { kind: 'wrong' }> {
  return { kind: 'wrong', part, nginx: `invalid condition "${part.text}"`, unexpected: false };
}
