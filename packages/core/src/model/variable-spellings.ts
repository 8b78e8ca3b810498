import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { ConfigModel } from './types.ts';

/** Does any file write a variable with a capital letter? Hardly any does. */
export function hasCapitals(model: ConfigModel): boolean {
  for (const { text } of model.tree.files.values()) if (/\$\{?\w*[A-Z]/.test(text)) return true;
  return false;
}

/** The name of a variable as it is written in one place. */
export interface Spelling {
  readonly at: Occurrence;
  readonly word: Word;
  /** Where the name begins in the value of the word. */
  readonly start: number;
  readonly name: string;
  readonly defines: boolean;
}
