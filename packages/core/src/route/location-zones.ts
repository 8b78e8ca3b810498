import type { Pattern } from '@nginx-lint/regex';
import type { LocationModel } from '../model/types.ts';
import { type LocationLevel, type LocationNode, nameIn, redirectsTo, type StaticName } from './location-levels.ts';
import type { Bytes } from './types.ts';

/**
 * The URIs that one chain of prefix locations is entered for: those that begin with `prefix`, and with none of the
 * longer names of the levels passed. Names that one URI alone has (exact ones, redirects to a slash) are left out.
 */
export interface Zone {
  readonly prefix: Bytes;
  readonly without: { readonly strings: readonly Bytes[]; readonly prefixes: readonly Bytes[] };
  /** Innermost first; `tried` is false where a `^~` of the level silences it. */
  readonly levels: readonly { readonly level: LocationLevel; readonly tried: boolean }[];
}

/** A condition under which a location is selected: a URI of the zone that `some` match and `negatives` do not. */
export interface Way {
  readonly zone: Zone;
  readonly some: readonly Pattern[];
  readonly negatives: ReadonlyMap<LocationModel, Pattern>;
}

interface Passed {
  readonly level: LocationLevel;
  readonly candidate: StaticName | null;
}

const kidsOf = new WeakMap<LocationLevel, ReadonlyMap<StaticName | null, readonly StaticName[]>>();

/** Names of a level by the longest prefix name around them. */
function kids(level: LocationLevel, around: StaticName | null): readonly StaticName[] {
  let byAround = kidsOf.get(level);
  if (byAround === undefined) {
    const made = new Map<StaticName | null, StaticName[]>();
    for (const name of level.names) {
      const known = made.get(name.around);
      if (known === undefined) made.set(name.around, [name]);
      else known.push(name);
    }
    byAround = made;
    kidsOf.set(level, byAround);
  }
  return byAround.get(around) ?? [];
}

/** Null where the names of the chain hide each other, so that no URI is in it. */
function zoneOf(chain: readonly Passed[]): Zone | null {
  const prefix = chain.findLast(({ candidate }) => candidate !== null)?.candidate?.name ?? '';
  const strings: Bytes[] = [];
  const prefixes: Bytes[] = [];
  for (const { level, candidate } of chain) {
    for (const kid of kids(level, candidate)) {
      const { name, exact } = kid;
      if (kid.prefix !== null && prefix.startsWith(name)) return null;
      if (!name.startsWith(prefix)) continue;
      if (kid.prefix !== null) prefixes.push(name);
      if (exact !== null) strings.push(name);
      if (redirectsTo(kid) === true && nameIn(level, name.slice(0, -1)) === null) strings.push(name.slice(0, -1));
    }
  }
  const levels = chain.map(({ level, candidate }) => ({
    level,
    tried: candidate?.prefix?.location.match !== 'prefix-final',
  }));
  return { prefix, without: { strings, prefixes }, levels: levels.reverse() };
}

/** All zones of a server whose URIs are searched for in a level; `through` are the names on the way to that level. */
export function* zonesThrough(through: readonly Passed[], level: LocationLevel): Generator<Zone> {
  const open: Passed[][] = [[...through, { level, candidate: null }]];
  for (let chain = open.pop(); chain !== undefined; chain = open.pop()) {
    const zone = zoneOf(chain);
    if (zone !== null) yield zone;
    const last = chain[chain.length - 1];
    if (last === undefined) continue;
    for (const name of last.level.names) {
      if (name.prefix === null) continue;
      open.push([
        ...chain.slice(0, -1),
        { level: last.level, candidate: name },
        { level: name.prefix.inner, candidate: null },
      ]);
    }
  }
}

/** The way to a place in the levels: names passed, then expressions entered. */
export interface Place {
  readonly through: readonly Passed[];
  readonly level: LocationLevel;
  /** Outermost first, each in the level of the one before. */
  readonly expressions: readonly LocationNode[];
}

/** Where each location of a level stands, nested ones too. Those that are in no tree (C6) are missing. */
export function placesOf(root: LocationLevel): Map<LocationModel, { place: Place; node: LocationNode }> {
  const found = new Map<LocationModel, { place: Place; node: LocationNode }>();
  const open: Place[] = [{ through: [], level: root, expressions: [] }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { through, level, expressions } = place;
    const current = expressions.at(-1)?.inner ?? level;
    for (const node of current.expressions) {
      found.set(node.location, { place, node });
      if (node.inner.expressions.length > 0) open.push({ through, level, expressions: [...expressions, node] });
    }
    for (const name of current.names) {
      if (name.exact !== null) found.set(name.exact.location, { place, node: name.exact });
      if (name.prefix === null) continue;
      found.set(name.prefix.location, { place, node: name.prefix });
      const inner = name.prefix.inner;
      if (inner.names.length === 0 && inner.expressions.length === 0) continue;
      open.push({ through: [...through, { level, candidate: name }], level: inner, expressions: [] });
    }
  }
  return found;
}

/** The ways to a prefix or a regex location; an exact one has a single URI. */
export function* waysTo(node: LocationNode, { through, level, expressions }: Place): Generator<Way> {
  if (node.regex === null) {
    const candidate = level.names.find(({ prefix }) => prefix === node) ?? null;
    const zone = zoneOf([...through, { level, candidate }, { level: node.inner, candidate: null }]);
    if (zone !== null) yield { zone, some: [], negatives: allOf(zone.levels.filter(({ tried }) => tried)) };
    return;
  }
  const entered = [...expressions, node];
  for (const zone of zonesThrough(through, level)) {
    const at = zone.levels.findIndex((each) => each.level === level);
    if (at < 0 || !zone.levels[at]?.tried) continue;
    const negatives = allOf(zone.levels.slice(0, at).filter(({ tried }) => tried));
    addOwn(negatives, level, entered);
    yield { zone, some: entered.flatMap(({ regex }) => regex?.pattern ?? []), negatives };
  }
}

/** What holds of a regex location in whatever zone: the expressions before it and inside it do not match. */
export function commonWay(node: LocationNode, { through, level, expressions }: Place): Way {
  const entered = [...expressions, node];
  const negatives = new Map<LocationModel, Pattern>();
  addOwn(negatives, level, entered);
  const prefix = through.at(-1)?.candidate?.name ?? '';
  const zone: Zone = { prefix, without: { strings: [], prefixes: [] }, levels: [] };
  return { zone, some: entered.flatMap(({ regex }) => regex?.pattern ?? []), negatives };
}

function allOf(levels: readonly { readonly level: LocationLevel }[]): Map<LocationModel, Pattern> {
  const found = new Map<LocationModel, Pattern>();
  for (const { level } of levels) {
    for (const { location, regex } of level.expressions) if (regex !== null) found.set(location, regex.pattern);
  }
  return found;
}

function addOwn(negatives: Map<LocationModel, Pattern>, level: LocationLevel, entered: readonly LocationNode[]): void {
  let current = level;
  for (const node of entered) {
    for (const { location, regex } of current.expressions) {
      if (location === node.location) break;
      if (regex !== null) negatives.set(location, regex.pattern);
    }
    current = node.inner;
  }
  for (const { location, regex } of current.expressions) if (regex !== null) negatives.set(location, regex.pattern);
}
