import type { ConfigModel, Directive, DirectiveFact, FileId, Occurrence, VariableScope } from '@nginx-lint/core';
import { Collector } from './collector.ts';
import type { Name, WrittenName } from './name.ts';
import { NamedLocations } from './named-locations.ts';
import { findPlainNames } from './plain-names.ts';
import { scopeOf } from './scope.ts';
import { findPassed, findUpstreams, passedVariable } from './upstreams.ts';
import { type Doubt, ValueFlow } from './value-flow.ts';
import { findVariables } from './variables.ts';
import { cacheVariable, findCache, findZones } from './zones.ts';

/** All names of a configuration, each place once for each thing that it names. */
export function gather(model: ConfigModel): { readonly names: readonly Name[]; readonly doubts: readonly Doubt[] } {
  const gathering = new Gathering(model);
  for (const at of model.tree.all) gathering.look(at);
  return gathering.finish();
}

/** Directives that may have to do with groups of servers, or with caches in variables. */
const GROUPS = /^upstream$|_pass$|_cache$/;

class Gathering {
  readonly #model: ConfigModel;
  readonly #flow: ValueFlow;
  readonly #locations = new NamedLocations();
  readonly #names: Name[] = [];
  readonly #repeated: ReadonlySet<FileId>;
  readonly #seen = new Map<Directive, readonly WrittenName[]>();
  readonly #placed = new Set<string>();

  constructor(model: ConfigModel) {
    this.#model = model;
    this.#flow = new ValueFlow(model);
    this.#repeated = repeatedFiles(model);
  }

  look(at: Occurrence): void {
    this.#locations.look(at);
    const own = ownNames(this.#model, at);
    if (this.#repeated.has(at.file)) {
      const seen = this.#seen.get(at.node);
      // Names mean the same wherever a file is included in http, or in stream.
      if (seen === own) return;
      this.#seen.set(at.node, own);
      for (const name of own)
        if (seen?.every(({ key }) => key !== name.key) ?? true) this.#names.push(placed(name, at));
    } else for (const name of own) this.#names.push(placed(name, at));
    if (GROUPS.test(at.node.name.value) && !isEntry(at)) this.#groups(at);
  }

  finish() {
    for (const { at, word, ...found } of this.#locations.all())
      this.#placeOnce(at, (names) => names.word({ kind: 'named-location', ...found }, word));
    return { names: this.#names, doubts: this.#flow.doubts };
  }

  /** What depends on the groups that there are. */
  #groups(at: Occurrence): void {
    const names = new Collector(this.#model, at);
    findUpstreams(names);
    for (const name of names.names) this.#names.push(placed(name, at));
    const passed = passedVariable(names);
    if (passed !== null)
      this.#flow.follow('pass', at, passed, (word, place) => this.#placeOnce(place, (each) => findPassed(word, each)));
    const cache = cacheVariable(at);
    if (cache !== null)
      this.#flow.follow(cache.scope, at, cache.word, (word, place) =>
        this.#placeOnce(place, (each) => findCache(word, cache.scope, each)),
      );
  }

  #placeOnce(at: Occurrence, find: (names: Collector) => void): void {
    const collector = new Collector(this.#model, at);
    find(collector);
    for (const name of collector.names) {
      const place = `${name.key} ${name.span.start} ${name.file}`;
      if (this.#placed.has(place)) continue;
      this.#placed.add(place);
      this.#names.push(placed(name, at));
    }
  }
}

/** Files that are included more than once. */
function repeatedFiles(model: ConfigModel): ReadonlySet<FileId> {
  const once = new Set<FileId>();
  const repeated = new Set<FileId>();
  for (const at of model.tree.all) {
    if (at.node.name.value !== 'include') continue;
    for (const file of model.tree.includeTarget(at.node)?.files ?? []) (once.has(file) ? repeated : once).add(file);
  }
  return repeated;
}

interface Own {
  readonly fact: DirectiveFact | null;
  readonly block: DirectiveFact | null;
  readonly scope: VariableScope;
  readonly names: readonly WrittenName[];
}

/** Most names follow from the directive alone: after an edit those of other files are there already. They know no place,
 * which would keep the configuration before alive. */
const known = new WeakMap<Directive, Own>();

function ownNames(model: ConfigModel, at: Occurrence): readonly WrittenName[] {
  const { node, fact, parent } = at;
  const block = parent?.fact ?? null;
  const scope = scopeOf(at);
  const before = known.get(node);
  if (before?.fact === fact && before.block === block && before.scope === scope) return before.names;
  const collector = new Collector(model, at);
  findVariables(collector);
  if (!isEntry(at)) {
    findZones(collector);
    findPlainNames(collector);
  }
  known.set(node, { fact, block, scope, names: collector.names });
  return collector.names;
}

/** A line of a `map` and its kin, which begins with no directive's name. */
function isEntry({ fact, parent }: Occurrence): boolean {
  return fact === null && parent !== null && parent.fact !== null && parent.fact.body !== 'directives';
}

/** Written out, as there are very many. */
function placed(name: WrittenName, at: Occurrence): Name {
  const { kind, text, scope, key, role, writes, group, file, span, whole } = name;
  return { kind, text, scope, key, role, writes, group, file, span, whole, at };
}
