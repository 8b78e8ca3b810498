import type { Span } from '@nginx-lint/core';

/** One argument as a line of nginx's documentation writes it: `[backlog=number]`, `on | off`, `file ...`. */
export interface SyntaxPart extends Span {
  readonly text: string;
  readonly optional: boolean;
  /** Takes any number of words. */
  readonly repeats: boolean;
  /** The words it knows and the names in front of its values: `on`, `backlog=`, `unix:`. */
  readonly literals: readonly string[];
  /** It is told by its place, as what must stand there is, and what may be any value. */
  readonly positional: boolean;
}

/** A line cut into its arguments; spans lie in the label, which is the line without its `;` and its block. */
export interface SyntaxLine {
  readonly label: string;
  readonly parts: readonly SyntaxPart[];
}

/**
 * Cuts `listen address[:port] [ssl] [backlog=number];` into its arguments. `known` are the words that the directive knows:
 * all others stand for values.
 */
export function readSyntax(line: string, known: ReadonlySet<string>): SyntaxLine {
  const label = line.replace(/\s*(?:;|\{.*)$/, '');
  const words = wordsIn(label, 0, label.length).slice(1);
  const parts: SyntaxPart[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const last = lastOf(label, words, at);
    const end = words[last]?.end ?? word.end;
    parts.push(partOf(label, { start: word.start, end }, word.optional, known));
    at = last;
  }
  return { label, parts };
}

interface Written extends Span {
  readonly optional: boolean;
}

/** Alternatives and repetitions belong to the word in front of them: the index of the last that does. */
function lastOf(label: string, words: readonly Written[], first: number): number {
  let last = first;
  for (let next = words[last + 1]; next !== undefined; next = words[last + 1]) {
    const text = label.slice(next.start, next.end);
    if (text === '...') last += 1;
    else if (text === '|' && words[last + 2] !== undefined) last += 2;
    else break;
  }
  return last;
}

/** The words of a stretch. What stands in brackets is one, unless other brackets follow in it: `[format [gzip]]` is two. */
function wordsIn(label: string, from: number, to: number, optional = false): Written[] {
  const words: Written[] = [];
  let depth = 0;
  let start = -1;
  for (let at = from; at <= to; at++) {
    const sign = at === to ? ' ' : label[at];
    if (sign === '[' || sign === '(') depth++;
    if (sign === ']' || sign === ')') depth--;
    const blank = sign === ' ' && (depth <= 0 || at === to);
    if (blank && start !== -1) {
      words.push(...opened(label, { start, end: at, optional }));
      start = -1;
    } else if (!blank && start === -1) start = at;
  }
  return words;
}

function opened(label: string, word: Written): Written[] {
  const text = label.slice(word.start, word.end);
  if (!text.startsWith('[') || closing(text) !== text.length - 1) return [word];
  const nested = text.indexOf(' [');
  if (nested === -1) return [{ ...word, optional: true }];
  return wordsIn(label, word.start + 1, word.end - 1, true);
}

/** Where the bracket that a text begins with is closed. */
function closing(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '[') depth++;
    if (text[at] === ']' && --depth === 0) return at;
  }
  return -1;
}

function partOf(label: string, span: Span, optional: boolean, known: ReadonlySet<string>): SyntaxPart {
  const text = label.slice(span.start, span.end);
  const inner = text.startsWith('[') && optional ? text.slice(1).replace(/\](?= \.\.\.$|$)/, '') : text;
  const words = inner.split(/\s*\|\s*|\s+/).filter((word) => word !== '' && word !== '...');
  const found = words.map((word) => literalsOf(word, known));
  // What follows the first alternative of `so_keepalive=on|off|…` is a value of it.
  const named = found.flat().some((literal) => literal.endsWith('='));
  const positional = !optional || (!named && found.some((literals) => literals.length === 0));
  return {
    ...span,
    text,
    optional,
    repeats: text.includes('...') || text === '[parameters]',
    literals: found.flat(),
    positional,
  };
}

/** `off` is itself, `zone=name` is `zone=`, `unix:path` is `unix:`, `gzip[=level]` is both; a value is none. */
function literalsOf(word: string, known: ReadonlySet<string>): readonly string[] {
  const named = /^([\w-]+)(\[)?([=:])/.exec(word);
  const [, name = '', bracket, sign = ''] = named ?? [];
  if (sign === '=' || (sign === ':' && known.has(`${name}:`)))
    return bracket === undefined ? [`${name}${sign}`] : [name, `${name}${sign}`];
  return known.has(word) ? [word] : [];
}
