import { type Pattern, parseRegex } from '@nginx-lint/regex';
import type { Encoding } from '../text/decode.ts';
import { readOnce } from '../text/read-once.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { ConfigModel } from './types.ts';

/** Something about each expression, remembered by its text: a function of that and of how it is read. */
export class ByExpression<T> {
  readonly #make: (text: string, caseless: boolean, encoding: Encoding) => T;
  readonly #readers = new Map<
    Encoding,
    { readonly cased: (text: string) => T; readonly caseless: (text: string) => T }
  >();

  constructor(make: (text: string, caseless: boolean, encoding: Encoding) => T) {
    this.#make = make;
  }

  of(text: string, caseless: boolean, encoding: Encoding): T {
    let both = this.#readers.get(encoding);
    if (both === undefined) {
      both = {
        cased: readOnce(MOST, (one) => this.#make(one, false, encoding)),
        caseless: readOnce(MOST, (one) => this.#make(one, true, encoding)),
      };
      this.#readers.set(encoding, both);
    }
    return caseless ? both.caseless(text) : both.cased(text);
  }
}

const MOST = 10_000;
const trees = new ByExpression((text, caseless, encoding) => parseRegex(text, { caseless, encoding }).tree);

/** An expression as the library reads it, each once: servers repeat each other. `text` is as written in the file. */
export function expression(text: string, caseless: boolean, encoding: Encoding): Pattern {
  return trees.of(text, caseless, encoding);
}

/** An expression in the words of a directive. */
export function expressionAt(model: ConfigModel, at: Occurrence, text: string, caseless = false): Pattern {
  return expression(text, caseless, model.source(at.file).encoding);
}
