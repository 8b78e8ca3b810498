import { captures, parseRegex } from '@nginx-lint/regex';
import type { Encoding } from '../text/decode.ts';
import { readOnce } from '../text/read-once.ts';

/** What nginx gets of a pattern: what the library says against it, or the names of its groups. */
export interface CompiledPattern {
  /** As `ngx_regex_compile` says it; null where the pattern is good. */
  readonly nginx: string | null;
  /** What is wrong, in the library's words, and where: `missing closing parenthesis`. */
  readonly problem: string | null;
  /** Where in the pattern the library stopped. */
  readonly offset: number;
  /** Names of groups; each defines a variable (`ngx_http_regex_compile`). */
  readonly names: readonly string[];
  /** How many groups it captures. */
  readonly groups: number;
}

/** A pattern is asked about several times, and comes again and again: one location in a hundred servers. */
const compilers = new Map<Encoding, (pattern: string) => CompiledPattern>();
const MOST_TEXTS = 5_000;

const GOOD: CompiledPattern = { nginx: null, problem: null, offset: 0, names: [], groups: 0 };

/**
 * Characters, escaped signs and simple sets, repeated at most, also in groups two deep: nothing in them can be wrong, and
 * nearly all patterns are such.
 */
const CHARACTER = /[\w/\-:,;=&%~@!"'<> .]|\\[!-/:-@[-`{-~dDwWsS]/.source;
/** Not `[:`, `[.` and `[=`, which begin other things. */
const SET = /\[(?![:.=])\^?(?:a-z|A-Z|0-9|a-f|A-F|[\w/,%+~@!& .:=]|\\[dDwWsS./-])+-?\]/.source;
const REPEATED = /(?:[*+?]\??|\{\d\d?,?\})?/.source;
const ITEM = `(?:(?:${CHARACTER}|${SET})${REPEATED}|[$^](?![*+?{])|\\|)`;
const GROUP = `\\((?:\\?:)?${ITEM}*\\)${REPEATED}`;
const PLAIN = new RegExp(`^(?:${ITEM}|\\((?:\\?:)?(?:${ITEM}|${GROUP})*\\)${REPEATED})*$`);

/** Mirrors ngx_regex_compile(). Whether case counts has no influence on what the library refuses. */
export function compilePattern(pattern: string, encoding: Encoding): CompiledPattern {
  let compiler = compilers.get(encoding);
  if (compiler === undefined) {
    compiler = readOnce(MOST_TEXTS, (text) => (PLAIN.test(text) ? plain(text) : compile(text, encoding)));
    compilers.set(encoding, compiler);
  }
  return compiler(pattern);
}

function plain(pattern: string): CompiledPattern {
  return pattern.includes('(') ? { ...GOOD, groups: pattern.replace(/\\./g, ' ').split(/\((?!\?)/).length - 1 } : GOOD;
}

function compile(pattern: string, encoding: Encoding): CompiledPattern {
  const { tree, problems } = parseRegex(pattern, { encoding });
  const [problem] = problems;
  if (problem === undefined) {
    const names = captures(tree).flatMap(({ name }) => (name === null ? [] : [name]));
    return { ...GOOD, names, groups: tree.captureCount };
  }
  const { message, offset } = problem;
  const place = offset < pattern.length ? ` at "${pattern.slice(offset)}"` : '';
  return {
    nginx: `pcre2_compile() failed: ${message} in "${pattern}"${place}`,
    problem: message,
    offset,
    names: [],
    groups: 0,
  };
}
