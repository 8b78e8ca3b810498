import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import { nearest } from '../../text/nearest.ts';
import type { Span } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { type Reader, readerOf } from '../evaluated.ts';
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

interface Defined {
  /** In lower case. */
  readonly names: ReadonlySet<string>;
  /** `nchan_`: third-party modules that are used may have variables that begin, or end, as their directives begin. */
  readonly beginnings: ReadonlySet<string>;
}

interface Use {
  readonly name: string;
  readonly word: Word;
  readonly at: Occurrence;
}

/** Mirrors ngx_http_variables_init_vars(): each name that is evaluated must be defined somewhere, before or after. */
export function unknownVariables(model: ConfigModel): readonly Fault[] {
  const { defined, read } = namesOf(model);
  const unknown = (['http', 'stream'] as const).some((scope) => {
    for (const name of read[scope]) if (!isKnown(name, scope, defined[scope], model)) return true;
    return false;
  });
  return unknown ? [...faultsOfUses(model, defined)] : NONE;
}

const NONE: readonly Fault[] = [];

/** Names are looked at one by one where one of them is not known. */
function* faultsOfUses(model: ConfigModel, defined: Definitions): Generator<Fault> {
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
      if (COMPILED_BELOW.has(at.node.name.value) && !isCompiled(at, model)) continue;
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
  const implied = isImplied(at) ? IMPLIED[at.node.name.value] : undefined;
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

type Definitions = Readonly<Record<VariableScope, Defined>>;

interface GrowingDefined extends Defined {
  readonly names: Set<string>;
  readonly beginnings: Set<string>;
}

interface Names {
  readonly defined: Readonly<Record<VariableScope, GrowingDefined>>;
  /** As written. */
  readonly read: Readonly<Record<VariableScope, Set<string>>>;
}

/** All names that are defined and all that are looked up, each once. */
function namesOf(model: ConfigModel): Names {
  const nothing = (): GrowingDefined => ({ names: new Set(), beginnings: new Set() });
  const names: Names = {
    defined: { http: nothing(), stream: nothing() },
    read: { http: new Set(), stream: new Set() },
  };
  const texts = { http: new Set<string>(), stream: new Set<string>() };
  for (const group of model.byName.values()) {
    for (const at of group) {
      if (at.fact?.source === 'core') addOwn(at, readerOf(at.fact), names, texts, model);
      else if (!isOwnEntry(at)) addForeign(at, names.defined[scopeOf(at)], model);
    }
  }
  for (const [directive, name] of Object.entries(IMPLIED))
    for (const at of model.named(directive)) if (isImplied(at)) names.read[scopeOf(at)].add(name);
  return names;
}

/** `texts` are those read before: the same one stands in server after server. */
function addOwn(
  at: Occurrence,
  reader: Reader | null,
  { defined, read }: Names,
  texts: Readonly<Record<VariableScope, Set<string>>>,
  model: ConfigModel,
): void {
  if (reader === null) return;
  const parts = reader(at.node.args, at, model.facts);
  if (parts.length === 0) return;
  const scope = scopeOf(at);
  for (const part of parts) {
    if (part.kind === 'script') {
      if (texts[scope].has(part.text)) continue;
      texts[scope].add(part.text);
    }
    for (const name of namesRead(part)) read[scope].add(name);
    for (const name of namesDefined(part, at, model)) defined[scope].names.add(name.toLowerCase());
  }
}

/** What another module defines stands behind a dollar sign in its directives. */
function addForeign(at: Occurrence, { names, beginnings }: GrowingDefined, model: ConfigModel): void {
  for (const { value } of [at.node.name, ...at.node.args])
    if (value.startsWith('$')) names.add(value.slice(1).toLowerCase());
  const beginning = /^[a-z0-9]+_/.exec(at.node.name.value)?.[0];
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
  return model.servers.some((server) => !server.at.children.some(({ node }) => node.name.value === value));
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
