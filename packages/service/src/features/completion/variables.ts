import type { ConfigModel, Facts, VariableFact } from '@nginx-lint/core';
import { variableSummary } from '../../summaries.ts';
import { type DefinedVariable, definitionsOf, serverAround } from './definitions.ts';
import { isThere } from './directives.ts';
import { requestHeaders, responseHeaders } from './header-names.ts';
import type { Offer } from './item.ts';
import { type Scene, type Setting, scopeOf } from './scene.ts';
import type { TypedWord } from './statement.ts';

type Scope = 'http' | 'stream';

const RANK = { local: 1, usual: 2, other: 3, family: 4, member: 5, elsewhere: 6 };

/** Those that most configurations use, the first ones first. */
const USUAL: readonly string[] = [
  ...['host', 'uri', 'request_uri', 'scheme', 'remote_addr', 'proxy_add_x_forwarded_for', 'http_host', 'args'],
  ...['is_args', 'document_root', 'fastcgi_script_name', 'document_uri', 'server_name', 'server_port', 'request'],
  ...['request_method', 'status', 'body_bytes_sent', 'http_user_agent', 'http_referer', 'http_upgrade', 'time_local'],
  ...['binary_remote_addr', 'server_addr', 'remote_user', 'request_time', 'upstream_response_time', 'request_id'],
  ...['remote_port', 'query_string', 'http_x_forwarded_for', 'ssl_preread_server_name', 'protocol', 'bytes_sent'],
];

/** The variable that is typed at the end of a word: `$`, `${na`; null where none is. */
export function variableIn(word: TypedWord): { readonly typed: string; readonly braced: boolean } | null {
  const found = /\$(\{?)\w*$/.exec(word.before);
  if (found === null || isEscaped(word.before, found.index)) return null;
  return { typed: found[0], braced: found[1] === '{' };
}

/** A backslash keeps nginx's reader from what follows, which then is no variable's beginning in an expression. */
function isEscaped(text: string, at: number): boolean {
  return text[at - 1] === '\\' && text[at - 2] !== '\\';
}

/** Variables where `typed`, from its dollar sign on, stands before the cursor; all of them where it is empty. */
export function variableOffers(scene: Scene, word: TypedWord, typed: string, braced: boolean): Offer[] {
  const { offset } = scene.spot;
  const rest = typed === '' ? 0 : (/^\w*/.exec(word.after)?.[0].length ?? 0);
  const close = braced && word.after[rest] === '}' ? 1 : 0;
  const span = { start: offset - typed.length, end: offset + rest + close };
  const scopes = new Map<Scope, Setting>();
  for (const setting of scene.settings) {
    const scope = scopeOf(setting);
    if (scope !== null && !scopes.has(scope)) scopes.set(scope, setting);
  }
  const { file } = scene;
  return [...scopes].flatMap(([scope, setting]) => {
    const here = [...new Set(setting.places.map(({ block }) => (block === null ? null : serverAround(block))))];
    return variablesOf(setting, scope).map(({ name, rank, order, detail, servers }): Offer => {
      const label = `$${name}`;
      const data = { of: 'variable', file, name, scope } as const;
      const near = servers === undefined || servers.has(null) || here.some((server) => servers.has(server));
      const plain = { label, kind: 'variable', rank: near ? rank : RANK.elsewhere, order, detail, span, data } as const;
      return braced ? { ...plain, text: `\${${name}}`, filterText: `\${${name}` } : plain;
    });
  });
}

interface Variable {
  readonly name: string;
  readonly rank: number;
  readonly order: number | undefined;
  readonly detail: string;
  /** Where it is defined; undefined for those of nginx. */
  readonly servers?: DefinedVariable['servers'];
}

const known = new WeakMap<ConfigModel, Map<Scope, readonly Variable[]>>();

function variablesOf({ model, facts }: Setting, scope: Scope): readonly Variable[] {
  let scopes = known.get(model);
  if (scopes === undefined) {
    scopes = new Map();
    known.set(model, scopes);
  }
  let variables = scopes.get(scope);
  if (variables === undefined) {
    variables = all(model, facts, scope);
    scopes.set(scope, variables);
  }
  return variables;
}

function all(model: ConfigModel, facts: Facts, scope: Scope): Variable[] {
  const names = definitionsOf(model);
  const own = [...names.variables[scope].values()].map(definedHere);
  const theirs = facts.variables(scope).filter((fact) => isThere(fact, facts, names));
  return [...own, ...theirs.map(fromFacts), ...members(facts, scope)];
}

function variable(name: string, rank: number, detail: string, order?: number): Variable {
  return { name, rank, order, detail };
}

function definedHere({ name, at, servers }: DefinedVariable): Variable {
  // A line of a module's own grammar (`geoip2`) begins with the variable.
  const entry = at.fact === null && at.name.startsWith('$') ? at.parent : null;
  const by = entry ?? (at.fact?.definesVariable === undefined ? null : at);
  const detail = by === null ? 'named group' : by.name;
  return { ...variable(name, RANK.local, detail), servers };
}

function fromFacts(fact: VariableFact): Variable {
  const { name, prefix, module } = fact;
  if (prefix === true) return variable(name, RANK.family, `a family: $${name}NAME`);
  return ranked(name, RANK.other, variableSummary(fact) ?? module);
}

/** The usual ones before the others. */
function ranked(name: string, rank: number, detail: string): Variable {
  const order = USUAL.indexOf(name);
  return order === -1 ? variable(name, rank, detail) : variable(name, RANK.usual, detail, order);
}

/** Members of the families of headers that are wanted often. */
function members(facts: Facts, scope: Scope): Variable[] {
  if (scope === 'stream') return [];
  const member = (family: string, header: string, of: string): Variable[] => {
    if (facts.variable(family, scope) === null) return [];
    const name = `${family}${header.toLowerCase().replaceAll('-', '_')}`;
    return [ranked(name, RANK.member, `${of} header ${header}`)];
  };
  return [
    ...requestHeaders.flatMap((header) => member('http_', header, 'request')),
    ...responseHeaders.flatMap((header) => [
      ...member('sent_http_', header, 'response'),
      ...member('upstream_http_', header, "the upstream's"),
    ]),
  ];
}
