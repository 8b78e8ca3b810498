import { createMatcher, type Matcher, type Pattern, parseRegex } from '@nginx-lint/regex';
import type { Occurrence } from '../tree/tree.ts';
import type { Bytes, Exchange, Unknown } from './types.ts';

/** An expression, read and made ready to match. */
export interface Regex {
  readonly pattern: Pattern;
  readonly matcher: Matcher;
}

const known = new Map<string, Regex>();
const MOST_REGEXES = 20_000;

/** Each expression once; `text` as written in a file of that encoding. */
export function regexOf(text: string, caseless: boolean, encoding: 'utf-8' | 'latin1'): Regex {
  const key = `${encoding} ${caseless} ${text}`;
  let regex = known.get(key);
  if (regex === undefined) {
    if (known.size >= MOST_REGEXES) known.clear();
    const pattern = parseRegex(text, { caseless, encoding }).tree;
    regex = { pattern, matcher: createMatcher(pattern) };
    known.set(key, regex);
  }
  return regex;
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
  const { pattern, matcher } = regexOf(text, caseless, exchange.model.source(at.file).encoding);
  const match = matcher.match(subject);
  if (match === 'cannot-evaluate') return { unknown: `whether the expression "${text}" matches` };
  if (match === null) return false;
  setCaptures(exchange, pattern.names, match.groups);
  return true;
}

/** `groups` begins with the whole match; a group that took no part is empty (W21, W22). */
export function setCaptures(exchange: Exchange, names: Pattern['names'], groups: readonly (string | null)[]): void {
  exchange.captures = groups.slice(1).map((group) => group ?? '');
  for (const { name, index } of names) exchange.variables.set(name.toLowerCase(), groups[index] ?? '');
}
