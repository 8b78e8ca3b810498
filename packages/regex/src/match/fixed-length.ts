import type { Disjunction, Item, Sequence } from '../ast.ts';
import { type Compiler, Unsupported } from './compiler.ts';

/** The length of an alternative of a lookbehind, which the library has found to be fixed. */
export function fixedLength(c: Compiler, sequence: Sequence): number {
  let length = 0;
  for (const item of sequence.items) {
    if (item.kind === 'verb' && (item.name === 'ACCEPT' || item.name === 'FAIL')) return length;
    length += lengthOfItem(c, item);
  }
  return length;
}

function lengthOfItem(c: Compiler, item: Item): number {
  switch (item.kind) {
    case 'literal':
    case 'class':
    case 'any':
      return 1;
    case 'repeat':
      return item.item.kind === 'lookaround' ? 0 : lengthOfItem(c, item.item) * item.min;
    case 'group':
      return lengthOfBody(c, item.body);
    case 'conditional':
      return item.condition?.kind === 'define' ? 0 : lengthOfBody(c, item.body);
    case 'backreference':
    case 'recursion': {
      const group = c.groups.get(c.numbersOf(item.to)[0] ?? 0);
      if (group === undefined) throw new Unsupported('a lookbehind without a known length');
      return lengthOfBody(c, group.body);
    }
    case 'newline-sequence':
    case 'grapheme':
      throw new Unsupported('a lookbehind without a fixed length');
    default:
      return 0;
  }
}

function lengthOfBody(c: Compiler, body: Disjunction): number {
  const [first] = body.alternatives;
  return first === undefined ? 0 : fixedLength(c, first);
}
