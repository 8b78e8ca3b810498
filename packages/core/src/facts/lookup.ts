import { SHARED_NAMES } from './shared-names.generated.ts';
import { CORE_DIRECTIVES, NAMESAKE_DIRECTIVES, OTHER_DIRECTIVES } from './tables.ts';
import type { Arity, Context, DirectiveFact, Facts, Placement, Target, VariableFact } from './types.ts';
import { allVariables, findVariable, listVariables } from './variables.ts';
import { existsIn, NEWEST_VERSION, parseVersion, reached, type Version } from './version.ts';

export { NEWEST_VERSION, OLDEST_VERSION } from './version.ts';

/** The context of what stands in a block that nobody knows: every directive may stand there. */
const UNKNOWN_CONTEXT = 'unknown';

/** For all other names nginx's own facts are the whole answer where they fit. Opening the other tables takes time. */
const SHARED: ReadonlySet<string> = new Set(SHARED_NAMES);

/**
 * The facts for one nginx. `custom` are the directives of private modules, as `customDirectives` makes them; where
 * a name has several facts, nginx's own come first, then private, NGINX Plus and third-party ones.
 *
 * Throws a RangeError for a version that is not `X.Y.Z` or `X.Y`.
 */
export function createFacts(target: Partial<Target> = {}, custom: readonly DirectiveFact[] = []): Facts {
  const text = target.version ?? NEWEST_VERSION;
  const version = parseVersion(text);
  if (version === null) throw new RangeError(`"${text}" is not a version of nginx such as ${NEWEST_VERSION}`);
  return new VersionedFacts({ version: text, modules: target.modules ?? [] }, version, custom);
}

class VersionedFacts implements Facts {
  readonly target: Target;
  readonly #version: Version;
  readonly #custom: ReadonlyMap<string, readonly DirectiveFact[]>;
  readonly #named = new Map<string, readonly DirectiveFact[]>();
  readonly #placements = new Map<Context, Map<string, Placement>>();
  readonly #reached = new Map<string, boolean>();
  readonly #namesIn = new Map<Context, readonly string[]>();
  readonly #allVariables = new Map<string, readonly VariableFact[]>();
  readonly #variables = { http: new Map<string, VariableFact>(), stream: new Map<string, VariableFact>() };

  constructor(target: Target, version: Version, custom: readonly DirectiveFact[]) {
    this.target = target;
    this.#version = version;
    this.#custom = byName(custom);
  }

  place(name: string, context: Context): Placement {
    let placements = this.#placements.get(context);
    if (placements === undefined) {
      placements = new Map();
      this.#placements.set(context, placements);
    }
    const known = placements.get(name);
    if (known !== undefined) return known;
    const placement = this.#decide(name, context);
    // Names that are none are without number and answered fast.
    if (placement.kind !== 'unknown') placements.set(name, placement);
    return placement;
  }

