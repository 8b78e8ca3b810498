import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import { nearest } from '../../text/nearest.ts';
import type { Span } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { compiledIn } from '../compiled.ts';
import { evaluatedOf, namesDefined, namesRead, scopeOf, type VariableScope } from '../evaluation.ts';
import type { Fault } from '../fault.ts';
import { seesOnlyPart } from '../unseen.ts';

/** Variables that a directive looks up without naming them. */
const IMPLIED: Readonly<Record<string, string>> = { memcached_pass: 'memcached_key' };

/** Directives whose values are compiled by what inherits them: at the outermost level nobody may. */
const COMPILED_BELOW: ReadonlySet<string> = new Set([
  'proxy_set_header',
  'grpc_set_header',
  'fastcgi_param',
  'scgi_param',
  'uwsgi_param',
  'proxy_set_body',
]);

/** What is defined in one scope. */
interface Defined {
  /** In lower case. */
  readonly names: Set<string>;
  /** `nchan_`: third-party modules that are used may have variables that begin, or end, as their directives begin. */
  readonly beginnings: Set<string>;
}

type Definitions = Readonly<Record<VariableScope, Defined>>;

interface Use {
  readonly name: string;
  readonly word: Word;
  readonly at: Occurrence;
}

/** Mirrors ngx_http_variables_init_vars(): each name that is evaluated must be defined somewhere, before or after. */
export function unknownVariables(model: ConfigModel): readonly Fault[] {
  return readsUnknown(model) ? [...faultsOfUses(model)] : NONE;
}

/** Each name is looked up once, in whatever order. */
function readsUnknown(model: ConfigModel): boolean {
  const { defined: own, read, others } = compiledIn(model);
  const defined: Definitions = {
    http: { names: new Set(own.http), beginnings: new Set() },
    stream: { names: new Set(own.stream), beginnings: new Set() },
  };
  for (const at of others) if (!isOwnEntry(at)) addForeign(at, defined[scopeOf(at)], model);
  const isUnknown = (name: string, scope: VariableScope): boolean => !isKnown(name, scope, defined[scope], model);
  return (
    [...read.http].some((name) => isUnknown(name, 'http')) ||
    [...read.stream].some((name) => isUnknown(name, 'stream')) ||
    Object.entries(IMPLIED).some(([directive, name]) =>
      model.named(directive).some((at) => isImplied(at) && isUnknown(name, scopeOf(at))),
    )
  );
}

const NONE: readonly Fault[] = [];

/** Names are looked at one by one where one of them is not known. */
function* faultsOfUses(model: ConfigModel): Generator<Fault> {
  const defined = definitions(model);
  const known = { http: new Set<string>(), stream: new Set<string>() };
  const part = seesOnlyPart(model);
  for (const at of model.tree.all) {
    const scope = scopeOf(at);
    for (const use of uses(at, model)) {
      if (known[scope].has(use.name)) continue;
      if (isKnown(use.name, scope, defined[scope], model)) {
        known[scope].add(use.name);
        continue;
      }
      if (COMPILED_BELOW.has(at.name) && !isCompiled(at, model)) continue;
      // Names such as "host=a" come from a missing blank: nobody defines them elsewhere.
      const doubtful = part && /^\w+$/.test(use.name) && !/^\d/.test(use.name);
      yield faultOf(use, scope, defined[scope], model, doubtful);
    }
  }
}

function uses(at: Occurrence, model: ConfigModel): readonly Use[] {
  const found: Use[] = [];
  for (const part of evaluatedOf(at, model)) {
    for (const name of namesRead(part)) found.push({ name, word: part.word, at });
  }
  const implied = isImplied(at) ? IMPLIED[at.name] : undefined;
  if (implied !== undefined) found.push({ name: implied, word: at.node.name, at });
  return found;
}

function isImplied({ fact, node }: Occurrence): boolean {
  return fact?.source === 'core' && Object.hasOwn(IMPLIED, node.name.value);
}

