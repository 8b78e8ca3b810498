import type { Budget } from '@nginx-lint/regex';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import { addressShown } from '../route/socket-address.ts';
import { type Socket, socketsOf } from '../route/sockets.ts';
import type { Bytes, Found } from '../route/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { boundaryPaths } from './boundary-paths.ts';
import { type Connection, connectionsOf, socketTraits } from './connections.ts';
import { Digests, differences } from './digest.ts';
import { type Knob, knobsOf } from './knobs.ts';
import type { LocationCell } from './location-cells.ts';
import { compareHosts, type HostCell } from './server-cells.ts';
import { comparePair, foundDifferences, type PairComparison } from './server-pairs.ts';
import { type Destination, type EndPair, type Witness, Witnesses } from './witnesses.ts';

/** Whether requests fare in both configurations alike. */
export interface RoutingComparison {
  /**
   * `equal` is proved for every request; `different` has a witness, which was simulated in both; `unknown`: something
   * differs, or cannot be compared, and no request was found that shows it.
   */
  readonly verdict: 'equal' | 'different' | 'unknown';
  readonly witnesses: readonly Witness[];
  /** What else may differ, one sentence each without a full stop; empty where all is known. */
  readonly doubts: readonly string[];
}

export interface RoutingLimits {
  /** Transitions of automata; five million take about a second. */
  readonly transitions: number;
  /** Requests that both configurations are asked about. */
  readonly requests: number;
}

export const ROUTING_LIMITS: RoutingLimits = { transitions: 8_000_000, requests: 12_000 };

/** Most paths with which each knob is tried. */
const MOST_TURNED = 60;
const MOST_DOUBTS = 30;

/** Compares the routing of two configurations exactly, and looks for a request for each difference. */
export function compareRouting(old: ConfigModel, next: ConfigModel, limits = ROUTING_LIMITS): RoutingComparison {
  return new RoutingCheck(old, next, limits).compared();
}

/** A pair of servers with a way to them. */
interface Met {
  readonly old: ServerModel;
  readonly new: ServerModel;
  readonly to: Destination[];
  readonly comparison: PairComparison;
}

class RoutingCheck {
  readonly #models: readonly [ConfigModel, ConfigModel];
  readonly #digests: readonly [Digests, Digests];
  readonly #budget: Budget;
  readonly #witnesses: Witnesses;
  readonly #doubts = new Set<string>();
  readonly #met = new Map<ServerModel, Map<ServerModel, Met>>();
  readonly #reached: Destination[] = [];

  constructor(old: ConfigModel, next: ConfigModel, limits: RoutingLimits) {
    this.#models = [old, next];
    this.#digests = [new Digests(old), new Digests(next)];
    this.#budget = { left: limits.transitions };
    this.#witnesses = new Witnesses(this.#models, limits.requests);
  }

