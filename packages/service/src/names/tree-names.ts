import { type ConfigModel, type FileId, GROUP_PASSES, type Occurrence, type Span } from '@nginx-lint/core';
import { Collector } from './collector.ts';
import { placesOf } from './file-names.ts';
import { keyOf, type Name } from './name.ts';
import { type LocationName, NamedLocations } from './named-locations.ts';
import { findPassed, passedVariable } from './upstreams.ts';
import { type Doubt, ValueFlow } from './value-flow.ts';
import { CACHES, cacheVariable, findCache } from './zones.ts';

/** nginx takes no longer words (NGX_CONF_BUFFER). */
const LONGEST = 4096;

/** Blocks whose entries are values of a variable. */
const VALUES: ReadonlySet<string> = new Set(['map', 'geo', 'split_clients']);

/** May {@link TreeNames.at} find something there? Values of variables lie in few directives, and locations have a sign. */
export function mayHoldTreeNames(model: ConfigModel, file: FileId, offset: number): boolean {
  if (touchesLocation(model, file, offset)) return true;
  return placesOf(model, file, offset).some(
    ({ name, parent }) => name === 'set' || (parent !== null && VALUES.has(parent.name)),
  );
}

/** Are there names of that kind that only the whole configuration tells? */
export function hasTreeNames(key: string): boolean {
  return /^(?:upstream|zone|named-location)\n/.test(key);
}

/** Does an offset lie in a word with the sign of a named location? */
function touchesLocation(model: ConfigModel, file: FileId, offset: number): boolean {
  const before = model.source(file).text.slice(Math.max(0, offset - LONGEST), offset + 1);
  return /@[^\s;]*[\s;]?$/.test(before);
}

/** The names that only the whole configuration tells: those of locations, by their servers, and values of variables. */
export class TreeNames {
  readonly doubts: readonly Doubt[];
  readonly #model: ConfigModel;
  readonly #values: readonly Name[];
  #locations: ReadonlyMap<FileId, readonly LocationName[]> | null = null;

  constructor(model: ConfigModel) {
    const once = new Once(model);
    const flow = new ValueFlow(model);
    followPasses(model, flow, once);
    followCaches(model, flow, once);
    this.#model = model;
    this.doubts = flow.doubts;
    this.#values = once.names;
  }

  in(file: FileId): readonly Name[] {
    return [...this.#values.filter((name) => name.file === file), ...this.#placed(this.#locationsIn(file))];
  }

  /** Those that hold an offset or end there. */
  at(file: FileId, offset: number): readonly Name[] {
    const touched = ({ start, end }: Span) => start <= offset && offset <= end;
    const values = this.#values.filter((name) => name.file === file && touched(name.whole));
    // Where no word with its sign stands, no location needs to be looked for.
    if (!touchesLocation(this.#model, file, offset)) return values;
    const locations = this.#locationsIn(file).filter(({ word }) => touched(word));
    return [...values, ...this.#placed(locations).filter(({ whole }) => touched(whole))];
  }

  of(key: string): readonly Name[] {
    const values = this.#values.filter((name) => name.key === key);
    if (!key.startsWith('named-location')) return values;
    const all = [...this.#all().values()].flat();
    const locations = all.filter(({ scope, word }) => keyOf('named-location', scope, word.value) === key);
    return [...values, ...this.#placed(locations)];
  }

  #locationsIn(file: FileId): readonly LocationName[] {
    return this.#all().get(file) ?? [];
  }

  #all(): ReadonlyMap<FileId, readonly LocationName[]> {
    if (this.#locations !== null) return this.#locations;
    const files = new Map<FileId, LocationName[]>();
    for (const location of new NamedLocations(this.#model).all()) {
      const same = files.get(location.at.file);
      if (same === undefined) files.set(location.at.file, [location]);
      else same.push(location);
    }
    this.#locations = files;
    return files;
  }

  /** Made when they are asked for, as many servers may include the same ones. */
  #placed(locations: readonly LocationName[]): readonly Name[] {
    const once = new Once(this.#model);
    for (const { at, word, ...found } of locations)
      once.add(at, (names) => names.word({ kind: 'named-location', ...found }, word));
    return once.names;
  }
}

function followPasses(model: ConfigModel, flow: ValueFlow, once: Once): void {
  for (const directive of GROUP_PASSES)
    for (const at of model.named(directive)) {
      const word = passedVariable(at);
      if (word === null) continue;
      flow.follow('pass', at, word, (value, place) => once.add(place, (names) => findPassed(value, names)));
    }
}

function followCaches(model: ConfigModel, flow: ValueFlow, once: Once): void {
  for (const directive of CACHES)
    for (const at of model.named(directive)) {
      const cache = cacheVariable(at);
      if (cache === null) continue;
      const { word, scope } = cache;
      flow.follow(scope, at, word, (value, place) => once.add(place, (names) => findCache(value, scope, names)));
    }
}

/** Takes each place once for each thing that it names. */
class Once {
  readonly names: Name[] = [];
  readonly #model: ConfigModel;
  readonly #placed = new Set<string>();

  constructor(model: ConfigModel) {
    this.#model = model;
  }

  add(at: Occurrence, find: (names: Collector) => void): void {
    const collector = new Collector(this.#model, at);
    find(collector);
    for (const name of collector.names) {
      const place = `${name.key} ${name.span.start} ${name.file}`;
      if (this.#placed.has(place)) continue;
      this.#placed.add(place);
      this.names.push({ ...name, at });
    }
  }
}
