// Blocks that hold something else than directives.
import { tildeWords } from './expressions.ts';
import { captures, include, match, type Repository, type Rule } from './rule.ts';
import { DIRECTIVE } from './statements.ts';
import { anyOf, BARE, BEGIN, END, whole } from './words.ts';

const OPEN = captures({ 0: 'punctuation.section.block.begin.nginx' });
const CLOSE = captures({ 1: 'punctuation.section.block.end.nginx', 2: 'punctuation.terminator.statement.nginx' });

/** No entry is a block: where one begins, the `}` before it was forgotten. */
const BLOCK_BEGINS =
  '^(?=[ \\t]*(?:server|location|upstream|http|map|geo|types|split_clients|if)[ \\t][^;#]*\\{[ \\t\\r]*(?:#.*)?$)';

function entry(key: Rule, values: readonly Rule[]): Rule {
  return {
    name: 'meta.entry.nginx',
    begin: key.match ?? '',
    ...(key.captures === undefined ? {} : { beginCaptures: key.captures }),
    end: `(;)|(?=[{}])|${BLOCK_BEGINS}`,
    endCaptures: captures({ 1: 'punctuation.terminator.statement.nginx' }),
    patterns: values,
  };
}

/** A directive with a body of entries. */
function table(names: readonly string[], entries: readonly Rule[]): Rule {
  return {
    name: 'meta.block.table.nginx',
    begin: `(${anyOf(names)})${END}`,
    beginCaptures: captures({ 1: 'keyword.control.block.nginx' }),
    end: `(\\})|(;)|${BLOCK_BEGINS}`,
    endCaptures: CLOSE,
    patterns: [
      ...include('comment', 'behind-quote'),
      {
        begin: '\\{',
        end: `(?=\\})|${BLOCK_BEGINS}`,
        beginCaptures: OPEN,
        patterns: [
          ...include('comment'),
          { name: 'punctuation.terminator.statement.nginx', match: ';' },
          { name: 'punctuation.section.block.begin.nginx', match: '\\{' },
          ...entries,
        ],
      },
      ...include('value'),
    ],
  };
}

const value = include('behind-quote', 'value');
const text = include('behind-quote', 'text');

const include_ = entry(match(`(include)${END}`, { 1: 'keyword.control.import.nginx' }), text);

function special(words: string): Rule {
  return entry(match(`(${words})${END}`, { 1: 'keyword.control.entry.nginx' }), value);
}

const KEY = 'variable.other.key.nginx';
const bareKey = (pieces: readonly Rule[]): Rule =>
  entry(match(`(${BARE})`, { 1: { name: KEY, patterns: pieces } }), value);
/** A key in quotes; one that is not closed on its line is a string. */
const quotedKey = entry({ match: '(?=["\'])' }, value);

function map(): Rule {
  const keys = tildeWords().map((word) => entry(word, value));
  return table(
    ['map', 'num_map'],
    [include_, special('default|hostnames|volatile'), ...keys, bareKey(include('escape')), quotedKey],
  );
}

function geo(): Rule {
  const address = entry(
    match(whole('((?=[0-9A-Fa-f]*[:.])[0-9A-Fa-f:.]+(?:/[0-9]+|-[0-9A-Fa-f:.]+)?)'), {
      1: 'constant.numeric.address.nginx',
    }),
    value,
  );
  return table(
    ['geo'],
    [include_, special('default|delete|ranges|proxy|proxy_recursive|volatile'), address, bareKey([]), quotedKey],
  );
}

function others(): Rule[] {
  const share = entry(
    match(whole('([0-9]+(?:\\.[0-9]+)?(%))|(\\*)'), {
      1: 'constant.numeric.nginx',
      2: 'keyword.other.unit.nginx',
      3: 'keyword.control.entry.nginx',
    }),
    value,
  );
  const code = { name: 'constant.numeric.hex.nginx', match: whole('[0-9A-Fa-f]+') };
  const codes = entry(match(whole('([0-9A-Fa-f]+)'), { 1: 'constant.numeric.hex.nginx' }), [code, ...value]);
  return [
    table(['types'], [include_, bareKey([]), quotedKey]),
    table(['split_clients'], [include_, share, bareKey([]), quotedKey]),
    table(['charset_map'], [include_, codes, bareKey([]), quotedKey]),
  ];
}

const QUOTE = 'string.quoted.nginx';

/** Lua ends at the brace that closes it, as lua-nginx-module sees it: strings and comments hide theirs. */
function lua(): Rule {
  return {
    name: 'meta.block.lua.nginx',
    begin: `${BEGIN}(["']?)([a-z_]+_by_lua_block)(\\1)${END}`,
    beginCaptures: captures({ 1: QUOTE, 2: DIRECTIVE, 3: QUOTE }),
    end: '(\\})|(;)',
    endCaptures: CLOSE,
    patterns: [
      ...include('comment'),
      {
        contentName: 'meta.embedded.block.lua',
        begin: '\\{',
        end: '(?=\\})',
        beginCaptures: OPEN,
        patterns: include('lua'),
      },
      ...include('value'),
    ],
  };
}

/** What may hide a brace, for editors that have no grammar of Lua. */
function luaAlone(): Rule[] {
  const string = (quote: string, name: string): Rule => ({
    name: `string.quoted.${name}.lua`,
    match: `${quote}(?:[^${quote}\\\\]|\\\\.)*+${quote}`,
  });
  return [
    { name: 'comment.block.lua', begin: '--\\[(=*)\\[', end: '\\]\\1\\]' },
    { name: 'comment.line.double-dash.lua', match: '--.*' },
    { name: 'string.quoted.other.multiline.lua', begin: '\\[(=*)\\[', end: '\\]\\1\\]' },
    string('"', 'double'),
    string("'", 'single'),
  ];
}

export function bodyRules(): Repository {
  return {
    lua: {
      patterns: [{ begin: '\\{', end: '\\}', patterns: include('lua') }, ...include('source.lua'), ...luaAlone()],
    },
    'lua-block': lua(),
    table: { patterns: [map(), geo(), ...others()] },
  };
}
