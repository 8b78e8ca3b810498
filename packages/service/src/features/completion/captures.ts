import type { Occurrence } from '@nginx-lint/core';
import { captures, parseRegex } from '@nginx-lint/regex';
import type { Scene } from './scene.ts';
import type { Statement } from './statement.ts';

/** A group that `$1` to `$9` stand for, with the expression that holds it. */
export interface Numbered {
  readonly index: number;
  readonly expression: string;
}

const MOST = 9;

/** The groups that can be meant where a word is typed: those of the same `rewrite`, else of the block around. */
export function capturesAt(scene: Scene, { earlier }: Statement): readonly Numbered[] {
  const expression = ownExpression(earlier.map(({ value }) => value)) ?? around(scene);
  if (expression === null) return [];
  const groups = captures(parseRegex(expression).tree);
  return groups.slice(0, MOST).map(({ index }) => ({ index, expression }));
}

function ownExpression([name, first]: readonly string[]): string | null {
  return name === 'rewrite' && first !== undefined ? first : null;
}

/** The expression of the innermost `if` or `location` that has one; a later one takes the place of those further out. */
function around({ settings }: Scene): string | null {
  for (let block = settings[0]?.places[0]?.block ?? null; block !== null; block = block.parent) {
    const found = expressionOf(block);
    if (found !== null) return found;
    if (block.name === 'location' || block.name === 'server') return null;
  }
  return null;
}

function expressionOf({ node }: Occurrence): string | null {
  const words = node.args.map(({ value }) => value);
  if (node.name.value === 'location') {
    const [first = '', second] = words;
    if (second !== undefined) return /^~\*?$/.test(first) ? second : null;
    return first.startsWith('~') ? first.replace(/^~\*?/, '') : null;
  }
  if (node.name.value !== 'if') return null;
  const operator = words.findIndex((word) => /^~\*?$/.test(word));
  const operand = words[operator + 1];
  return operator === -1 || operand === undefined ? null : operand.replace(/\)$/, '');
}
