import { avoiding, type Budget, canMatch, findWitness, type Pattern, parseRegex } from '@nginx-lint/regex';
import { own } from '../model/blocks.ts';
import type { ConfigModel } from '../model/types.ts';
import { lowerBytes, wordBytes } from '../route/bytes.ts';
import { readHost } from '../route/host.ts';
import { hostNames } from '../route/host-names.ts';
import { regexOf } from '../route/regexes.ts';
import { chooseServer, type ServerChoice } from '../route/server-names.ts';
import type { Socket } from '../route/sockets.ts';
import type { Bytes } from '../route/types.ts';
import { READABLE_HOSTS } from './readable.ts';

/** Names for which one configuration chooses one server and the other another. */
export interface HostCell {
  readonly old: ServerChoice;
  readonly new: ServerChoice;
  /** A name of the cell; empty: only requests without one. */
  readonly host: Bytes;
}

export interface ComparedHosts {
  readonly cells: readonly HostCell[];
  readonly doubts: ReadonlySet<string>;
}

export interface SocketSide {
  readonly model: ConfigModel;
  readonly socket: Socket;
}

const MOST_REGIONS = 50_000;

/**
 * All pairs of servers that the names of two sockets lead to, each with a name. Wildcards of both cut the names into
 * regions in which they decide alike; where they leave it to expressions, pairs of these are questions to the automata.
 */
export function compareHosts(old: SocketSide, next: SocketSide, budget: Budget): ComparedHosts {
  return new HostComparison(old, next, budget).compared();
}

/** The names of the servers of a socket. */
interface Names {
  readonly exact: ReadonlySet<Bytes>;
  /** What stands behind the `*`: `.a.test`. */
  readonly heads: ReadonlySet<Bytes>;
  /** What stands before the `*`: `www.`. */
  readonly tails: ReadonlySet<Bytes>;
  readonly expressions: readonly Pattern[];
}

class HostComparison {
  readonly #sides: readonly [SocketSide, SocketSide];
  readonly #names: readonly [Names, Names];
  readonly #budget: Budget;
  readonly #cells = new Map<string, HostCell>();
  readonly #doubts = new Set<string>();
  readonly #ids = new Map<unknown, number>();
  readonly #strict: boolean;

  constructor(old: SocketSide, next: SocketSide, budget: Budget) {
    this.#sides = [old, next];
    this.#names = [namesOf(old), namesOf(next)];
    this.#budget = budget;
    this.#strict = old.model.facts.atLeast('1.29.4');
  }

