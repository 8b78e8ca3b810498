import type { Word } from '@nginx-lint/core';
import { quantityAt, quantityText } from '../hover/quantity.ts';
import { NOTHING } from '../markdown.ts';
import type { Hint, HintSource } from './hint.ts';

/** The unit of a number that is written without one; 0 needs none. */
export const unitHints: HintSource = (standing) => {
  const { args } = standing.at.node;
  if (!args.some(({ value }) => /\d$/.test(value))) return [];
  return args.flatMap((word, index): Hint[] => {
    const quantity = quantityAt({ standings: [standing], index, word });
    if (quantity === null || !/^[1-9]\d*$/.test(quantity.text)) return [];
    const text = quantity.kind.startsWith('time') ? 's' : 'bytes';
    return [{ offset: endOf(word), text, tooltip: quantityText(quantity) ?? NOTHING, kind: 'unit', padding: true }];
  });
};

/** Inside of the closing quote. */
export function endOf(word: Word): number {
  return word.quote === null ? word.end : word.end - 1;
}
