import { own } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { lowerBytes, wordBytes } from '../bytes.ts';
import { HostTable } from '../host-table.ts';
import { type Regex, regexOf } from '../regexes.ts';
import { type Bytes, type Exchange, perBlock, type Unknown, type Value } from '../types.ts';
import type { BuiltIns } from './built-in.ts';
import { headerValues } from './headers.ts';

/** What `valid_referers` allow in a block. */
interface Referers {
  /** Hosts with what their URI has to begin with; empty: anything. */
  readonly hosts: HostTable<Bytes>;
  readonly expressions: readonly Regex[];
  /** The expressions among the names of the server; they see the host alone. */
  readonly serverExpressions: readonly Regex[];
  readonly none: boolean;
  readonly blocked: boolean;
}

/** Null where nothing is said; mirrors ngx_http_referer_merge_conf(): only expressions pass into a block with own words. */
const referersOf = perBlock((block, model): { readonly allowed: Referers | null } => ({ allowed: read(block, model) }));

function read(block: Occurrence, model: ConfigModel): Referers | null {
  const outer = block.parent === null ? null : referersOf(block.parent, model).allowed;
  const directives = own(block, 'valid_referers');
  if (directives.length === 0) return outer;
  const hosts = new HostTable<Bytes>();
  const expressions: Regex[] = [];
  const serverExpressions: Regex[] = [];
  const flags = new Set<string>();
  for (const at of directives) {
    const { encoding } = model.source(at.file);
    for (const { value } of at.node.args) {
      if (value === 'none' || value === 'blocked' || value === 'server_names') flags.add(value);
      else if (value.startsWith('~')) expressions.push(regexOf(value.slice(1), true, encoding));
      else addHost(hosts, wordBytes(model, at, value));
    }
  }
  if (flags.has('server_names')) addServerNames(model, block, hosts, serverExpressions);
  return {
    hosts,
    expressions: expressions.length > 0 ? expressions : (outer?.expressions ?? []),
    serverExpressions: serverExpressions.length > 0 ? serverExpressions : (outer?.serverExpressions ?? []),
    none: flags.has('none'),
    blocked: flags.has('blocked'),
  };
}

function addHost(hosts: HostTable<Bytes>, text: Bytes): void {
  const slash = text.indexOf('/');
  hosts.addName(slash < 0 ? text : text.slice(0, slash), slash < 0 ? '' : text.slice(slash));
}

function addServerNames(model: ConfigModel, block: Occurrence, hosts: HostTable<Bytes>, expressions: Regex[]): void {
  const server = model.server(block);
  if (server === null) return;
  const names = own(server.at, 'server_name');
  if (names.length === 0) hosts.addName('', '');
  for (const at of names) {
    for (const { value } of at.node.args) {
      if (!value.startsWith('~')) hosts.addName(wordBytes(model, at, value), '');
      else expressions.push(regexOf(value.slice(1), /[A-Z]/.test(value), model.source(at.file).encoding));
    }
  }
}

/** ngx_http_referer_variable(): `1`, or empty where the referer is valid. */
function invalidReferer(exchange: Exchange): Value {
  const { allowed } = referersOf(exchange.block, exchange.model);
  if (allowed === null) return '';
  const [referer] = headerValues(exchange, 'referer');
  if (referer === undefined) return allowed.none ? '' : '1';
  const scheme = referer.length < 'http://i.ru'.length ? null : /^https?:\/\//i.exec(referer);
  if (scheme === null) return allowed.blocked ? '' : '1';
  const valid = isValid(allowed, referer.slice(scheme[0].length));
  return typeof valid === 'boolean' ? (valid ? '' : '1') : valid;
}

function isValid({ hosts, expressions, serverExpressions }: Referers, rest: Bytes): boolean | Unknown {
  const end = rest.search(/[/:]/);
  const host = lowerBytes(end < 0 ? rest : rest.slice(0, end));
  if (host.length > 256) return false;
  const uri = hosts.find(host);
  if (uri !== undefined) {
    const slash = rest.indexOf('/');
    return uri === '' || (slash >= 0 && rest.startsWith(uri, slash));
  }
  const byName = matches(serverExpressions, host);
  return byName === false ? matches(expressions, rest) : byName;
}

function matches(expressions: readonly Regex[], subject: Bytes): boolean | Unknown {
  for (const { matcher } of expressions) {
    const match = matcher.match(subject);
    if (match === 'cannot-evaluate') return { unknown: 'whether an expression of valid_referers matches' };
    if (match !== null) return true;
  }
  return false;
}

export const refererVariables: BuiltIns = { invalid_referer: invalidReferer };
