import type { ConfigModel, Context, FileId, Occurrence, SourceFile } from '@nginx-lint/core';

type Scope = 'http' | 'stream';

/** A name that something in the configuration defines. */
export interface Defined {
  readonly name: string;
  readonly at: Occurrence;
}

/** A variable with the servers in which it is defined; null stands for what is outside of them, and holds in all. */
export interface DefinedVariable extends Defined {
  readonly servers: ReadonlySet<Occurrence | null>;
}

/** What the directives of a configuration define for others to name; found in one walk. */
export interface Definitions {
  /** Zones and caches by the directive that defines them, behind its scope: `http limit_req_zone`. */
  readonly zones: ReadonlyMap<string, readonly Defined[]>;
  /** By scope. */
  readonly formats: Readonly<Record<Scope, readonly Defined[]>>;
  /** By scope and name in lower case, the first place that defines it. */
  readonly variables: Readonly<Record<Scope, ReadonlyMap<string, DefinedVariable>>>;
  /** Names of third-party and commercial modules whose directives are used: `third-party:lua`, `plus`. */
  readonly sources: ReadonlySet<string>;
  /** The names of `load_module`'s files, without folder and ending. */
  readonly loaded: readonly string[];
}

const known = new WeakMap<ConfigModel, Definitions>();

export function definitionsOf(model: ConfigModel): Definitions {
  let names = known.get(model);
  if (names === undefined) {
    names = new Collector().collect(model);
    known.set(model, names);
  }
  return names;
}

/** The scope of what a directive defines. */
function scopeOf(at: Occurrence): Scope {
  return at.context.startsWith('stream') ? 'stream' : 'http';
}

/** Zones of mail are others than those of http. */
export function familyOf(context: Context): 'http' | 'stream' | 'mail' {
  return context.startsWith('stream') ? 'stream' : context.startsWith('mail') ? 'mail' : 'http';
}

/** Directives that define zones, and behind what in one of their words the name stands. */
const ZONES: ReadonlyMap<string, string> = new Map([
  ...['limit_req_zone', 'limit_conn_zone', 'keyval_zone'].map((directive) => [directive, 'zone='] as const),
  ...['proxy', 'fastcgi', 'uwsgi', 'scgi'].map((module) => [`${module}_cache_path`, 'keys_zone='] as const),
  ...['ssl_session_cache', 'ssl_ocsp_cache'].map((directive) => [directive, 'shared:'] as const),
]);
/** Names of groups in expressions: `(?<name>…)`, `(?P<name>…)`, `(?'name'…)` */
const GROUP = /\(\?(?:P?<|')([A-Za-z_]\w*)[>']/g;
/** How a text looks that has such a group: without one, no word has to be looked at. Quotes may be behind a backslash. */
const GROUP_BEGINNINGS = ['(?<', '(?P<', "(?'", "(?\\'"];

type Variable = Defined & { readonly servers: Set<Occurrence | null> };

/** The innermost `server` around; null outside of all. */
export function serverAround(at: Occurrence): Occurrence | null {
  let block: Occurrence | null = at;
  while (block !== null && block.name !== 'server') block = block.parent;
  return block;
}

class Collector {
  readonly #zones = new Map<string, Defined[]>();
  readonly #formats = { http: [] as Defined[], stream: [] as Defined[] };
  readonly #variables = { http: new Map<string, Variable>(), stream: new Map<string, Variable>() };
  readonly #sources = new Set<string>();
  readonly #loaded: string[] = [];

  collect(model: ConfigModel): Definitions {
    let file: FileId | null = null;
    let groups = false;
    for (const at of model.tree.all) {
      if (at.file !== file) {
        file = at.file;
        groups = mayHaveGroups(model.source(file));
      }
      this.#read(at, groups);
    }
    return {
      zones: this.#zones,
      formats: this.#formats,
      variables: this.#variables,
      sources: this.#sources,
      loaded: this.#loaded,
    };
  }

  #read(at: Occurrence, groups: boolean): void {
    const { fact, node } = at;
    if (groups) for (const word of node.args) if (word.value.includes('(?')) this.#groups(word.value, at);
    // The keys of `map` are expressions too.
    if (fact === null) {
      if (groups && node.name.value.includes('(?')) this.#groups(node.name.value, at);
      if (at.parent?.fact?.body === 'geoip2') this.#variable(node.name.value, at);
      return;
    }
    if (fact.source !== 'core') this.#sources.add(fact.source);
    if (fact.definesVariable !== undefined) this.#variable(node.args.at(fact.definesVariable)?.value, at);
    this.#named(at);
  }

  #named(at: Occurrence): void {
    const { args, name } = at.node;
    const directive = name.value;
    const [first] = args;
    if (first === undefined) return;
    const parameter = ZONES.get(directive);
    if (parameter !== undefined) this.#zone(directive, parameter, at);
    else if (directive === 'log_format') this.#formats[scopeOf(at)].push({ name: first.value, at });
    else if (directive === 'thread_pool') this.#add('thread_pool', first.value, at);
    else if (directive === 'load_module') {
      const file = /([^/]+?)(?:\.so)?$/.exec(first.value)?.[1];
      if (file !== undefined) this.#loaded.push(file);
    }
  }

  #zone(directive: string, parameter: string, at: Occurrence): void {
    const word = at.node.args.findLast(({ value }) => value.startsWith(parameter));
    const name = word?.value.slice(parameter.length).split(':')[0] ?? '';
    if (name !== '') this.#add(`${familyOf(at.context)} ${directive}`, name, at);
  }

  #add(kind: string, name: string, at: Occurrence): void {
    const same = this.#zones.get(kind);
    if (same === undefined) this.#zones.set(kind, [{ name, at }]);
    else if (same.every((each) => each.name !== name)) same.push({ name, at });
  }

  #variable(word: string | undefined, at: Occurrence): void {
    const name = word !== undefined && /^\$\w+$/.test(word) ? word.slice(1) : '';
    const variables = this.#variables[scopeOf(at)];
    const key = name.toLowerCase();
    if (name === '') return;
    const known = variables.get(key);
    if (known === undefined) variables.set(key, { name, at, servers: new Set([serverAround(at)]) });
    else known.servers.add(serverAround(at));
  }

  #groups(text: string, at: Occurrence): void {
    for (const [, name = ''] of text.matchAll(GROUP)) this.#variable(`$${name}`, at);
  }
}

const withGroups = new WeakMap<SourceFile, boolean>();

function mayHaveGroups(source: SourceFile): boolean {
  let may = withGroups.get(source);
  if (may === undefined) {
    may = GROUP_BEGINNINGS.some((beginning) => source.text.includes(beginning));
    withGroups.set(source, may);
  }
  return may;
}

const values = new WeakMap<ConfigModel, Map<string, ReadonlyMap<string, number>>>();

/**
 * The first arguments that a directive has in a configuration, each once, the most frequent first. What nothing but the
 * statement under the cursor says, `own`, is left out.
 */
export function valuesElsewhere(model: ConfigModel, directive: string, own: string | null): readonly string[] {
  let byDirective = values.get(model);
  if (byDirective === undefined) {
    byDirective = new Map();
    values.set(model, byDirective);
  }
  let counts = byDirective.get(directive);
  if (counts === undefined) {
    counts = countValues(model, directive);
    byDirective.set(directive, counts);
  }
  const found = [...counts.keys()];
  return own !== null && counts.get(own) === 1 ? found.filter((value) => value !== own) : found;
}

function countValues(model: ConfigModel, directive: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { node } of model.named(directive)) {
    const value = node.args[0]?.value;
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}
