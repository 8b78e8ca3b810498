// How nginx cuts words: ngx_conf_read_token() in src/core/ngx_conf_file.c.

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DOUBLE_QUOTE = 0x22;
const DOLLAR = 0x24;
const SINGLE_QUOTE = 0x27;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE_PAREN = 0x29;

/** The four characters that separate words; form feed, vertical tab and no-break space are ordinary ones. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === LF || code === TAB || code === CR;
}

export function blankEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** A comment reaches to the line's LF, which is not part of it. */
export function commentEnd(text: string, start: number): number {
  const at = text.indexOf('\n', start);
  return at === -1 ? text.length : at;
}

/** End of an unquoted word: a blank, `;` or `{`, none of them behind a backslash, no `{` behind a `$`. */
export function bareWordEnd(text: string, start: number): number {
  let at = start;
  let variable = false;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === OPEN && variable) {
      at++;
      continue;
    }
    variable = false;
    if (code === BACKSLASH) at++;
    else if (code === DOLLAR) variable = true;
    else if (code === SPACE || code === SEMICOLON || code === OPEN || code === LF || code === TAB || code === CR)
      return at;
    at++;
  }
  return text.length;
}

/** Offset behind the closing quote of a word that opens at `start`; -1 where the text ends before it. */
export function quotedWordEnd(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === quote) return at + 1;
  }
  return -1;
}

export function isQuote(code: number): boolean {
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}

/** May the closing quote before `offset` stand there? Behind it, `)` begins a word of its own. */
export function mayFollowQuote(text: string, offset: number): boolean {
  if (offset >= text.length) return true;
  const code = text.charCodeAt(offset);
  return isBlank(code) || code === SEMICOLON || code === OPEN || code === CLOSE_PAREN;
}

const ESCAPE = /\\(["'\\trn])/g;
const UNESCAPED: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };

/** What a module sees of the text between the quotes, or of a bare word; other escapes keep their backslash. */
export function unescapeWord(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(ESCAPE, (_, character: string) => UNESCAPED[character] ?? character);
}
