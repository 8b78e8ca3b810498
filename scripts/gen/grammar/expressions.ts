import { include, match, type Repository, type Rule } from './rule.ts';
import { IN_DOUBLE, IN_SINGLE, REST } from './words.ts';

const SCOPE = 'string.regexp.nginx';

/** The inside of an expression, as PCRE reads it. */
const inside: Repository = {
  'regexp-inside': {
    patterns: include('regexp-class', 'regexp-group', 'regexp-escape', 'regexp-quantifier', 'regexp-sign'),
  },
  'regexp-group': {
    patterns: [
      { name: 'comment.block.regexp.nginx', match: '\\(\\?#[^)]*\\)?' },
      match(
        "(\\()(\\?(?:P?<|'))([A-Za-z_]\\w*)([>'])",
        {
          1: 'punctuation.definition.group.regexp.nginx',
          2: 'keyword.operator.capture.regexp.nginx',
          3: 'variable.other.capture.regexp.nginx',
          4: 'keyword.operator.capture.regexp.nginx',
        },
        'meta.group.capture.regexp.nginx',
      ),
      match('(\\()(\\?(?:<?[=!]|[>|:]|[imsxnJU-]+[:)]|R\\)|[-+]?[0-9]+\\)|&\\w+\\)|P[>=]\\w+\\))|\\*[A-Z_:]+\\))', {
        1: 'punctuation.definition.group.regexp.nginx',
        2: 'keyword.operator.group.regexp.nginx',
      }),
      { name: 'punctuation.definition.group.regexp.nginx', match: '[()]' },
    ],
  },
  'regexp-class': {
    name: 'constant.other.character-class.set.regexp.nginx',
    begin: '(\\[)(\\^)?(\\])?',
    end: '\\]',
    beginCaptures: {
      1: { name: 'punctuation.definition.character-class.regexp.nginx' },
      2: { name: 'keyword.operator.negation.regexp.nginx' },
    },
    endCaptures: { 0: { name: 'punctuation.definition.character-class.regexp.nginx' } },
    patterns: [
      { name: 'constant.other.character-class.posix.regexp.nginx', match: '\\[:\\^?[a-z]+:\\]' },
      ...include('regexp-escape'),
      { name: 'keyword.operator.range.regexp.nginx', match: '(?<!\\[|\\[\\^)-(?!\\])' },
    ],
  },
  'regexp-escape': {
    patterns: [
      {
        name: 'constant.other.character-class.regexp.nginx',
        match: '\\\\(?:[dDwWsShHvVNRX]|[pP](?:\\{\\^?\\w+\\}|\\w))',
      },
      { name: 'keyword.control.anchor.regexp.nginx', match: '\\\\[bBAZzG]' },
      {
        name: 'keyword.other.back-reference.regexp.nginx',
        match: "\\\\(?:[1-9][0-9]?|[gk](?:\\{[-\\w]+\\}|<\\w+>|'\\w+'|-?[0-9]+))",
      },
      {
        name: 'constant.character.escape.regexp.nginx',
        match: '\\\\(?:x(?:\\{[0-9A-Fa-f]+\\}|[0-9A-Fa-f]{0,2})|0[0-7]{0,2}|c.|.)',
      },
    ],
  },
  'regexp-quantifier': {
    name: 'keyword.operator.quantifier.regexp.nginx',
    match: '(?:[*+?]|\\{[0-9]+(?:,[0-9]*)?\\})[?+]?',
  },
  'regexp-sign': {
    patterns: [
      { name: 'keyword.control.anchor.regexp.nginx', match: '[$^]' },
      { name: 'keyword.operator.or.regexp.nginx', match: '\\|' },
      { name: 'constant.other.character-class.any.regexp.nginx', match: '\\.' },
    ],
  },
};

const INSIDE = { name: SCOPE, patterns: include('regexp-inside') };
const BEGIN = `${SCOPE} punctuation.definition.string.begin.nginx`;
const CLOSE = `${SCOPE} punctuation.definition.string.end.nginx`;

/** How the words of an expression are matched and coloured behind `lead`, whose groups are `groups` many. */
export function expressionWords(lead: string, groups: Readonly<Record<number, string>>, bare = REST): Rule[] {
  const at = Object.keys(groups).length + 1;
  const quoted = { ...groups, [at]: BEGIN, [at + 1]: INSIDE, [at + 2]: CLOSE };
  return [
    match(`${lead}(")(${IN_DOUBLE})(")`, quoted),
    match(`${lead}(')(${IN_SINGLE})(')`, quoted),
    match(`${lead}(?!["'#}])(${bare})`, { ...groups, [at]: INSIDE }),
  ];
}

/** Words that are expressions because they begin with a tilde, which may stand in the quotes: `"~^a b$"`. */
export function tildeWords(): Rule[] {
  const operator = 'keyword.operator.regexp.nginx';
  const quoted = { 1: BEGIN, 2: operator, 3: INSIDE, 4: CLOSE };
  return [
    match(`(")(~\\*?)(${IN_DOUBLE})(")`, quoted),
    match(`(')(~\\*?)(${IN_SINGLE})(')`, quoted),
    match(`(~\\*?)(${REST})`, { 1: operator, 2: INSIDE }),
  ];
}

export const expressionRules: Repository = { ...inside, 'tilde-word': { patterns: tildeWords() } };