function isKnown(name: string, scope: VariableScope, defined: Defined, model: ConfigModel): boolean {
  const lower = name.toLowerCase();
  if (defined.names.has(lower)) return true;
  for (const beginning of defined.beginnings) {
    if (lower.startsWith(beginning) || lower.endsWith(`_${beginning.slice(0, -1)}`)) return true;
  }
  if (/^[1-9]$/.test(lower)) return false;
  // Those that a module reads and the user has to define are no variables of nginx.
  return !Object.values(IMPLIED).includes(lower) && model.facts.variable(name, scope) !== null;
}

/** In reading order: of several names that are near to a misspelt one the first is meant. */
function definitions(model: ConfigModel): Definitions {
  const nothing = (): Defined => ({ names: new Set(), beginnings: new Set() });
  const defined = { http: nothing(), stream: nothing() };
  for (const at of model.tree.all) {
    if (at.fact?.source === 'core') {
      for (const part of evaluatedOf(at, model))
        for (const name of namesDefined(part, at, model)) defined[scopeOf(at)].names.add(name.toLowerCase());
    } else if (!isOwnEntry(at)) addForeign(at, defined[scopeOf(at)], model);
  }
  return defined;
}

/** What another module defines stands behind a dollar sign in its directives. */
function addForeign(at: Occurrence, { names, beginnings }: Defined, model: ConfigModel): void {
  for (const { value } of [at.node.name, ...at.node.args])
    if (value.startsWith('$')) names.add(value.slice(1).toLowerCase());
  const beginning = /^[a-z0-9]+_/.exec(at.name)?.[0];
  if (beginning !== undefined && (at.fact !== null || isForeign(beginning, model))) beginnings.add(beginning);
}

/** Does no directive of nginx begin like that? Then it is no misspelt one, but that of a module nobody knows. */
function isForeign(beginning: string, model: ConfigModel): boolean {
  return !['http', 'server', 'location', 'stream'].some((context) =>
    model.facts.namesIn(context).some((name) => name.startsWith(beginning)),
  );
}

/** Is it an entry of `map` and the like, which define nothing? */
function isOwnEntry(at: Occurrence): boolean {
  return at.fact === null && at.parent?.fact?.source === 'core' && at.parent.fact.body !== 'directives';
}

/** Mirrors the merging of headers and parameters: each server inherits those of http, or has its own. */
function isCompiled(at: Occurrence, model: ConfigModel): boolean {
  if (at.context !== 'http') return true;
  const { value } = at.node.name;
  return model.servers.some((server) => !server.at.children.some(({ name }) => name === value));
}

function faultOf(use: Use, scope: VariableScope, defined: Defined, model: ConfigModel, doubtful: boolean): Fault {
  const { name, word, at } = use;
  const span = nameSpan(use, model);
  const candidates = [...defined.names, ...model.facts.variableNames(scope)];
  const [likely] = nearest(name.toLowerCase(), candidates);
  const advice = likely === undefined ? `define it, or write what is meant` : `did you mean "$${likely}"?`;
  const shown = `"$${name}"`;
  const nginx = `unknown "${name.toLowerCase()}" variable`;
  const implied = word === at.node.name;
  return {
    rule: 'unknown-variable',
    at,
    span: span ?? word,
    message: implied
      ? `"${word.value}" takes its key from ${shown}, which nothing sets (nginx: ${nginx}); set it`
      : `nothing defines ${shown} (nginx: ${nginx}); ${advice}`,
    nginx,
    ...(span !== null && likely !== undefined
      ? {
          fixes: [{ title: `Write "$${likely}"`, safe: false, edits: [{ file: at.file, span, text: `$${likely}` }] }],
        }
      : {}),
    ...(doubtful ? { doubtful: true } : {}),
  };
}

/** Where the name stands in its word, dollar sign included; null where it is not written plainly. */
function nameSpan({ name, word, at }: Use, model: ConfigModel): Span | null {
  const text = model.source(at.file).text.slice(word.start, word.end);
  const written = `$${name}`;
  for (let from = text.indexOf(written); from >= 0; from = text.indexOf(written, from + 1)) {
    if (!/\w/.test(text.charAt(from + written.length)))
      return { start: word.start + from, end: word.start + from + written.length };
  }
  return null;
}
