import { readScript, type ScriptPiece } from '../nginx/script.ts';
import { escapeUri } from './escape.ts';
import { type Bytes, type Captures, type Exchange, isUnknown, type Unknown, type Value } from './types.ts';
import { variableValue } from './variables.ts';

/** Names of variables are in lower case. */
export type Piece = ScriptPiece;

/** A text with variables and captures, as ngx_http_script_compile() takes it apart. */
export interface Script {
  readonly pieces: readonly Piece[];
  /** The text where nothing is to evaluate in it, else null. */
  readonly literal: Bytes | null;
  readonly captures: boolean;
}

/** The captures where an expression matches by decision: nobody knows its groups. */
export const UNKNOWN_CAPTURES: Captures = [];

/** `$1` to `$9`; a group that took no part is empty, as is one that the expression does not have. */
export function captureValue({ captures }: Exchange, n: number): Value {
  return captures === UNKNOWN_CAPTURES ? { unknown: `the value of $${n}` } : (captures[n - 1] ?? '');
}

const compiled = new Map<Bytes, Script>();
const MOST_SCRIPTS = 20_000;

/** Each text once. What nginx refuses in it ends it: such a configuration never runs. */
export function compileScript(text: Bytes): Script {
  let script = compiled.get(text);
  if (script === undefined) {
    if (compiled.size >= MOST_SCRIPTS) compiled.clear();
    script = compile(text);
    compiled.set(text, script);
  }
  return script;
}

function compile(text: Bytes): Script {
  if (!text.includes('$')) {
    return { pieces: text === '' ? [] : [{ kind: 'text', text }], literal: text, captures: false };
  }
  const pieces = readScript(text).pieces.map(
    (piece): Piece => (piece.kind === 'variable' ? { kind: 'variable', name: piece.name.toLowerCase() } : piece),
  );
  return { pieces, literal: null, captures: pieces.some(({ kind }) => kind === 'capture') };
}

export function evaluateText(exchange: Exchange, text: Bytes): Value {
  return text.includes('$') ? evaluateScript(compileScript(text), exchange) : text;
}

/** Mirrors ngx_http_complex_value(): unknown as soon as one part is. */
export function evaluateScript(script: Script, exchange: Exchange): Value {
  if (script.literal !== null) return script.literal;
  const before = exchange.captures;
  const first = evaluatePieces(script, exchange);
  // nginx goes twice through the pieces, for their lengths and for their bytes: a `map` on the way may bring captures of
  // its own, which the second round sees everywhere.
  if (!script.captures || exchange.captures === before || isUnknown(first)) return first;
  const second = evaluatePieces(script, exchange);
  return isUnknown(second) || second.length <= first.length ? second : TOO_LONG;
}

/**
 * The value of a `set` or in an `if`, as ngx_http_script_complex_value_code() computes it: where the path of the request
 * had escapes, `$1` is escaped until a rewrite of the same program matched (`e->quote`).
 */
export function evaluateInProgram(script: Script, exchange: Exchange): Value {
  const escapes = exchange.quotes && exchange.target !== null && (exchange.target.quoted || exchange.target.plus);
  return escapes && script.captures ? evaluatePieces(script, exchange, true) : evaluateScript(script, exchange);
}

/** Since 1.31 nginx ends such a request (ngx_http_script_check_length); older ones write behind the end of the value. */
export const TOO_LONG: Unknown = { unknown: 'a value whose captures change while it is evaluated' };

function evaluatePieces({ pieces }: Script, exchange: Exchange, escapes = false): Value {
  let value = '';
  for (const piece of pieces) {
    if (piece.kind === 'text') value += piece.text;
    else {
      const part = piece.kind === 'capture' ? captureValue(exchange, piece.n) : variableValue(exchange, piece.name);
      if (isUnknown(part)) return part;
      value += escapes && piece.kind === 'capture' ? escapeUri(part, 'args', exchange.model.facts) : part;
    }
  }
  return value;
}
