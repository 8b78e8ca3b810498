import { createMatcher, type Matcher, type Pattern } from '@nginx-lint/regex';
import { ByExpression, expression } from '../model/expressions.ts';
import type { Encoding } from '../text/decode.ts';
import type { Occurrence } from '../tree/tree.ts';
import { requiredText } from './required-text.ts';
import type { Bytes, Exchange, Unknown } from './types.ts';

/** What a search for an expression comes to. */
export type Matched = ReturnType<Matcher['match']>;

/** An expression; it is read and made ready to match when something asks for it. */
export class Regex {
  readonly #text: string;
  readonly #caseless: boolean;
  readonly #encoding: Encoding;
  /** What every subject that matches begins with. */
  readonly #start: Bytes;
  /** What every subject that matches holds; in small letters where case does not count. */
  #needed: Bytes | null = null;
  #matcher: Matcher | null = null;
  /** Servers alike are asked for the same paths. */
  #asked: Bytes | null = null;
  #answer: Matched = null;

  constructor(text: string, caseless: boolean, encoding: Encoding) {
    this.#text = text;
    this.#caseless = caseless;
    this.#encoding = encoding;
    this.#start = caseless ? '' : literalStart(text);
  }

  get pattern(): Pattern {
    return expression(this.#text, this.#caseless, this.#encoding);
  }

  get matcher(): Matcher {
    this.#matcher ??= createMatcher(this.pattern);
    return this.#matcher;
  }

  match(subject: Bytes): Matched {
    if (subject !== this.#asked) {
      this.#answer = this.#search(subject);
      this.#asked = subject;
    }
    return this.#answer;
  }

  #search(subject: Bytes): Matched {
    if (!subject.startsWith(this.#start)) return null;
    this.#needed ??= this.#caseless ? requiredText(this.#text).toLowerCase() : requiredText(this.#text);
    // Only letters of ASCII have two cases for the library as nginx calls it, and in no other byte does one appear here.
    if (!(this.#caseless ? subject.toLowerCase() : subject).includes(this.#needed)) return null;
    return this.matcher.match(subject);
  }
}

/** Most expressions begin with `^` and plain characters: enough to pass most of them over without reading them. */
function literalStart(text: string): Bytes {
  if (text.includes('|')) return '';
  const [, start = ''] = /^\^((?:[\w/:,;=&%~@!"'<>-]|\\[./-])+)/.exec(text) ?? [];
  const repeated = /[*+?{]/.test(text[start.length + 1] ?? '');
  return (repeated ? start.replace(/\\?.$/, '') : start).replaceAll('\\', '');
}

const regexes = new ByExpression((text, caseless, encoding) => new Regex(text, caseless, encoding));

/** Each expression once; `text` as written in a file of that encoding. */
export function regexOf(text: string, caseless: boolean, encoding: Encoding): Regex {
  return regexes.of(text, caseless, encoding);
}

/**
 * Matches as ngx_http_regex_exec() does: a match replaces all of `$1` to `$9` and sets the named groups; without one
 * nothing changes here. `at` is the directive that the expression stands in.
 */
export function matchRegex(
  exchange: Exchange,
  at: Occurrence,
  text: string,
  caseless: boolean,
  subject: Bytes,
): boolean | Unknown {
  const regex = regexOf(text, caseless, exchange.model.source(at.file).encoding);
  const match = regex.match(subject);
  if (match === 'cannot-evaluate') return { unknown: `whether the expression "${text}" matches` };
  if (match === null) return false;
  setCaptures(exchange, regex.pattern.names, match.groups);
  return true;
}

/** `groups` begins with the whole match; a group that took no part is empty (W21, W22). */
export function setCaptures(exchange: Exchange, names: Pattern['names'], groups: readonly (string | null)[]): void {
  exchange.captures = groups.slice(1).map((group) => group ?? '');
  for (const { name, index } of names) exchange.variables.set(name.toLowerCase(), groups[index] ?? '');
}