  compared(): ComparedHosts {
    const [old, next] = this.#names;
    const exact = new Set([...old.exact, ...next.exact]);
    const heads = [...new Set([...old.heads, ...next.heads])];
    const tails = [...new Set([...old.tails, ...next.tails])];
    const fresh = freshLabel([...exact, ...heads, ...tails]);
    for (const host of exact) if (host !== '') this.#ask(host);
    // Usual names first: they read better than what automata find.
    this.#ask('localhost');
    if ((heads.length + 1) * (tails.length + 1) > MOST_REGIONS)
      this.#doubts.add('there are too many names with wildcards');
    else
      for (const head of [null, ...heads])
        for (const tail of [null, ...tails]) this.#region({ head, tail, fresh, heads, tails, exact });
    this.#ask('');
    return { cells: [...this.#cells.values()], doubts: this.#doubts };
  }

  #choose(host: Bytes): readonly [ServerChoice, ServerChoice] {
    const [old, next] = this.#sides;
    return [chooseServer(old.model, old.socket, host), chooseServer(next.model, next.socket, host)];
  }

  #ask(host: Bytes): readonly [ServerChoice, ServerChoice] | null {
    if (host !== '') {
      const reading = readHost(host, this.#sides[0].model.facts);
      if (!('name' in reading) || reading.name !== host) return null;
    }
    const [before, after] = this.#choose(host);
    for (const { unknown } of [before, after]) if (unknown !== undefined) this.#doubts.add(unknown);
    const key = `${this.#id(before)} ${this.#id(after)}`;
    if (!this.#cells.has(key)) this.#cells.set(key, { old: before, new: after, host });
    return [before, after];
  }

  #id({ server, reason, name, match }: ServerChoice): string {
    const id = this.#ids.get(server) ?? this.#ids.size;
    this.#ids.set(server, id);
    // Groups of an expression are variables of the request.
    return match !== null && reason === 'expression' ? `${id}~${name?.value}` : `${id}`;
  }

  #region(region: Region): void {
    const { head, tail, fresh } = region;
    const host = tail === null ? `${fresh}${head ?? '.test'}` : `${tail}${fresh}${head ?? '.test'}`;
    const asked = this.#ask(head === null && tail === null ? fresh : host);
    const undecided = [0, 1].map((side) => {
      const reason = asked?.[side]?.reason;
      return reason !== 'leading wildcard' && reason !== 'trailing wildcard';
    });
    const lists = this.#names.map(({ expressions }, side) => (undecided[side] ? expressions : []));
    const [before = [], after = []] = lists;
    if (before.length + after.length === 0) return;
    const some = [head === null ? [] : [headPattern(head)], tail === null ? [] : [tailPattern(tail)]].flat();
    const none = [
      ...region.heads.filter((other) => other !== head && (head === null || other.endsWith(head))).map(headPattern),
      ...region.tails.filter((other) => other !== tail && (tail === null || other.startsWith(tail))).map(tailPattern),
    ];
    for (const [i, old] of [...before, null].entries())
      for (const [j, next] of [...after, null].entries()) {
        if (old === null && next === null && before.length + after.length === 0) continue;
        this.#byExpression(
          region,
          [...some, ...wanted(old), ...wanted(next)],
          [...none, ...before.slice(0, i), ...after.slice(0, j)],
        );
      }
  }

  #byExpression({ exact }: Region, some: readonly Pattern[], none: readonly Pattern[]): void {
    const chosen = new Set(some);
    if (none.some((pattern) => chosen.has(pattern))) return;
    const strings = new Set(exact);
    for (let round = 0; round < 8; round++) {
      const query = { some: [...chosen], none: [...new Set(none)], budget: this.#budget };
      const readable = findWitness({ ...query, within: [READABLE_HOSTS, avoiding(strings, [])] });
      const within = [hostNames(this.#strict), avoiding(strings, [])];
      const found = typeof readable === 'string' ? findWitness({ ...query, within }) : readable;
      if (found === 'none') return;
      if (found === 'unknown') break;
      if (this.#ask(found.found) !== null) {
        if ([...chosen, ...none].every((pattern) => canMatch(pattern) !== 'unknown')) return;
        break;
      }
      // What no Host header can hold.
      strings.add(found.found);
    }
    this.#doubts.add('which names the expressions of server_name leave to a server');
  }
}

interface Region {
  readonly head: Bytes | null;
  readonly tail: Bytes | null;
  readonly fresh: string;
  readonly heads: readonly Bytes[];
  readonly tails: readonly Bytes[];
  readonly exact: ReadonlySet<Bytes>;
}

const wanted = (pattern: Pattern | null): readonly Pattern[] => (pattern === null ? [] : [pattern]);

function namesOf({ model, socket }: SocketSide): Names {
  const exact = new Set<Bytes>();
  const heads = new Set<Bytes>();
  const tails = new Set<Bytes>();
  const expressions: Pattern[] = [];
  for (const server of socket.servers)
    for (const at of own(server.at, 'server_name'))
      for (const { value } of at.node.args) {
        const key = lowerBytes(wordBytes(model, at, value));
        if (value.startsWith('~')) {
          const text = value.slice(1);
          expressions.push(regexOf(text, /[A-Z]/.test(text), model.source(at.file).encoding).pattern);
        } else if (key.startsWith('*.')) heads.add(key.slice(1));
        else if (key.startsWith('.') && key.length > 1) {
          heads.add(key);
          exact.add(key.slice(1));
        } else if (key.endsWith('.*')) tails.add(key.slice(0, -1));
        else exact.add(key);
      }
  // A lone server is found whatever its names, but for the groups of its expressions.
  const counts = socket.servers.length > 1 || expressions.some(({ captureCount }) => captureCount > 0);
  return counts ? { exact, heads, tails, expressions } : { exact, heads: new Set(), tails: new Set(), expressions: [] };
}

function freshLabel(names: readonly Bytes[]): string {
  const labels = new Set(names.flatMap((name) => name.split('.')));
  let label = 'other';
  for (let count = 2; labels.has(label); count++) label = `other${count}`;
  return label;
}

const quoted = (text: Bytes): string =>
  text.replace(/[^a-z0-9]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);

const made = new Map<string, Pattern>();

function patternOf(text: string): Pattern {
  let pattern = made.get(text);
  if (pattern === undefined) {
    pattern = parseRegex(text, { encoding: 'latin1' }).tree;
    if (made.size > 5000) made.clear();
    made.set(text, pattern);
  }
  return pattern;
}

const headPattern = (head: Bytes): Pattern => patternOf(`${quoted(head)}\\z`);
const tailPattern = (tail: Bytes): Pattern => patternOf(`\\A${quoted(tail)}`);
