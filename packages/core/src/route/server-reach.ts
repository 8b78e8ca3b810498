import {
  ALL_BYTES,
  avoiding,
  type Budget,
  findWitness,
  type Pattern,
  parseRegex,
  READABLE_BYTES,
} from '@nginx-lint/regex';
import { own } from '../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import type { Word } from '../syntax/nodes.ts';
import { lowerBytes, wordBytes } from './bytes.ts';
import { readHost } from './host.ts';
import { hostNames } from './host-names.ts';
import { regexOf } from './regexes.ts';
import { chooseServer, type ServerChoice } from './server-names.ts';
import { type Socket, socketsOf } from './sockets.ts';
import type { Bytes, ServerReason } from './types.ts';

/** What can get to a server. */
export type ServerReach =
  /** A request to `socket` for `host`; null: only requests without a name, which HTTP/1.0 alone has. */
  | {
      readonly kind: 'reachable';
      readonly socket: Socket;
      readonly host: Bytes | null;
      readonly reason: ServerReason;
    }
  /** No request: others take its names on all its sockets (S11), and it is the default of none. */
  | { readonly kind: 'unreachable'; readonly takenBy: readonly ServerModel[] }
  | { readonly kind: 'unknown'; readonly reason: string };

const MOST_ROUNDS = 40;
const MOST_TRANSITIONS = 2_000_000;

const known = new WeakMap<ConfigModel, ReadonlyMap<ServerModel, ServerReach>>();

/** What can get to each server of http: L4 to L6, S6 to S11. Samples were chosen for by `chooseServer()` itself. */
export function serverReachability(model: ConfigModel): ReadonlyMap<ServerModel, ServerReach> {
  let found = known.get(model);
  if (found === undefined) {
    const budget = { left: MOST_TRANSITIONS };
    const sockets = new Map<ServerModel, Socket[]>(model.servers.map((server) => [server, []]));
    for (const socket of socketsOf(model)) for (const server of socket.servers) sockets.get(server)?.push(socket);
    found = new Map([...sockets].map(([server, own]) => [server, reachOf(model, server, own, budget)]));
    known.set(model, found);
  }
  return found;
}

function reachOf(model: ConfigModel, server: ServerModel, sockets: readonly Socket[], budget: Budget): ServerReach {
  if (sockets.length === 0) return { kind: 'unknown', reason: 'what the server listens on' };
  const takenBy = new Set<ServerModel>();
  let nameless: ServerReach | null = null;
  let doubt: ServerReach | null = null;
  for (const socket of sockets) {
    const reach = new SocketSearch(model, server, socket, budget, takenBy).reach();
    if (reach.kind === 'reachable' && reach.host !== null) return reach;
    if (reach.kind === 'reachable') nameless ??= reach;
    else if (reach.kind === 'unknown') doubt ??= reach;
  }
  return nameless ?? doubt ?? { kind: 'unreachable', takenBy: model.servers.filter((each) => takenBy.has(each)) };
}

/** The names of one server among those of a socket. */
class SocketSearch {
  readonly #model: ConfigModel;
  readonly #server: ServerModel;
  readonly #socket: Socket;
  readonly #budget: Budget;
  readonly #takenBy: Set<ServerModel>;
  readonly #strict: boolean;
  #doubt: string | null = null;

  constructor(model: ConfigModel, server: ServerModel, socket: Socket, budget: Budget, takenBy: Set<ServerModel>) {
    this.#model = model;
    this.#server = server;
    this.#socket = socket;
    this.#budget = budget;
    this.#takenBy = takenBy;
    this.#strict = model.facts.atLeast('1.29.4');
  }

