// The words of nginx as expressions for Oniguruma: what packages/core/src/syntax/word.ts does character by character.
// A line at a time is all that a TextMate grammar sees. Rules match whole words, so that none begins within a word.

/** What a word ends before. Form feeds and no-break spaces are characters like others. */
export const END = '(?=[ \\t\\r;{]|$)';

/** A piece of a bare word behind its first character: a backslash takes what follows it, a `$` the braces. */
const PIECE = '(?:[^ \\t\\r\\n;{\\\\$]|\\\\(?:.|$)|\\$\\{*)';

/** The rest of a bare word; may be empty. */
export const REST = `${PIECE}*+`;

/** A bare word. */
export const BARE = `(?![}#"'])${PIECE}++`;

/** What stands in quotes that close on their line. */
export const IN_DOUBLE = '(?:[^"\\\\]|\\\\.)*+';
export const IN_SINGLE = "(?:[^'\\\\]|\\\\.)*+";

/** Where words begin. Searches run over the whole line: with it they end at once inside long words. */
export const BEGIN = '(?<![^ \\t\\r;{}(=~])';

/** A whole word of which the expression is all. */
export function whole(expression: string): string {
  return `${BEGIN}(?:${expression})${END}`;
}

interface Node {
  readonly next: Map<string, Node>;
  final: boolean;
}

function insert(root: Node, word: string): void {
  let node = root;
  for (const letter of word) {
    let next = node.next.get(letter);
    if (next === undefined) {
      next = { next: new Map(), final: false };
      node.next.set(letter, next);
    }
    node = next;
  }
  node.final = true;
}

function written(node: Node): string {
  const branches = [...node.next].map(
    ([letter, next]) => letter.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&') + written(next),
  );
  if (branches.length === 0) return '';
  const one = branches[0] ?? '';
  if (!node.final) return branches.length === 1 ? one : `(?:${branches.join('|')})`;
  return branches.length === 1 && /^\\?.$/.test(one) ? `${one}?` : `(?:${branches.join('|')})?`;
}

/** One expression for all words, as a tree of their letters: to refuse a word costs a few steps, not thousands. */
export function anyOf(words: Iterable<string>): string {
  const root: Node = { next: new Map(), final: false };
  for (const word of [...new Set(words)].sort()) insert(root, word);
  return written(root);
}
