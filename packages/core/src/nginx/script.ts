/** A text with variables, read as nginx compiles it. */
export interface ReadScript {
  /** Names of the variables, as written; `$1` to `$9` are none. */
  readonly names: readonly string[];
  readonly problem: ScriptProblem | null;
}

export type ScriptProblem =
  /** A dollar sign without a name behind it; `rest` is the text from it on. */
  { readonly kind: 'no-name'; readonly rest: string } | { readonly kind: 'no-bracket'; readonly name: string };

const NONE: ReadScript = { names: [], problem: null };

/** Mirrors ngx_http_script_compile(): the captures `$1` to `$9` are no names there. */
export function readScript(text: string): ReadScript {
  return read(text, true);
}

/** Mirrors ngx_http_log_compile_format(): `$1` is a name as any other. */
export function readLogFormat(text: string): ReadScript {
  return read(text, false);
}

function read(text: string, captures: boolean): ReadScript {
  let at = text.indexOf('$');
  if (at < 0) return NONE;
  const names: string[] = [];
  for (; at >= 0; at = text.indexOf('$', at)) {
    const dollar = at++;
    const first = text[at] ?? '';
    if (captures && first >= '1' && first <= '9') continue;
    const bracket = first === '{';
    if (bracket) at++;
    if (at >= text.length) return { names, problem: { kind: 'no-name', rest: text.slice(dollar) } };
    const start = at;
    while (at < text.length && isNameCharacter(text.charCodeAt(at))) at++;
    const name = text.slice(start, at);
    if (bracket && text[at] !== '}') return { names, problem: { kind: 'no-bracket', name } };
    if (name === '') return { names, problem: { kind: 'no-name', rest: text.slice(dollar) } };
    names.push(name);
  }
  return { names, problem: null };
}

function isNameCharacter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}
