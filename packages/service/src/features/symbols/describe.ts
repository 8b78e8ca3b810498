import type { Directive, Span, Word } from '@nginx-lint/core';
import type { DocumentSymbol, SymbolKind } from './symbol.ts';

type Described = Pick<DocumentSymbol, 'name' | 'detail' | 'kind' | 'selection'>;

/** The longest name that is shown. */
const LONGEST = 80;

const CODE = /_by_lua_block$/;
const CACHE_PATH = /^(?:proxy|fastcgi|uwsgi|scgi)_cache_path$/;
/** Blocks that make a variable of another one. */
const TABLES: ReadonlySet<string> = new Set(['map', 'geo', 'split_clients', 'num_map']);

/** A symbol for a directive; null for those that are a setting and no thing. `inside`: its block's directives, included ones too. */
export function describe(directive: Directive, inside: readonly Directive[]): Described | null {
  return directive.body === null ? describeLine(directive) : describeBlock(directive, inside);
}

function describeBlock(directive: Directive, inside: readonly Directive[]): Described {
  const { name, args } = directive;
  const [first] = args;
  const words = shown(args);
  const selection = spanOf(args) ?? spanOf([name]) ?? directive;
  const described = (kind: SymbolKind, label: string, detail: string | null = name.value): Described => {
    return { name: cut(label === '' ? name.value : label) || '{', detail, kind, selection };
  };
  if (name.value === 'server' && args.length === 0)
    return { ...described('server', serverName(inside)), selection: nameOf(directive) ?? name };
  if (name.value === 'location') return described(isNamed(first) ? 'named-location' : 'location', words);
  if (name.value === 'upstream') return described('upstream', words, `upstream, ${serversIn(inside)}`);
  if (TABLES.has(name.value)) return described('map', args.map(({ value }) => value).join(' → '));
  if (name.value === 'if') return described('condition', `if ${words}`, null);
  if (name.value === 'match' && words !== '') return described('match', words);
  return described(CODE.test(name.value) ? 'code' : 'block', `${name.value} ${words}`.trim(), null);
}

/** Names that stand in one line: zones, caches, formats; and files that are included there. */
function describeLine({ name, args }: Directive): Described | null {
  const [first] = args;
  const described = (kind: SymbolKind, word: Word | undefined, label = word?.value ?? ''): Described | null => {
    return word === undefined || label === ''
      ? null
      : { name: cut(label), detail: name.value, kind, selection: spanOf([word]) ?? word };
  };
  const parameter = (prefix: string): Word | undefined => args.find(({ value }) => value.startsWith(prefix));
  const zoneName = (word: Word | undefined): string => /=([^:]*)/.exec(word?.value ?? '')?.[1] ?? '';
  switch (name.value) {
    case 'include':
      return described('include', first);
    case 'log_format':
      return described('log-format', first);
    case 'thread_pool':
      return described('thread-pool', first);
    case 'js_import':
      return described('module', first);
    case 'limit_req_zone':
    case 'limit_conn_zone':
    case 'keyval_zone':
      return described('zone', parameter('zone='), zoneName(parameter('zone=')));
    default:
      return CACHE_PATH.test(name.value)
        ? described('cache', parameter('keys_zone='), zoneName(parameter('keys_zone=')))
        : null;
  }
}

/** `example.com +1 :443 ssl`: the first of its names, and where it listens. */
function serverName(inside: readonly Directive[]): string {
  const names = inside.filter(({ name }) => name.value === 'server_name').flatMap(({ args }) => args);
  const real = names.map(({ value }) => value).filter((value) => value !== '');
  const [first = 'server'] = real;
  const more = real.length > 1 ? ` +${real.length - 1}` : '';
  const listens = inside.filter(({ name }) => name.value === 'listen').map(({ args }) => listenName(args));
  return [`${first}${more}`, ...new Set(listens.filter((text) => text !== ''))].join(' ');
}

/** `:443 ssl`; all addresses are none. */
function listenName([address, ...words]: readonly Word[]): string {
  if (address === undefined) return '';
  const place = address.value.replace(/^(?:\*|0\.0\.0\.0|\[::\]):/, ':').replace(/^(\d+)$/, ':$1');
  return [place, ...words.map(({ value }) => value).filter((word) => word === 'ssl' || word === 'quic')].join(' ');
}

/** The first name that is written in the block itself: one of an included file has its place there. */
function nameOf({ body }: Directive): Span | null {
  const items = body?.kind === 'block' ? body.items : [];
  return spanOf(items.find(({ name }) => name.value === 'server_name')?.args.slice(0, 1) ?? []);
}

function serversIn(inside: readonly Directive[]): string {
  const count = inside.filter(({ name }) => name.value === 'server').length;
  return count === 1 ? '1 server' : `${count} servers`;
}

function isNamed(word: Word | undefined): boolean {
  return word?.value.startsWith('@') === true;
}

function shown(args: readonly Word[]): string {
  return args.map(({ value }) => value).join(' ');
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function spanOf(words: readonly Span[]): Span | null {
  const [first] = words;
  const last = words.at(-1);
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}
