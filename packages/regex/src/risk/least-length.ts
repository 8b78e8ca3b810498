import type { Disjunction, Item } from '../ast.ts';
import { singleByteSet } from '../match/first-set.ts';

/** No string that is shorter matches, and the library does not try one; what is not looked into counts nothing. */
export function leastLength(body: Disjunction): number {
  return Math.min(
    ...body.alternatives.map(({ items }) => items.reduce((length, item) => length + leastLengthOfItem(item), 0)),
  );
}

function leastLengthOfItem(item: Item): number {
  if (singleByteSet(item) !== null) return 1;
  switch (item.kind) {
    case 'group':
      return leastLength(item.body);
    case 'repeat':
      return item.min === 0 ? 0 : item.min * leastLengthOfItem(item.item);
    default:
      return 0;
  }
}