  /** Mirrors the search of `ngx_conf_handler`: is there such a command at all, and does one of them fit this place. */
  #decide(name: string, context: Context): Placement {
    if (context !== UNKNOWN_CONTEXT && !SHARED.has(name)) {
      const own = this.#fitting(this.#own(name), context);
      if (own.length > 0) return { kind: 'known', facts: own };
    }
    const all = this.named(name);
    if (all.length === 0) return { kind: 'unknown' };
    const here = this.#fitting(all, context);
    if (here.length > 0) return { kind: 'known', facts: here };
    const present = all.filter((fact) => existsIn(this.#version, fact));
    const absent = all.filter((fact) => !present.includes(fact));
    if (present.length === 0) return { kind: 'other-version', facts: absent };
    // nginx's own directive of another version says more than another module's namesake in another place.
    if (!present.some(isBuiltIn)) {
      const meant = absent.filter((fact) => isBuiltIn(fact) && this.#allows(fact, context));
      if (meant.length > 0) return { kind: 'other-version', facts: meant };
    }
    return { kind: 'misplaced', facts: present };
  }

  /** Facts that the version has and the context allows. */
  #fitting(facts: readonly DirectiveFact[], context: Context): readonly DirectiveFact[] {
    return facts.filter((fact) => existsIn(this.#version, fact) && this.#allows(fact, context));
  }

  #allows(fact: DirectiveFact, context: Context): boolean {
    if (context === UNKNOWN_CONTEXT || fact.contexts.includes('any')) return true;
    if (fact.contexts.includes(context)) {
      const since = fact.contextSince?.[context];
      return since === undefined || reached(this.#version, since);
    }
    const removed = fact.contextRemoved?.[context];
    return removed !== undefined && !reached(this.#version, removed);
  }

  named(name: string): readonly DirectiveFact[] {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const own = this.#own(name);
    const isNamesake = CORE_DIRECTIVES.named(name).length > 0;
    const other = (isNamesake ? NAMESAKE_DIRECTIVES : OTHER_DIRECTIVES).named(name);
    const facts = other.length === 0 ? own : [...own, ...other];
    if (facts.length > 0) this.#named.set(name, facts);
    return facts;
  }

  /** Facts of nginx itself and of the user's private modules. */
  #own(name: string): readonly DirectiveFact[] {
    const core = CORE_DIRECTIVES.named(name);
    const custom = this.#custom.get(name);
    return custom === undefined ? core : [...core, ...custom];
  }

  namesIn(context: Context): readonly string[] {
    const known = this.#namesIn.get(context);
    if (known !== undefined) return known;
    const names = new Set<string>();
    for (const source of [CORE_DIRECTIVES.names(), this.#custom.keys(), OTHER_DIRECTIVES.names()]) {
      for (const name of source) if (this.place(name, context).kind === 'known') names.add(name);
    }
    const list = [...names];
    this.#namesIn.set(context, list);
    return list;
  }

  arity(fact: DirectiveFact): Arity {
    return fact.argsHistory === undefined ? fact.args : this.#arityThen(fact, fact.argsHistory);
  }

  #arityThen({ args }: DirectiveFact, history: NonNullable<DirectiveFact['argsHistory']>): Arity {
    const last = history.at(-1);
    if (last === undefined || reached(this.#version, last[0])) return args;
    const then = history.findLast(([since]) => reached(this.#version, since)) ?? history[0];
    return then === undefined ? args : then[1];
  }

  opens(fact: DirectiveFact, context: Context): Context | null {
    if (fact.opens === undefined || fact.body !== 'directives') return null;
    if (typeof fact.opens === 'string') return fact.opens;
    return fact.opens[context] ?? (context === UNKNOWN_CONTEXT ? UNKNOWN_CONTEXT : null);
  }

  variable(name: string, scope: 'http' | 'stream'): VariableFact | null {
    const known = this.#variables[scope].get(name);
    if (known !== undefined) return known;
    const fact = findVariable(name, scope, this.#version);
    if (fact !== null) this.#variables[scope].set(name, fact);
    return fact;
  }

  variableNames(scope: 'http' | 'stream'): readonly string[] {
    return listVariables(scope, this.#version);
  }

  variables(scope: 'http' | 'stream'): readonly VariableFact[] {
    let facts = this.#allVariables.get(scope);
    if (facts === undefined) {
      facts = allVariables(scope, this.#version);
      this.#allVariables.set(scope, facts);
    }
    return facts;
  }

  atLeast(version: string): boolean {
    let answer = this.#reached.get(version);
    if (answer === undefined) {
      answer = reached(this.#version, version);
      this.#reached.set(version, answer);
    }
    return answer;
  }
}

function byName(facts: readonly DirectiveFact[]): Map<string, readonly DirectiveFact[]> {
  const groups = new Map<string, readonly DirectiveFact[]>();
  for (const fact of facts) groups.set(fact.name, [...(groups.get(fact.name) ?? []), fact]);
  return groups;
}

function isBuiltIn(fact: DirectiveFact): boolean {
  return fact.source === 'core' || fact.source === 'private';
}
