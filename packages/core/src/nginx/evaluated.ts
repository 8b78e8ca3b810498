import type { DirectiveFact, Facts, ValueKind } from '../facts/types.ts';
import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { comparesPattern, readCondition } from './condition.ts';

/** Something in a directive that nginx compiles when it reads the configuration. */
export type Evaluated =
  /** A text with variables. */
  | { readonly kind: 'script'; readonly word: Word; readonly text: string }
  /** A part of a log format. */
  | { readonly kind: 'log'; readonly word: Word; readonly text: string }
  /** The name of a variable that must exist, taken as it stands. */
  | { readonly kind: 'name'; readonly word: Word; readonly text: string }
  /** The name of a variable that the directive defines. */
  | { readonly kind: 'define'; readonly word: Word; readonly text: string }
  /** A word that should define a variable, but has no dollar sign. */
  | { readonly kind: 'unnamed'; readonly word: Word; readonly text: string }
  /** An expression; `silent` ones make no variables of their named groups. */
  | { readonly kind: 'pattern'; readonly word: Word; readonly text: string; readonly silent: boolean };

/** What nginx compiles of the arguments of a directive. */
export type Reader = (args: readonly Word[], at: Occurrence, facts: Facts) => readonly Evaluated[];

const NOTHING: readonly Evaluated[] = [];

const script = (word: Word | undefined, text = word?.value ?? ''): readonly Evaluated[] =>
  word === undefined || !text.includes('$') ? NOTHING : [{ kind: 'script', word, text }];

function scripts(words: readonly Word[]): readonly Evaluated[] {
  let found: Evaluated[] | null = null;
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (!word?.value.includes('$')) continue;
    const part: Evaluated = { kind: 'script', word, text: word.value };
    if (found === null) found = [part];
    else found.push(part);
  }
  return found ?? NOTHING;
}

const pattern = (word: Word, text: string, silent = false): Evaluated => ({ kind: 'pattern', word, text, silent });

/** `$name`: the name of a variable and nothing else. */
function plainName(kind: 'name' | 'define', word: Word | undefined): readonly Evaluated[] {
  if (word === undefined) return NOTHING;
  const { value } = word;
  return [value.startsWith('$') ? { kind, word, text: value.slice(1) } : { kind: 'unnamed', word, text: value }];
}

/** `threads=$pool`: what stands behind the name of a parameter. */
const parameters =
  (...names: readonly string[]): Reader =>
  (args) =>
    args.flatMap((word) => {
      const name = names.find((each) => word.value.startsWith(each));
      return name === undefined ? [] : script(word, word.value.slice(name.length));
    });

/** `~expression` or a text with variables, and what comes in its place. */
const replacing =
  (marks: readonly string[]): Reader =>
  (args) => {
    const [subject, ...rest] = args;
    if (subject === undefined || rest.length === 0) return NOTHING;
    const mark = marks.find((each) => subject.value.startsWith(each));
    const first = mark === undefined ? script(subject) : [pattern(subject, subject.value.slice(mark.length))];
    return [...first, ...scripts(rest)];
  };

const IF: Reader = (args) => {
  if (args.length === 0) return NOTHING;
  const condition = readCondition(args);
  if (condition.kind === 'wrong') return NOTHING;
  if (condition.kind === 'file') return script(condition.operand.word, condition.operand.text);
  const { variable } = condition;
  const name: Evaluated = { kind: 'name', word: variable.word, text: variable.text };
  if (condition.kind === 'variable') return [name];
  const { operand, operator } = condition;
  const { word, text } = operand;
  return [name, ...(comparesPattern(operator) ? [pattern(word, text)] : script(word, text))];
};

/** Mirrors the two forms of `return` in ngx_http_rewrite_return(): a code comes first, or the URL of a redirect alone. */
const RETURN: Reader = (args, at) => {
  const [first, second] = args;
  if (at.context.startsWith('stream')) return script(first);
  if (second !== undefined) return script(second);
  return first !== undefined && /^(?:https?:\/\/|\$scheme)/.test(first.value) ? script(first) : NOTHING;
};

const ACCESS_LOG: Reader = (args, at, facts) => {
  const [path, , ...rest] = args;
  if (path === undefined || path.value === 'off') return NOTHING;
  const target = path.value.startsWith('syslog:') ? NOTHING : script(path);
  return [...target, ...parameters('if=')(rest, at, facts)];
};

const LOG_FORMAT: Reader = (args) => {
  const texts = args[1]?.value.startsWith('escape=') ? args.slice(2) : args.slice(1);
  return texts.map((word): Evaluated => ({ kind: 'log', word, text: word.value }));
};

const LOCATION: Reader = (args) => {
  const first = args[0];
  const second = args[1];
  if (first === undefined) return NOTHING;
  if (second !== undefined)
    return first.value === '~' || first.value === '~*' ? [pattern(second, second.value)] : NOTHING;
  return first.value.startsWith('~') ? [pattern(first, first.value.replace(/^~\*?/, ''))] : NOTHING;
};

/** Words that are expressions behind a tilde, which may not stand alone. */
const tilded =
  (silent: boolean): Reader =>
  (args) => {
    let found: Evaluated[] | null = null;
    for (let index = 0; index < args.length; index++) {
      const word = args[index];
      if (word === undefined || word.value.length < 2 || !word.value.startsWith('~')) continue;
      found ??= [];
      found.push(pattern(word, word.value.slice(1), silent));
    }
    return found ?? NOTHING;
  };

