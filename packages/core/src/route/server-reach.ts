import {
  ALL_BYTES,
  avoiding,
  type Budget,
  findWitness,
  type Pattern,
  parseRegex,
  READABLE_BYTES,
} from '@nginx-lint/regex';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import type { Word } from '../syntax/nodes.ts';
import { isPlainHost, readHost } from './host.ts';
import { hostNames } from './host-names.ts';
import { chooseServer, isExpression, nameKey, nameRegex, type ServerChoice } from './server-names.ts';
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
    const sockets = socketsByServer(model);
    const all = new Map<ServerModel, ServerReach>();
    for (const server of model.servers) all.set(server, reachOf(model, server, sockets.get(server) ?? [], budget));
    found = all;
    known.set(model, found);
  }
  return found;
}

function socketsByServer(model: ConfigModel): ReadonlyMap<ServerModel, readonly Socket[]> {
  const sockets = new Map<ServerModel, readonly Socket[]>();
  for (const socket of socketsOf(model)) {
    const alone = [socket];
    for (const server of socket.servers) {
      const before = sockets.get(server);
      sockets.set(server, before === undefined ? alone : [...before, socket]);
    }
  }
  return sockets;
}

function reachOf(model: ConfigModel, server: ServerModel, sockets: readonly Socket[], budget: Budget): ServerReach {
  const [first] = sockets;
  if (first === undefined) return { kind: 'unknown', reason: 'what the server listens on' };
  const quick = byFirstName(model, server, first);
  if (quick !== null) return quick;
  const takenBy: ServerModel[] = [];
  let nameless: ServerReach | null = null;
  let doubt: ServerReach | null = null;
  for (const socket of sockets) {
    const reach = new SocketSearch(model, server, socket, budget, takenBy).reach();
    if (reach.kind === 'reachable' && reach.host !== null) return reach;
    if (reach.kind === 'reachable') nameless ??= reach;
    else if (reach.kind === 'unknown') doubt ??= reach;
  }
  if (nameless !== null || doubt !== null) return nameless ?? doubt ?? UNREACHABLE;
  const taking = new Set(takenBy);
  return { kind: 'unreachable', takenBy: model.servers.filter((each) => taking.has(each)) };
}

/** Most servers have a plain name that nobody else has. */
function byFirstName(model: ConfigModel, server: ServerModel, socket: Socket): ServerReach | null {
  const host = server.names[0]?.value ?? '';
  const choice = isPlainHost(host) ? chooseServer(model, socket, host) : null;
  if (choice === null || choice.unknown !== undefined || choice.server !== server) return null;
  return { kind: 'reachable', socket, host, reason: choice.reason };
}

const UNREACHABLE: ServerReach = { kind: 'unreachable', takenBy: [] };

/** The names of one server among those of a socket. */
class SocketSearch {
  readonly #model: ConfigModel;
  readonly #server: ServerModel;
  readonly #socket: Socket;
  readonly #budget: Budget;
  readonly #takenBy: ServerModel[];
  readonly #strict: boolean;
  #doubt: string | null = null;

  constructor(model: ConfigModel, server: ServerModel, socket: Socket, budget: Budget, takenBy: ServerModel[]) {
    this.#model = model;
    this.#server = server;
    this.#socket = socket;
    this.#budget = budget;
    this.#takenBy = takenBy;
    this.#strict = model.facts.atLeast('1.29.4');
  }

  reach(): ServerReach {
    const { names } = this.#server;
    if (names.some(isMachine)) this.#doubt ??= 'the host name of the machine';
    let isNameless = names.length === 0;
    for (const word of names) {
      const key = isExpression(word) ? null : nameKey(this.#model, this.#server, word);
      const reach = key === null ? null : this.#byName(key);
      if (reach !== null) return reach;
      isNameless ||= key === '';
    }
    for (const word of names) {
      const reach = isExpression(word) ? this.#byExpression([this.#regexOf(this.#server, word)]) : null;
      if (reach !== null) return reach;
    }
    if (this.#isDefault()) {
      const reach =
        this.#ask(this.#socket.servers.length === 1 ? 'localhost' : this.#fresh()) ?? this.#byExpression([]);
      if (reach !== null) return reach;
    }
    const nameless = isNameless || this.#isDefault() ? this.#ask('') : null;
    if (nameless !== null) return nameless;
    // A default server answers at least the requests that are refused.
    if (this.#isDefault()) return this.#found(null, 'default');
    return this.#doubt === null ? UNREACHABLE : { kind: 'unknown', reason: this.#doubt };
  }

  #isDefault(): boolean {
    return this.#socket.defaultServer === this.#server;
  }

  #byName(name: Bytes): ServerReach | null {
    // The empty name is asked for at last.
    if (name === '' || name === '$hostname') return null;
    if (!name.startsWith('.') && !name.includes('*')) return this.#ask(name);
    for (const host of this.#hostsFor(name)) {
      const reach = this.#ask(host);
      if (reach !== null) return reach;
    }
    return null;
  }

  /** Hosts that show whether a name counts: a wildcard that is not taken has one with a label that nobody names. */
  #hostsFor(name: Bytes): Bytes[] {
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
    if (choice.server !== this.#server) this.#takenBy.push(choice.server);
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
    if (reason === 'expression') return this.#regexOf(server, name);
    const key = nameKey(this.#model, server, name);
    return reason === 'exact name' ? key : wildcardPattern(name, key);
  }

  #regexOf(server: ServerModel, word: Word): Pattern {
    return nameRegex(this.#model, server, word).pattern;
  }

  #doubtful(): null {
    this.#doubt ??= 'whether expressions leave a name to the server';
    return null;
  }
}

const labels = new WeakMap<Socket, ReadonlySet<string>>();

function labelsOf(model: ConfigModel, socket: Socket): ReadonlySet<string> {
  let found = labels.get(socket);
  if (found === undefined) {
    found = new Set(
      socket.servers.flatMap((server) =>
        server.names.flatMap((word) => (isExpression(word) ? [] : nameKey(model, server, word).split('.'))),
      ),
    );
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

function isMachine({ value }: Word): boolean {
  return value.startsWith('$') && value.toLowerCase() === '$hostname';
}

function isAskable(model: ConfigModel, host: Bytes): boolean {
  if (isPlainHost(host)) return true;
  const reading = readHost(host, model.facts);
  return 'name' in reading && reading.name === host;
}
