import type { Names } from './names.ts';
import { captures, include, match, type Repository, type Rule } from './rule.ts';
import { lineOfStatement } from './statement.ts';
import { anyOf, BARE, BEGIN, END, REST, whole } from './words.ts';

/** `1h30m`, `10m`, `20r/s`, `0.5%`; a unit stands in the second group. */
const NUMBER = '(-?[0-9]+(?:\\.[0-9]+)?)(ms|[yMwdhmskKgG]|r/[sm]|%)?';
const TIMES = '(?:[0-9]+(?:ms|[yMwdhms])){2,}';
const UNIT = 'keyword.other.unit.nginx';

const IPV4 = '(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?:(?:/|-(?:[0-9]{1,3}\\.){3})[0-9]{1,3}|:[0-9]+)?';
const IPV6 = '\\[[0-9A-Fa-f:.]*\\](?::[0-9]+)?|(?=[0-9A-Fa-f]*:[0-9A-Fa-f]*:)[0-9A-Fa-f:.]+(?:/[0-9]+)?';
const ANY = '\\*:[0-9]+';

function numbers(): Rule {
  const address = `${IPV4}|${IPV6}|${ANY}`;
  return {
    patterns: [
      match(whole(NUMBER), { 2: UNIT }, 'constant.numeric.nginx'),
      { name: 'constant.numeric.nginx', match: whole(TIMES) },
      { name: 'constant.numeric.address.nginx', match: whole(address) },
    ],
  };
}

/** Numbers and flags inside `name=value` and `name=zone:10m`. */
function numbersInside(): Rule {
  const number = match(`(?<=[=:])${NUMBER}(?=[:,]|$)`, { 2: UNIT }, 'constant.numeric.nginx');
  const times = { name: 'constant.numeric.nginx', match: `(?<==)${TIMES}$` };
  return { patterns: [number, times, { name: 'constant.language.boolean.nginx', match: '(?<==)(?:on|off)$' }] };
}

function variables(names: Names): Rule {
  const own = `(?i:(?:${anyOf(names.families)})\\w*|${anyOf(names.variables)}|[0-9])(?!\\w)`;
  const sign = 'punctuation.definition.variable.nginx';
  const rule = (name: string, scope: string): Rule[] => [
    match(`(\\$\\{)${name}(\\})`, { 1: sign, 2: sign }, scope),
    match(`(\\$)${name}`, { 1: sign }, scope),
  ];
  return { patterns: [...rule(own, 'variable.language.nginx'), ...rule('\\w+', 'variable.other.nginx')] };
}

function string(name: string, quote: string, inside: readonly Rule[]): Rule {
  return {
    name: `string.quoted.${name}.nginx`,
    begin: quote,
    end: `(${quote})|${lineOfStatement}`,
    beginCaptures: captures({ 0: 'punctuation.definition.string.begin.nginx' }),
    endCaptures: captures({ 1: 'punctuation.definition.string.end.nginx' }),
    patterns: inside,
  };
}

/** Text in a bare word. */
const PIECES = include('escape', 'variable');

function bareWords(): Rule {
  const text = (name: string): { name: string; patterns: readonly Rule[] } => ({ name, patterns: PIECES });
  return {
    patterns: [
      match(`${BEGIN}((?:[a-z][a-z0-9+.-]*://|//)${REST})`, { 1: text('string.unquoted.url.nginx') }),
      match(`${BEGIN}((?:unix:|\\.{0,2}/)${REST})`, { 1: text('string.unquoted.path.nginx') }),
      match(`${BEGIN}([A-Za-z][\\w-]*)(=)(${REST})`, {
        1: 'variable.parameter.nginx',
        2: 'keyword.operator.assignment.nginx',
        3: { name: 'string.unquoted.nginx', patterns: [...include('number-inside'), ...PIECES] },
      }),
      match(`(=)([0-9]{3})?${END}`, { 1: 'keyword.operator.assignment.nginx', 2: 'constant.numeric.status.nginx' }),
      match(`(\\$(?:\\w+|\\{\\w+\\}))${END}`, { 1: { patterns: include('variable') } }),
      match(`(${BARE})`, { 1: text('string.unquoted.nginx') }),
    ],
  };
}

export function valueRules(names: Names): Repository {
  const suppression = 'nginx-lint-(?:disable-next-line|disable-line|disable|enable)(?=\\s|$)';
  return {
    comment: {
      name: 'comment.line.number-sign.nginx',
      begin: '#',
      end: '$',
      beginCaptures: captures({ 0: 'punctuation.definition.comment.nginx' }),
      patterns: [{ name: 'keyword.other.suppression.nginx', match: `(?<=#|# |#\\t)${suppression}` }],
    },
    escape: { name: 'constant.character.escape.nginx', match: '\\\\(?:.|$)' },
    variable: variables(names),
    // nginx refuses what stands directly behind a closing quote.
    'behind-quote': { name: 'invalid.illegal.behind-quote.nginx', match: `(?<=["'])(?![;{} \\t\\r)])${REST}(?<=.)` },
    string: { patterns: [string('double', '"', PIECES), string('single', "'", PIECES)] },
    number: numbers(),
    'number-inside': numbersInside(),
    flag: { name: 'constant.language.boolean.nginx', match: whole('(?i:on|off)') },
    'known-word': { name: 'constant.language.parameter.nginx', match: whole(anyOf(names.words)) },
    'bare-word': bareWords(),
    text: { patterns: include('comment', 'string', 'number', 'bare-word') },
    value: { patterns: include('comment', 'string', 'number', 'flag', 'known-word', 'bare-word') },
  };
}