  reach(): ServerReach {
    const { keys, expressions } = namesOf(this.#model, this.#server);
    for (const host of [...keys.values()].flatMap((name) => this.#hostsFor(name))) {
      const reach = this.#ask(host);
      if (reach !== null) return reach;
    }
    for (const pattern of expressions.values()) {
      const reach = this.#byExpression([pattern]);
      if (reach !== null) return reach;
    }
    if (this.#isDefault()) {
      const reach =
        this.#ask(this.#socket.servers.length === 1 ? 'localhost' : this.#fresh()) ?? this.#byExpression([]);
      if (reach !== null) return reach;
    }
    const isNameless = keys.size + expressions.size === 0 || [...keys.values()].includes('');
    const nameless = isNameless || this.#isDefault() ? this.#ask('') : null;
    if (nameless !== null) return nameless;
    // A default server answers at least the requests that are refused.
    if (this.#isDefault()) return this.#found(null, 'default');
    return this.#doubt === null ? { kind: 'unreachable', takenBy: [] } : { kind: 'unknown', reason: this.#doubt };
  }

  #isDefault(): boolean {
    return this.#socket.defaultServer === this.#server;
  }

  /** Hosts that show whether a name counts: a wildcard that is not taken has one with a label that nobody names. */
  #hostsFor(name: Bytes): Bytes[] {
    if (name === '$hostname') {
      this.#doubt ??= 'the host name of the machine';
      return [];
    }
    // The empty name is asked for at last.
    if (name === '') return [];
    const fresh = this.#fresh();
    if (name.startsWith('*.')) return [`www${name.slice(1)}`, `${fresh}${name.slice(1)}`];
    if (name.length > 1 && name.startsWith('.')) return [name.slice(1), `www${name}`, `${fresh}${name}`];
    if (name.endsWith('.*')) return [`${name.slice(0, -1)}com`, `${name.slice(0, -1)}${fresh}`];
    return [name];
  }

  /** A label that no name of the socket holds. */
  #fresh(): string {
    const all = labelsOf(this.#model, this.#socket);
    let label = 'other';
    for (let count = 2; all.has(label); count++) label = `other${count}`;
    return label;
  }

  /** Null where another server is chosen for a host; `''`: for none. */
  #ask(host: Bytes): ServerReach | null {
    // What the header cannot hold no client asks for.
    if (host !== '' && !isAskable(this.#model, host)) {
      // Before 1.29.4 what follows the port could save the dot.
      return this.#strict || !host.endsWith('.') ? null : this.#doubtful();
    }
    const choice = this.#choose(host);
    return choice?.server === this.#server ? this.#found(host === '' ? null : host, choice.reason) : null;
  }

  #choose(host: Bytes): ServerChoice | null {
    const choice = chooseServer(this.#model, this.#socket, host);
    if (choice.unknown !== undefined) {
      this.#doubt ??= choice.unknown;
      return null;
    }
    if (choice.server !== this.#server) this.#takenBy.add(choice.server);
    return choice;
  }

  #found(host: Bytes | null, reason: ServerReason): ServerReach {
    return { kind: 'reachable', socket: this.#socket, host, reason };
  }

  /** A host that `some` match and no name takes; what has taken one is kept away from in the next round. */
  #byExpression(some: readonly Pattern[]): ServerReach | null {
    const none: Pattern[] = [];
    const strings: Bytes[] = [];
    for (const bytes of [READABLE_BYTES, ALL_BYTES]) {
      for (let round = 0; ; round++) {
        const within = [hostNames(this.#strict), avoiding(strings, [])];
        const result = findWitness({ some, none, within, bytes, budget: this.#budget });
        if (result === 'none') break;
        if (result === 'unknown' || round >= MOST_ROUNDS) return this.#doubtful();
        const host = result.found;
        if (!isAskable(this.#model, host)) {
          // Bytes that only some versions take.
          if (bytes === ALL_BYTES) return this.#doubtful();
          strings.push(host);
          continue;
        }
        const choice = this.#choose(host);
        if (choice?.server === this.#server) return this.#found(host, choice.reason);
        const pattern = choice === null ? null : this.#patternOf(choice);
        if (typeof pattern === 'string') strings.push(pattern);
        else if (pattern === null || none.includes(pattern)) return this.#doubtful();
        else none.push(pattern);
      }
    }
    return null;
  }

  /** The hosts that the name which has taken one takes: a single one, or those of a pattern. */
  #patternOf({ server, name, reason }: ServerChoice): Pattern | Bytes | null {
    if (name === null) return null;
    const { expressions, keys } = namesOf(this.#model, server);
    const key = keys.get(name) ?? '';
    if (reason === 'expression') return expressions.get(name) ?? null;
    return reason === 'exact name' ? key : wildcardPattern(name, key);
  }

  #doubtful(): null {
    this.#doubt ??= 'whether expressions leave a name to the server';
    return null;
  }
}

interface OwnNames {
  /** In lower case. */
  readonly keys: ReadonlyMap<Word, Bytes>;
  readonly expressions: ReadonlyMap<Word, Pattern>;
}

const namesByServer = new WeakMap<ServerModel, OwnNames>();

function namesOf(model: ConfigModel, server: ServerModel): OwnNames {
  let found = namesByServer.get(server);
  if (found === undefined) {
    const keys = new Map<Word, Bytes>();
    const expressions = new Map<Word, Pattern>();
    for (const at of own(server.at, 'server_name')) {
      for (const word of at.node.args) {
        const text = word.value.slice(1);
        if (!word.value.startsWith('~')) keys.set(word, lowerBytes(wordBytes(model, at, word.value)));
        // An expression ignores case where it holds an upper-case letter (S12).
        else expressions.set(word, regexOf(text, /[A-Z]/.test(text), model.source(at.file).encoding).pattern);
      }
    }
    found = { keys, expressions };
    namesByServer.set(server, found);
  }
  return found;
}

const labels = new WeakMap<Socket, ReadonlySet<string>>();

function labelsOf(model: ConfigModel, socket: Socket): ReadonlySet<string> {
  let found = labels.get(socket);
  if (found === undefined) {
    const names = socket.servers.flatMap((server) => [...namesOf(model, server).keys.values()]);
    found = new Set(names.flatMap((name) => name.split('.')));
    labels.set(socket, found);
  }
  return found;
}

const wildcards = new WeakMap<Word, Pattern>();

function wildcardPattern(name: Word, key: Bytes): Pattern {
  let pattern = wildcards.get(name);
  if (pattern === undefined) {
    pattern = parseRegex(wildcardText(key), { encoding: 'latin1' }).tree;
    wildcards.set(name, pattern);
  }
  return pattern;
}

function wildcardText(key: Bytes): string {
  const quoted = (text: Bytes): string => text.replace(/[^a-z0-9]/g, (byte) => `\\x${hexOf(byte)}`);
  if (key.startsWith('*.')) return `${quoted(key.slice(1))}\\z`;
  if (key.startsWith('.')) return `(?:\\A|\\.)${quoted(key.slice(1))}\\z`;
  return `\\A${quoted(key.slice(0, -1))}`;
}

const hexOf = (byte: string): string => byte.charCodeAt(0).toString(16).padStart(2, '0');

function isAskable(model: ConfigModel, host: Bytes): boolean {
  const reading = readHost(host, model.facts);
  return 'name' in reading && reading.name === host;
}
