import { expressionWords } from './expressions.ts';
import type { Names } from './names.ts';
import { type Groups, include, match, type Repository, type Rule } from './rule.ts';
import { directive, statement } from './statement.ts';
import { anyOf, BARE, BEGIN, END, whole } from './words.ts';

export const DIRECTIVE = 'support.function.directive.nginx';
const BLOCK = 'keyword.control.block';

const value = include('value');
const text = include('text');

function location(): Rule {
  const operator = 'keyword.operator.location.nginx';
  return directive(['location'], `${BLOCK}.location.nginx`, [
    ...include('comment'),
    ...expressionWords('(~\\*?)[ \\t]*', { 1: operator }),
    match(`(=|\\^~)(?=.)`, { 1: operator }),
    match(`(@)(${BARE})`, { 1: operator, 2: 'entity.name.function.location.nginx' }),
    ...text,
  ]);
}

/** The words of a condition: the parenthesis that ends it may be glued to the last one. */
function condition(): Rule {
  const bare = '(?:[^ \\t\\r\\n;{\\\\$]|\\\\.|\\$\\{*)+?(?=\\)?[ \\t\\r]*(?:[;{]|$)|[ \\t])';
  const operator = 'keyword.operator.condition.nginx';
  return directive(['if'], `${BLOCK}.if.nginx`, [
    ...include('comment'),
    { name: 'punctuation.section.group.nginx', match: '[()]' },
    ...expressionWords('(!?~\\*?)[ \\t]+', { 1: operator }, bare),
    { name: operator, match: '(?:!?=|!?-[fdex])(?=[ \\t]|$)' },
    ...include('string'),
    match(`(?![}#"'])(${bare})`, { 1: { patterns: include('number', 'bare-word') } }),
    ...include('bare-word'),
  ]);
}

/** `server { … }`, and the member of a group. */
function servers(): Rule[] {
  return [
    statement('(server)(?=[ \\t\\r]*(?:\\{|#|$))', { 1: `${BLOCK}.server.nginx` }, value),
    statement(`(server)${END}`, { 1: DIRECTIVE }, value),
  ];
}

/** A directive whose first argument has a meaning of its own. */
function named(directives: readonly string[], scope: string, argument: string): Rule {
  const begin = `(${anyOf(directives)})[ \\t]+(?:(${BARE})|("(?:[^"\\\\]|\\\\.)*+"|'(?:[^'\\\\]|\\\\.)*+'))`;
  const inside = { name: argument, patterns: include('escape', 'variable') };
  return statement(begin, { 1: scope, 2: inside, 3: { patterns: include('string') } }, value);
}

function expressionsFirst(names: Names): Rule[] {
  const flag = { name: 'keyword.control.flag.nginx', match: whole('last|break|redirect|permanent') };
  const lead = `(${anyOf(names.expressions)})[ \\t]+`;
  return expressionWords(lead, { 1: DIRECTIVE }).map(({ match: begin = '', captures: groups = {} }) =>
    statement(begin, groups as Groups, [flag, ...text]),
  );
}

function lua(): Rule[] {
  const inString = (quote: string, name: string): Rule => ({
    name: `string.quoted.${name}.nginx`,
    contentName: 'meta.embedded.line.lua',
    begin: quote,
    end: quote,
    patterns: include('escape', 'source.lua'),
  });
  const name = `${BEGIN}([a-z_]+_by_lua)`;
  return [statement(`${name}${END}`, { 1: DIRECTIVE }, [inString("'", 'single'), inString('"', 'double'), ...value])];
}

export function statementRules(names: Names): Repository {
  const listed = (scope: string, directives: readonly string[], patterns: readonly Rule[]): Rule =>
    directive(directives, scope, patterns);
  return {
    statement: {
      patterns: [
        location(),
        condition(),
        ...servers(),
        named(['upstream'], `${BLOCK}.nginx`, 'entity.name.type.upstream.nginx'),
        named(['log_format'], DIRECTIVE, 'entity.name.type.log-format.nginx'),
        named(names.headers, DIRECTIVE, 'variable.other.header.nginx'),
        ...expressionsFirst(names),
        listed(DIRECTIVE, names.tildes, [...include('tilde-word'), ...value]),
        listed('keyword.control.import.nginx', ['include', 'load_module'], text),
        listed('keyword.control.flow.nginx', ['return', 'break'], text),
        ...lua(),
        listed(`${BLOCK}.nginx`, names.blocks, value),
        listed(DIRECTIVE, names.directives, value),
        // A name that no module is known to have, and entries of blocks that nobody knows.
        statement(`(${BARE})`, { 1: { name: 'meta.directive.unknown.nginx', patterns: include('variable') } }, value),
        statement(`("(?:[^"\\\\]|\\\\.)*+"|'(?:[^'\\\\]|\\\\.)*+')`, { 1: { patterns: include('string') } }, value),
        ...include('string'),
      ],
    },
  };
}
