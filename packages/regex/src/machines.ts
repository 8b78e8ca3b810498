import { DEAD } from './dfa.ts';

/**
 * A set of byte strings as a deterministic automaton: states are numbers from 0 on, `-1` is a state from which no
 * string of the set can be reached.
 */
export interface ByteMachine {
  readonly start: number;
  /** For each byte a class: bytes of one class lead to the same states. */
  readonly classOf: Uint8Array;
  step(state: number, byte: number): number;
  accepts(state: number): boolean;
}

interface TrieNode {
  readonly next: Map<number, number>;
  /** `prefix`: nor what begins with it. */
  forbidden: 'no' | 'string' | 'prefix';
}

const FREE = 0;
const ROOT = 1;

/** The strings that are none of `strings` and begin with none of `prefixes`. */
export function avoiding(strings: Iterable<string>, prefixes: Iterable<string>): ByteMachine {
  const nodes: TrieNode[] = [];
  const add = (): number => nodes.push({ next: new Map(), forbidden: 'no' }) - 1;
  add();
  add();
  const classOf = new Uint8Array(256);
  const seen = new Set<number>();
  const insert = (text: string, forbidden: 'string' | 'prefix'): void => {
    let at = ROOT;
    for (let i = 0; i < text.length; i++) {
      const byte = text.charCodeAt(i);
      seen.add(byte);
      const { next } = nodes[at] as TrieNode;
      const known = next.get(byte) ?? add();
      next.set(byte, known);
      at = known;
    }
    const node = nodes[at] as TrieNode;
    if (node.forbidden !== 'prefix') node.forbidden = forbidden;
  };
  for (const text of strings) insert(text, 'string');
  for (const text of prefixes) insert(text, 'prefix');
  // Where all bytes are seen, the last has class 0 for itself.
  for (const [index, byte] of [...seen].entries()) classOf[byte] = (index + 1) & 255;
  return {
    start: nodes[ROOT]?.forbidden === 'prefix' ? DEAD : ROOT,
    classOf,
    step(state, byte) {
      if (state <= FREE) return state;
      const next = nodes[state]?.next.get(byte) ?? FREE;
      return nodes[next]?.forbidden === 'prefix' ? DEAD : next;
    },
    accepts: (state) => state >= 0 && nodes[state]?.forbidden === 'no',
  };
}
