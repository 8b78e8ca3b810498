import type { MatchResult, Pattern } from '@nginx-lint/regex';
import { own } from '../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import type { Word } from '../syntax/nodes.ts';
import { lowerBytes, wordBytes } from './bytes.ts';
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
  const rest = { name: null, match: null, groups: [] };
  const fallback: ServerChoice = { server: socket.defaultServer, reason: only ? 'only server' : 'default', ...rest };
  if (!names.consulted) return fallback;
  const found = findName(names.tables, host);
  const chosen =
    found === null
      ? (matchExpression(names, host) ?? fallback)
      : { server: found.name.server, reason: found.reason, ...rest, name: found.name.word };
  if (only) return { ...chosen, reason: 'only server' };
  return mayBeMachine(names.machine, host, found?.reason === 'exact name' ? found.name : null, chosen.server)
    ? { ...chosen, unknown: 'the host name of the machine, which "$hostname" stands for' }
    : chosen;
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
    const { listed, expressions: own } = readNames(model, server);
    expressions.push(...own);
    for (const { key, word } of listed) {
      const name: Name = { server, word, order: order++ };
      if (key === null) machine ??= name;
      else addName(tables, key, name);
    }
  }
  const last = expressions.findLast(({ server }) => server === socket.defaultServer);
  const captures = last !== undefined && last.regex.pattern.captureCount > 0;
  return { tables, expressions, machine, consulted: socket.servers.length > 1 || captures };
}

interface Listed {
  /** In lower case; null for `$hostname`. */
  readonly key: Bytes | null;
  readonly word: Word | null;
}

/** ngx_http_core_server_name(); an expression ignores case where it holds an upper-case letter. */
function readNames(model: ConfigModel, server: ServerModel): { listed: Listed[]; expressions: Expression[] } {
  const listed: Listed[] = [];
  const expressions: Expression[] = [];
  for (const at of own(server.at, 'server_name')) {
    for (const word of at.node.args) {
      if (word.value.startsWith('~')) {
        const text = word.value.slice(1);
        const regex = regexOf(text, /[A-Z]/.test(text), model.source(at.file).encoding);
        expressions.push({ server, word, regex });
      } else {
        const key = lowerBytes(wordBytes(model, at, word.value));
        listed.push({ key: key === '$hostname' ? null : key, word });
      }
    }
  }
  if (listed.length + expressions.length === 0) listed.push({ key: '', word: null });
  return { listed, expressions };
}