  compared(): RoutingComparison {
    for (const connection of connectionsOf(...this.#models)) this.#connection(connection);
    this.#datagrams();
    this.#globals();
    const met = [...this.#met.values()].flatMap((each) => [...each.values()]);
    const differing = met.filter(({ comparison }) => !isEqual(comparison));
    const paths = new Map(differing.map((each) => [each, this.#pathsOf(each)]));
    for (const [{ to }, own] of paths) for (const one of to) for (const path of own) this.#witnesses.ask(one, path);
    if (differing.length > 0 || this.#doubts.size > 0) this.#turnKnobs(differing.length > 0 ? differing : met, paths);
    for (const each of differing) this.#unshown(each);
    const witnesses = this.#witnesses.all;
    const doubts = [...this.#doubts].slice(0, MOST_DOUBTS);
    return { verdict: witnesses.length > 0 ? 'different' : doubts.length > 0 ? 'unknown' : 'equal', witnesses, doubts };
  }

  #connection({ connect, old, new: next }: Connection): void {
    if (old === null || next === null) {
      const there = old ?? next;
      const model = this.#models[old === null ? 1 : 0];
      if (there === null || !this.#anySide(model, there, connect))
        this.#doubts.add(`whether anything listens on ${addressShown(connect)}`);
      return;
    }
    const traits = [socketTraits(old), socketTraits(next)].map((each) => each.join(' and '));
    const schemes = new Set([old, next].map(({ tls }) => (tls ? 'https' : 'http')));
    const hosts = compareHosts(
      { model: this.#models[0], socket: old },
      { model: this.#models[1], socket: next },
      this.#budget,
    );
    for (const doubt of hosts.doubts) this.#doubts.add(doubt);
    for (const cell of [...hosts.cells, defaultCell(old, next)]) this.#meet(cell, connect, [...schemes]);
    if (traits[0] === traits[1]) return;
    const shows = hosts.cells.some(({ host }) =>
      (['http', 'https'] as const).some((scheme) => this.#witnesses.ask({ connect, scheme, host }, '/')),
    );
    if (!shows)
      this.#doubts.add(
        `${addressShown(connect)} speaks ${traits[0] || 'plain HTTP'} before and ${traits[1] || 'plain HTTP'} after`,
      );
  }

  /** Somebody listens on one side alone: any request shows it. */
  #anySide(model: ConfigModel | undefined, socket: Socket, connect: Destination['connect']): boolean {
    if (model === undefined) return false;
    const name = socket.servers
      .flatMap(({ names }) => names.map(({ value }) => value))
      .find((value) => /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(value));
    return this.#witnesses.ask({ connect, scheme: socket.tls ? 'https' : 'http', host: name ?? 'localhost' }, '/');
  }

  #meet(cell: HostCell, connect: Destination['connect'], schemes: readonly ('http' | 'https')[]): void {
    const to = schemes.map((scheme): Destination => ({ connect, scheme, host: cell.host === '' ? null : cell.host }));
    this.#reached.push(...to);
    const { old, new: next } = cell;
    const byNew = this.#met.get(old.server) ?? new Map<ServerModel, Met>();
    this.#met.set(old.server, byNew);
    const known = byNew.get(next.server);
    const groups = [old, next].map(({ match, name, groups }) =>
      match !== null && match.groups.length > 1 ? `${name?.value}` : groups.join(),
    );
    if (groups[0] !== groups[1]) this.#doubts.add('the groups of an expression of server_name');
    if (known !== undefined) {
      // Another address may show what the first hides, such as the port of a redirect.
      if (known.to.length < 3) known.to.push(...to);
      return;
    }
    const comparison = comparePair({ old: old.server, new: next.server }, this.#digests, this.#budget);
    for (const doubt of comparison.doubts) this.#doubts.add(doubt);
    byNew.set(next.server, { old: old.server, new: next.server, to, comparison });
  }

  /** Connections of HTTP/3 are not simulated: their sockets have to be the same, with servers that are alike. */
  #datagrams(): void {
    const [old, next] = this.#models.map(
      (model) =>
        new Map(
          socketsOf(model)
            .filter(({ quic }) => quic)
            .map((socket) => [addressShown(socket.address), socket]),
        ),
    );
    for (const address of new Set([...(old?.keys() ?? []), ...(next?.keys() ?? [])])) {
      const [before, after] = [old?.get(address), next?.get(address)];
      if (before === undefined || after === undefined) {
        this.#doubts.add(
          `HTTP/3 is spoken on ${address} ${before === undefined ? 'after' : 'before'} the change alone`,
        );
        continue;
      }
      const hosts = compareHosts(
        { model: this.#models[0], socket: before },
        { model: this.#models[1], socket: after },
        this.#budget,
      );
      for (const cell of [...hosts.cells, defaultCell(before, after)])
        this.#meet(
          cell,
          { ...before.address, ...(before.wildcard ? { host: '127.0.0.1', family: 'inet' as const } : {}) },
          ['https'],
        );
    }
  }

  #globals(): void {
    const [old, next] = this.#digests.map(({ globals }) => globals);
    for (const text of old ?? [])
      if (!next?.includes(text)) this.#doubts.add(`what "${cut(text)}" did, which is gone from http`);
    for (const text of next ?? [])
      if (!old?.includes(text)) this.#doubts.add(`what "${cut(text)}" does, which is new in http`);
  }

  #pathsOf({ old, new: next, comparison }: Met): readonly Bytes[] {
    const [before, after] = this.#models;
    const cells = comparison.cells.flatMap(({ path }) => (path === null ? [] : [path]));
    const budget = { left: 500_000 };
    return [...new Set([...cells, ...boundaryPaths(before, old, budget), ...boundaryPaths(after, next, budget)])];
  }

  #turnKnobs(met: readonly Met[], paths: ReadonlyMap<Met, readonly Bytes[]>): void {
    const knobs = knobsOf(this.#models);
    for (const each of met) {
      const [first] = each.to;
      if (first === undefined) continue;
      const own = (paths.get(each) ?? this.#pathsOf(each)).slice(0, MOST_TURNED);
      for (const knob of knobs) for (const path of own) this.#witnesses.ask(first, path, knob);
      for (const path of own) this.#witnesses.ask({ ...first, host: null }, path);
      for (const [a, b] of pairsOf(knobs))
        for (const path of own.slice(0, 8)) this.#witnesses.ask(first, path, both(a, b));
      if (this.#witnesses.isSpent) return;
    }
  }

  /** What differs in a pair of servers and no witness shows. */
  #unshown({ old, new: next, comparison }: Met): void {
    const shown = this.#witnesses.ends.filter((each) => each.old.server === old && each.new.server === next);
    if (shown.length === 0 && comparison.settings.length > 0)
      this.#doubts.add(notShown(comparison.settings, 'the server'));
    for (const cell of comparison.cells) {
      if (shown.some((each) => isIn(each, cell, old, next))) continue;
      const names = foundDifferences(cell.old, cell.new, { old, new: next }, this.#digests);
      this.#doubts.add(notShown(names, placeText(cell.new, cell.old)));
    }
    for (const { name, old: before, new: after } of comparison.named) {
      if (shown.some((each) => passes(each.old.locations, before?.at) || passes(each.new.locations, after?.at)))
        continue;
      const [a, b] = this.#digests;
      const names = before === null || after === null ? ['it'] : differences(a.ofLocation(before), b.ofLocation(after));
      this.#doubts.add(notShown(names, `location ${name}`));
    }
  }
}

function isEqual({ settings, cells, named }: PairComparison): boolean {
  return settings.length + cells.length + named.length === 0;
}

/** The default servers of a socket read the first line of every request. */
function defaultCell(old: Socket, next: Socket): HostCell {
  const choice = ({ defaultServer }: Socket) =>
    ({ server: defaultServer, reason: 'default', name: null, match: null, groups: [] }) as const;
  return { old: choice(old), new: choice(next), host: '' };
}

const passes = (locations: readonly Occurrence[] | null, at: Occurrence | undefined): boolean =>
  at !== undefined && (locations?.includes(at) ?? false);

function isIn(witness: EndPair, cell: LocationCell, old: ServerModel, next: ServerModel): boolean {
  return (
    passes(witness.old.locations, blockOf(cell.old, old)) && passes(witness.new.locations, blockOf(cell.new, next))
  );
}

function blockOf(found: Found, server: ServerModel): Occurrence {
  return found.kind === 'location' || found.kind === 'slash' ? found.location.at : server.at;
}

function notShown(names: readonly string[], where: string): string {
  const shown = names.slice(0, 4).join(', ') + (names.length > 4 ? ', …' : '');
  return `what ${shown} of ${where} may change: no request was found that shows it`;
}

function placeText(...found: readonly Found[]): string {
  for (const each of found) if (each.kind === 'location') return `location ${each.location.pattern}`;
  return 'the server';
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function both(a: Knob, b: Knob): Knob {
  return { key: `${a.key} ${b.key}`, turn: (request) => b.turn(a.turn(request)) };
}

/** A few knobs in pairs: an `if` may hang on a variable that another one sets. */
function* pairsOf(knobs: readonly Knob[]): Generator<readonly [Knob, Knob]> {
  const few = knobs.slice(0, 10);
  for (const [index, a] of few.entries()) for (const b of few.slice(index + 1)) yield [a, b];
}
