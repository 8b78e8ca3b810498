import { readNames } from './names.ts';
import { captures, type Groups, include, type Rule } from './rule.ts';
import { anyOf, END } from './words.ts';

const names = await readNames();

/**
 * A line that is a statement by the look of it: an ordinary directive of nginx, and `;` or `{` at the end. A word in
 * quotes or a statement that is still open there was never closed, and shall not colour the rest of the file.
 */
const NAME = `(?:(?:${anyOf(names.beginnings)})_[a-z0-9_]+|${anyOf(names.short)})`;
export const lineOfStatement = `^(?=[ \\t]*${NAME}[ \\t]+[^#]*[;{][ \\t\\r]*(?:#.*)?$|[ \\t]*(?:server|location|http|events|stream)[ \\t]*\\{)`;

/** What ends a statement: its `;`, the `{` of its block, a `}`, or the beginning of another one. */
export const statementEnd = `(;)|(?=[{}])|${lineOfStatement}`;

const TERMINATOR = captures({ 1: 'punctuation.terminator.statement.nginx' });

/** A statement that begins with an expression, and the rules for its arguments. */
export function statement(begin: string, groups: Groups, patterns: readonly Rule[]): Rule {
  return {
    name: 'meta.directive.nginx',
    begin,
    end: statementEnd,
    beginCaptures: captures(groups),
    endCaptures: TERMINATOR,
    patterns: [...include('behind-quote'), ...patterns],
  };
}

/** A directive of a known name. */
export function directive(directives: readonly string[], scope: string, patterns: readonly Rule[]): Rule {
  return statement(`(${anyOf(directives)})${END}`, { 1: scope }, patterns);
}
