/** Where a directive may stand, in nginx's words: `http`, `if in location`, `stream.server`, … */
export type Context = string;

/** The meaning of a nested block for a directive set further out. */
export type Inheritance = 'merge' | 'array-replace' | 'append' | 'none' | 'single';

/** What stands in a directive's block: directives, Lua, a grammar of its own (`map`, `types`, …), or what nobody knows. */
export type BodyGrammar = string;

export interface Arity {
  readonly min: number;
  /** null: no limit */
  readonly max: number | null;
  /** exactly one argument, `on` or `off` */
  readonly flag: boolean;
  /** the allowed numbers where they are not contiguous */
  readonly counts?: readonly number[];
}

export interface ValueKind {
  readonly kind: string;
  readonly optional?: boolean;
  readonly repeat?: boolean;
  readonly values?: readonly string[];
  readonly words?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly variables?: boolean;
  readonly variablesSince?: string;
  readonly base?: string;
}

/** One entry of a module's command table: a name with the contexts and the grammar it has there. */
export interface DirectiveFact {
  readonly name: string;
  readonly module: string;
  /** `core`, `plus`, `third-party:<module>`, or `private` from a config file */
  readonly source: string;
  readonly contexts: readonly Context[];
  readonly contextSince?: Readonly<Record<Context, string>>;
  readonly contextRemoved?: Readonly<Record<Context, string>>;
  readonly args: Arity;
  readonly argsHistory?: readonly (readonly [string, Arity])[];
  readonly block: boolean;
  readonly body?: BodyGrammar;
  /** The context that its block opens; by the context it stands in where that differs. */
  readonly opens?: Context | Readonly<Record<Context, Context>>;
  readonly syntax?: readonly string[];
  readonly default?: string | readonly string[] | null;
  readonly since: string | null;
  readonly backports?: readonly string[];
  readonly removed: string | null;
  readonly deprecated?: { readonly since: string; readonly replacedBy?: string };
  readonly repeatable: boolean | null;
  readonly onRepeat?: string;
  /** null: not known */
  readonly inheritance: Inheritance | null;
  readonly inheritedInto?: readonly Context[];
  readonly inheritGroup?: string;
  readonly inheritControl?: string;
  readonly valueKinds?: readonly ValueKind[];
  readonly definesVariable?: number;
  /** The `configure` option without which nginx is built without it: `--with-http_v2_module`. */
  readonly requires?: string;
  /** Not on nginx.org. */
  readonly undocumented?: boolean;
}

export interface VariableFact {
  readonly name: string;
  readonly prefix?: boolean;
  readonly scope: string;
  readonly module: string;
  readonly source: string;
  readonly since: string | null;
  readonly backports?: readonly string[];
  readonly removed: string | null;
  readonly changeable?: boolean;
  readonly cacheable?: boolean;
}

/** Which nginx the configuration is for. */
export interface Target {
  /** `1.31.5` */
  readonly version: string;
  /** Third-party and commercial modules that its build has, by the name of the module or of its file. */
  readonly modules: readonly string[];
}

/** How a name fares in a context, in the order in which nginx asks (`ngx_conf_handler`). */
export type Placement =
  /** A command of that name may stand here. Where several modules have one, `facts` holds each; the first is the answer. */
  | { readonly kind: 'known'; readonly facts: readonly DirectiveFact[] }
  /** The name exists for this nginx, but not in this context. */
  | { readonly kind: 'misplaced'; readonly facts: readonly DirectiveFact[] }
  /** The name exists, but not in this version: too new, or removed. */
  | { readonly kind: 'other-version'; readonly facts: readonly DirectiveFact[] }
  | { readonly kind: 'unknown' };

/** The one way to ask for facts. */
export interface Facts {
  readonly target: Target;
  /** Directives of the target's version and modules that may stand in a context. */
  place(name: string, context: Context): Placement;
  /** Every fact of a name, whatever the context, version or module. */
  named(name: string): readonly DirectiveFact[];
  /** Names that may stand in a context, core ones first. */
  namesIn(context: Context): readonly string[];
  /** Numbers of arguments that a fact allows in the target's version. */
  arity(fact: DirectiveFact): Arity;
  /** The context that a fact's block opens when it stands in `context`; null for bodies that hold no directives. */
  opens(fact: DirectiveFact, context: Context): Context | null;
  variable(name: string, scope: 'http' | 'stream'): VariableFact | null;
  /** Names of nginx's own variables in the target's version, families left out. */
  variableNames(scope: 'http' | 'stream'): readonly string[];
  /** All variables and families in the target's version, those of other modules too; captures left out. */
  variables(scope: 'http' | 'stream'): readonly VariableFact[];
  /** Is the target's version this one or newer? */
  atLeast(version: string): boolean;
}
