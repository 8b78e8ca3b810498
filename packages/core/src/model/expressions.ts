import { type Pattern, parseRegex } from '@nginx-lint/regex';
import type { Encoding } from '../text/decode.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { ConfigModel } from './types.ts';

const known = new Map<string, Pattern>();
const MOST = 20_000;

/** An expression as the library reads it, each once: servers repeat each other. `text` is as written in the file. */
export function expression(text: string, caseless: boolean, encoding: Encoding): Pattern {
  const key = `${encoding} ${caseless} ${text}`;
  let pattern = known.get(key);
  if (pattern === undefined) {
    if (known.size >= MOST) known.clear();
    pattern = parseRegex(text, { caseless, encoding }).tree;
    known.set(key, pattern);
  }
  return pattern;
}

/** An expression in the words of a directive. */
export function expressionAt(model: ConfigModel, at: Occurrence, text: string, caseless = false): Pattern {
  return expression(text, caseless, model.source(at.file).encoding);
}
