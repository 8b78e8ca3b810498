import type { MatchResult, Pattern } from '@nginx-lint/regex';
import { own } from '../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { isAscii, lowerBytes, wordBytes } from './bytes.ts';
import { isPlainHost } from './host.ts';
import { addName, findName, type Name, type NameTables, newTables } from './name-tables.ts';
import { type Regex, regexOf } from './regexes.ts';
import type { Socket } from './sockets.ts';
import type { Bytes, ServerReason } from './types.ts';

export interface ServerChoice {
  readonly server: ServerModel;
  readonly reason: ServerReason;
  /** The word of `server_name` that fits; null where none does, or none is written. */
  readonly name: Word | null;
  /** What an expression matched; its groups become `$1`, `$2`, … */
  readonly match: MatchResult | null;
  /** The named groups of that expression; they become variables. */
  readonly groups: Pattern['names'];
  /** Set where it cannot be told which server it is: what would have to be known, as a noun. */
  readonly unknown?: string;
}

interface Expression {
  readonly server: ServerModel;
  readonly word: Word;
  readonly regex: Regex;
}

/** What nginx makes of the names of all servers of a socket (ngx_http_server_names). */
interface Names {
  readonly tables: NameTables;
  readonly expressions: readonly Expression[];
  /** The first `$hostname`, which only the machine can tell. */
  readonly machine: Name | null;
  /** Does nginx look at them? */
  readonly consulted: boolean;
}

const compiled = new WeakMap<Socket, Names>();

/**
 * ngx_http_find_virtual_server(), and the default server where it finds none. `host` is a name as readHost() gives it,
 * or empty. A lone server is found without its names, but for the groups of its expressions.
 */
export function chooseServer(model: ConfigModel, socket: Socket, host: Bytes): ServerChoice {
  const names = namesOf(model, socket);
  const only = socket.servers.length === 1;
  if (!names.consulted) return fallback(socket);
  const found = findName(names.tables, host);
  const chosen: ServerChoice =
    found === null
      ? (matchExpression(names, host) ?? fallback(socket))
      : { server: found.name.server, reason: found.reason, name: found.name.word, match: null, groups: NO_GROUPS };
  if (only) return { ...chosen, reason: 'only server' };
  return mayBeMachine(names.machine, host, found?.reason === 'exact name' ? found.name : null, chosen.server)
    ? { ...chosen, unknown: 'the host name of the machine, which "$hostname" stands for' }
    : chosen;
}

const NO_GROUPS: Pattern['names'] = [];

function fallback({ servers, defaultServer }: Socket): ServerChoice {
  const reason = servers.length === 1 ? 'only server' : 'default';
  return { server: defaultServer, reason, name: null, match: null, groups: NO_GROUPS };
}

/** Would `$hostname` lead to another server, if that is the name of the machine? */
function mayBeMachine(machine: Name | null, host: Bytes, exact: Name | null, server: ServerModel): boolean {
  if (machine === null || machine.server === server) return false;
  // What is no name of a machine: numeric addresses, and names with other signs.
  if (!/^[a-z0-9.-]*[a-z][a-z0-9.-]*$/.test(host)) return false;
  return exact === null || machine.order < exact.order;
}

function matchExpression({ expressions }: Names, host: Bytes): ServerChoice | null {
  if (host === '') return null;
  for (const { server, word, regex } of expressions) {
    const match = regex.match(host);
    if (match === null) continue;
    const shared = { server, reason: 'expression', name: word, groups: regex.pattern.names } as const;
    if (match !== 'cannot-evaluate') return { ...shared, match };
    return { ...shared, match: null, unknown: `whether the expression "${word.value}" matches` };
  }
  return null;
}

/** Does one of the socket's servers have a name that fits, be it looked at or not? Perhaps counts as no. */
export function namesHost(model: ConfigModel, socket: Socket, host: Bytes): boolean {
  const names = namesOf(model, socket);
  return findName(names.tables, host) !== null || (matchExpression(names, host)?.match ?? null) !== null;
}

function namesOf(model: ConfigModel, socket: Socket): Names {
  let names = compiled.get(socket);
  if (names === undefined) {
    names = readSocketNames(model, socket);
    compiled.set(socket, names);
  }
  return names;
}

function readSocketNames(model: ConfigModel, socket: Socket): Names {
  const expressions: Expression[] = [];
  const tables = newTables();
  let machine: Name | null = null;
  let order = 0;
  for (const server of socket.servers) {
    if (server.names.length === 0) addName(tables, '', { server, word: null, order: order++ });
    for (const word of server.names) {
      if (isExpression(word)) {
        expressions.push({ server, word, regex: nameRegex(model, server, word) });
        continue;
      }
      const key = nameKey(model, server, word);
      const name: Name = { server, word, order: order++ };
      if (key === '$hostname') machine ??= name;
      else addName(tables, key, name);
    }
  }
  const last = expressions.findLast(({ server }) => server === socket.defaultServer);
  const captures = last !== undefined && last.regex.pattern.captureCount > 0;
  return { tables, expressions, machine, consulted: socket.servers.length > 1 || captures };
}

export function isExpression({ value }: Word): boolean {
  return value.startsWith('~');
}

/** A name of a server that is no expression, in lower case (ngx_http_core_server_name). */
export function nameKey(model: ConfigModel, server: ServerModel, word: Word): Bytes {
  const { value } = word;
  if (isPlainHost(value)) return value;
  return lowerBytes(isAscii(value) ? value : wordBytes(model, statementOf(server, word), value));
}

/** An expression among the names of a server; it ignores case where it holds an upper-case letter (S12). */
export function nameRegex(model: ConfigModel, server: ServerModel, word: Word): Regex {
  const text = word.value.slice(1);
  return regexOf(text, /[A-Z]/.test(text), model.source(statementOf(server, word).file).encoding);
}

/** The `server_name` that holds a name. */
function statementOf({ at }: ServerModel, word: Word): Occurrence {
  return own(at, 'server_name').find(({ node }) => node.args.includes(word)) ?? at;
}
