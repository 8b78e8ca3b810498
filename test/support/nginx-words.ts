/** A word of a configuration: offsets of its raw text (quotes included) and the text without the quotes. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One directive; `line` is the line of its `;` or `{`, the one nginx prints, and `end` the offset of that character. */
export interface Statement {
  readonly words: readonly Word[];
  readonly line: number;
  readonly end: number;
  /** How many blocks stand around it. */
  readonly depth: number;
}

const BLANK = /[ \t\r\n]/;

/**
 * A second reading of nginx's words, on purpose not the product's: the oracle must not share its mistakes. It keeps
 * to `ngx_conf_read_token` as far as finding words goes and leaves every judgement to nginx.
 */
export function statementsOf(text: string): Statement[] {
  const statements: Statement[] = [];
  let words: Word[] = [];
  let line = 1;
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\n') line++;
    if (BLANK.test(char)) {
      at++;
    } else if (char === '#') {
      const next = text.indexOf('\n', at);
      at = next < 0 ? text.length : next;
    } else if (char === ';' || char === '{' || char === '}') {
      if (words.length > 0) statements.push({ words, line, end: at, depth });
      words = [];
      if (char === '{') depth++;
      if (char === '}') depth--;
      at++;
    } else {
      const word = wordAt(text, at);
      words.push(word);
      line += text.slice(word.start, word.end).split('\n').length - 1;
      at = word.end;
    }
  }
  return statements;
}

function wordAt(text: string, start: number): Word {
  const quote = text.charAt(start);
  const quoted = quote === '"' || quote === "'";
  let at = quoted ? start + 1 : start;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (quoted && char === quote) break;
    else if (!quoted && (BLANK.test(char) || char === ';')) break;
    else if (!quoted && char === '{' && (at === start || text.charAt(at - 1) !== '$')) break;
    at++;
  }
  const end = Math.min(text.length, quoted ? at + 1 : at);
  return { start, end, text: quoted ? text.slice(start + 1, Math.min(at, text.length)) : text.slice(start, end) };
}

/** Replaces `text` from `start` to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits that do not overlap, in any order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}

/** A stretch of text made blank; its line ends stay, so every later line keeps its number. */
export function blank(text: string, start: number, end: number): Edit {
  return { start, end, text: text.slice(start, end).replace(/[^\n]/g, ' ') };
}
