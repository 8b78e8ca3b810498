import { readOnce } from '../text/read-once.ts';

/** A text with variables, read as nginx compiles it. */
export interface ReadScript {
  /** Names of the variables, as written; `$1` to `$9` are none. */
  readonly names: readonly string[];
  /** All of the text in its order, up to a problem. */
  readonly pieces: readonly ScriptPiece[];
  readonly problem: ScriptProblem | null;
}

export type ScriptPiece =
  | { readonly kind: 'text'; readonly text: string }
  /** `$1` to `$9` */
  | { readonly kind: 'capture'; readonly n: number }
  /** The name as written. */
  | { readonly kind: 'variable'; readonly name: string };

export type ScriptProblem =
  /** A dollar sign without a name behind it; `rest` is the text from it on. */
  { readonly kind: 'no-name'; readonly rest: string } | { readonly kind: 'no-bracket'; readonly name: string };

const MOST_TEXTS = 2_000;

/** Mirrors ngx_http_script_compile(): the captures `$1` to `$9` are no names there. */
export const readScript = readOnce(MOST_TEXTS, (text) => read(text, true));

/** Mirrors ngx_http_log_compile_format(): `$1` is a name as any other. */
export const readLogFormat = readOnce(MOST_TEXTS, (text) => read(text, false));

function read(text: string, captures: boolean): ReadScript {
  const names: string[] = [];
  const pieces: ScriptPiece[] = [];
  let problem: ScriptProblem | null = null;
  let start = 0;
  let dollar = text.indexOf('$');
  while (dollar >= 0 && problem === null) {
    if (dollar > start) pieces.push({ kind: 'text', text: text.slice(start, dollar) });
    const { end, piece } = readReference(text, dollar, captures);
    if (piece.kind === 'no-name' || piece.kind === 'no-bracket') problem = piece;
    else pieces.push(piece);
    if (piece.kind === 'variable') names.push(piece.name);
    start = end;
    dollar = text.indexOf('$', start);
  }
  if (problem === null && start < text.length) pieces.push({ kind: 'text', text: text.slice(start) });
  return { names, pieces, problem };
}

interface Reference {
  readonly piece: Exclude<ScriptPiece, { kind: 'text' }> | ScriptProblem;
  /** Where the text goes on behind it. */
  readonly end: number;
}

function readReference(text: string, dollar: number, captures: boolean): Reference {
  let at = dollar + 1;
  const first = text[at] ?? '';
  if (captures && first >= '1' && first <= '9') return { piece: { kind: 'capture', n: Number(first) }, end: at + 1 };
  const bracket = first === '{';
  if (bracket) at++;
  if (at >= text.length) return { piece: { kind: 'no-name', rest: text.slice(dollar) }, end: at };
  const start = at;
  while (at < text.length && isNameCharacter(text.charCodeAt(at))) at++;
  const name = text.slice(start, at);
  if (bracket && text[at] !== '}') return { piece: { kind: 'no-bracket', name }, end: at };
  if (name === '') return { piece: { kind: 'no-name', rest: text.slice(dollar) }, end: at };
  return { piece: { kind: 'variable', name }, end: bracket ? at + 1 : at };
}

function isNameCharacter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}