const STICKY: Reader = ([method, ...rest], at, facts) => {
  if (method?.value === 'route') return nameOrWord(rest, at, facts);
  if (method?.value === 'cookie') return parameters('domain=', 'samesite=')(rest, at, facts);
  if (method?.value !== 'learn') return NOTHING;
  return rest.flatMap((word): Evaluated[] => {
    const found = /^(?:create|lookup)=\$(.*)$/s.exec(word.value);
    return found === null ? [] : [{ kind: 'name', word, text: found[1] ?? '' }];
  });
};

/** The entries of a `map`: values are texts with variables, keys behind a tilde are expressions. */
export function mapEntries(at: Occurrence): readonly Evaluated[] {
  return at.children.flatMap(({ node }): Evaluated[] => {
    const [value] = node.args;
    const { name: key } = node;
    if (value === undefined || key.value === 'include') return [];
    const expression = key.value.startsWith('~') ? [pattern(key, key.value.replace(/^~\*?/, ''))] : [];
    return [...script(value), ...expression];
  });
}

/** `definition $name` and a text with variables, which some also look up. */
const setting: Reader = ([name, value]) => [...plainName('define', name), ...script(value)];

const lastOnly: Reader = (args) => script(args.at(-1));
/** A name in place of a fixed value. */
const nameOrWord: Reader = (args) =>
  args.flatMap((word) => (word.value.startsWith('$') ? plainName('name', word) : []));

/** Directives whose positions the facts cannot say. Names mean the same in http and stream where both have them. */
const READERS: Readonly<Record<string, Reader>> = {
  set: setting,
  auth_request_set: setting,
  perl_set: ([name]) => plainName('define', name),
  if: IF,
  rewrite: ([expression, text]) =>
    expression === undefined ? NOTHING : [pattern(expression, expression.value), ...script(text)],
  return: RETURN,
  error_page: lastOnly,
  expires: lastOnly,
  try_files: scripts,
  index: scripts,
  map: ([source, name], at) => [...script(source), ...plainName('define', name), ...mapEntries(at)],
  split_clients: ([source, name]) => [...script(source), ...plainName('define', name)],
  geo: (args) => [
    ...plainName('name', args.length > 1 ? args[0] : undefined),
    ...plainName('define', args.length > 1 ? args[1] : args[0]),
  ],
  access_log: ACCESS_LOG,
  log_format: LOG_FORMAT,
  location: LOCATION,
  server_name: tilded(false),
  valid_referers: tilded(true),
  gzip_disable: (args) =>
    args.flatMap((word) =>
      word.value === 'msie6' || word.value === 'degradation' ? [] : [pattern(word, word.value, true)],
    ),
  fastcgi_split_path_info: (args) => args.map((word) => pattern(word, word.value, true)),
  proxy_redirect: replacing(['~*', '~']),
  proxy_cookie_path: replacing(['~*', '~']),
  proxy_cookie_domain: replacing(['~']),
  proxy_cookie_flags: replacing(['~']),
  xslt_stylesheet: (args) => scripts(args.slice(1)),
  image_filter: (args) => scripts(args.slice(1)),
  charset: nameOrWord,
  source_charset: nameOrWord,
  aio: parameters('threads='),
  disable_symlinks: parameters('from='),
  sticky: STICKY,
};

/** What nginx compiles of a directive of its own, in the order in which it does; without regard to third-party modules. */
export function evaluatedIn(at: Occurrence, facts: Facts): readonly Evaluated[] {
  const reader = at.fact === null ? null : readerOf(at.fact);
  return reader === null ? NOTHING : reader(at.node.args, at, facts);
}

const readers = new WeakMap<DirectiveFact, Reader | null>();

/** Reads what nginx compiles of a directive; null where it compiles nothing of it, as of most. */
export function readerOf(fact: DirectiveFact): Reader | null {
  let reader = readers.get(fact);
  if (reader === undefined) {
    reader = fact.source === 'core' ? findReader(fact) : null;
    readers.set(fact, reader);
  }
  return reader;
}

function findReader({ name, valueKinds = [] }: DirectiveFact): Reader | null {
  if (Object.hasOwn(READERS, name)) return READERS[name] ?? null;
  const from = valueKinds.findIndex(({ variables }) => variables === true);
  return from === -1 ? null : (args, _at, facts) => byKinds(args, valueKinds, from, facts);
}

function byKinds(args: readonly Word[], kinds: readonly ValueKind[], from: number, facts: Facts): readonly Evaluated[] {
  let found: Evaluated[] | null = null;
  for (let index = from; index < args.length; index++) {
    const word = args[index];
    if (!word?.value.includes('$') || !isEvaluated(kinds, index, facts)) continue;
    const part: Evaluated = { kind: 'script', word, text: word.value };
    if (found === null) found = [part];
    else found.push(part);
  }
  return found ?? NOTHING;
}

function isEvaluated(kinds: readonly ValueKind[], index: number, facts: Facts): boolean {
  const kind = kinds[index] ?? (kinds.at(-1)?.repeat ? kinds.at(-1) : undefined);
  return kind?.variables === true && (kind.variablesSince === undefined || facts.atLeast(kind.variablesSince));
}
