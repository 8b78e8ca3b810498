import type { ServerModel } from '../model/types.ts';
import { isHostName } from '../nginx/host-names.ts';
import type { Word } from '../syntax/nodes.ts';
import { isPlainHost } from './host.ts';
import type { Bytes } from './types.ts';

/** A name of a server that is no expression. */
export interface Name {
  readonly server: ServerModel;
  /** Null: the server has no `server_name`, which is the name "". */
  readonly word: Word | null;
  /** Its place among all names of the socket. */
  readonly order: number;
}

interface Head extends Name {
  /** `.a` stands for `a` too. */
  readonly bare: boolean;
}

/** The hashes of a socket: ngx_hash_combined_t, and what ngx_hash_add_key() remembers while they are filled. */
export interface NameTables {
  readonly exact: Map<Bytes, Name>;
  readonly heads: Map<Bytes, Head>;
  readonly tails: Map<Bytes, Name>;
  /** Exact names that are taken without being in `exact`: a `.a` takes `a`, even where a `*.a` came before and the rest is ignored. */
  readonly taken: Set<Bytes>;
}

export type NameReason = 'exact name' | 'leading wildcard' | 'trailing wildcard';

export function newTables(): NameTables {
  return { exact: new Map(), heads: new Map(), tails: new Map(), taken: new Set() };
}

/** ngx_hash_add_key() with NGX_HASH_WILDCARD_KEY: what is there already stays, and what nginx refuses is left out. */
export function addName(tables: NameTables, key: Bytes, name: Name): void {
  if (isPlainHost(key)) addExact(tables, key, name);
  else if (isHostName(key)) addWildcard(tables, key, name);
}

/** Also a plain name with other signs in it. */
function addWildcard(tables: NameTables, key: Bytes, name: Name): void {
  if (key.length > 1 && key.startsWith('.')) {
    const rest = key.slice(1);
    if (tables.taken.has(rest) || tables.exact.has(rest)) return;
    tables.taken.add(rest);
    if (!tables.heads.has(rest)) tables.heads.set(rest, { ...name, bare: true });
  } else if (key.startsWith('*.')) {
    const rest = key.slice(2);
    if (!tables.heads.has(rest)) tables.heads.set(rest, { ...name, bare: false });
  } else if (key.endsWith('.*')) {
    const rest = key.slice(0, -2);
    if (!tables.tails.has(rest)) tables.tails.set(rest, name);
  } else addExact(tables, key, name);
}

function addExact({ exact, taken }: NameTables, key: Bytes, name: Name): void {
  if (!exact.has(key) && !(taken.size > 0 && taken.has(key))) exact.set(key, name);
}

/** ngx_hash_find_combined(): the exact name, else the longest `*.name`, else the longest `name.*`. */
export function findName(tables: NameTables, host: Bytes): { readonly name: Name; readonly reason: NameReason } | null {
  const exact = tables.exact.get(host);
  if (exact !== undefined) return { name: exact, reason: 'exact name' };
  const head = tables.heads.size === 0 ? null : findHead(tables.heads, host);
  if (head !== null) return { name: head, reason: 'leading wildcard' };
  const tail = tables.tails.size === 0 ? null : findTail(tables.tails, host);
  return tail === null ? null : { name: tail, reason: 'trailing wildcard' };
}

function findHead(heads: NameTables['heads'], host: Bytes): Name | null {
  const whole = heads.get(host);
  if (whole?.bare) return whole;
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    const head = heads.get(host.slice(dot + 1));
    if (head !== undefined) return head;
  }
  return null;
}

function findTail(tails: NameTables['tails'], host: Bytes): Name | null {
  for (let dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
    const tail = tails.get(host.slice(0, dot));
    if (tail !== undefined) return tail;
  }
  return null;
}
