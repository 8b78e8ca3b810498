import type { Occurrence } from '../tree/tree.ts';
import { askOnce } from './ask-once.ts';
import { blockAt, enclosing } from './blocks.ts';
import type { ConfigModel } from './types.ts';

/** `module` is a handler of a module that does not come with nginx; `static` stands for files, `root` or `alias`. */
export type HandlerKind =
  | 'static'
  | 'return'
  | 'proxy'
  | 'fastcgi'
  | 'uwsgi'
  | 'scgi'
  | 'grpc'
  | 'tunnel'
  | 'memcached'
  | 'empty_gif'
  | 'flv'
  | 'mp4'
  | 'perl'
  | 'stub_status'
  | 'api'
  | 'hls'
  | 'module';

/** What answers requests. */
export interface ContentHandler {
  readonly kind: HandlerKind;
  /** The directive that sets it; the block itself for files. */
  readonly at: Occurrence;
}

/** Directives that set `clcf->handler`; those that pass on stand first, in the order in which nginx merges them. */
const HANDLERS: ReadonlyMap<string, HandlerKind> = new Map<string, HandlerKind>([
  ['proxy_pass', 'proxy'],
  ['fastcgi_pass', 'fastcgi'],
  ['uwsgi_pass', 'uwsgi'],
  ['scgi_pass', 'scgi'],
  ['grpc_pass', 'grpc'],
  ['tunnel_pass', 'tunnel'],
  ['memcached_pass', 'memcached'],
  ['empty_gif', 'empty_gif'],
  ['flv', 'flv'],
  ['mp4', 'mp4'],
  ['perl', 'perl'],
  ['stub_status', 'stub_status'],
  ['api', 'api'],
  ['hls', 'hls'],
  ['content_by_lua', 'module'],
  ['content_by_lua_block', 'module'],
  ['content_by_lua_file', 'module'],
  ['js_content', 'module'],
  ['echo', 'module'],
]);

/** Handlers that a `limit_except` takes over from its location (`ngx_http_proxy_merge_loc_conf`: `lmt_excpt`). */
const PASSING = ['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass', 'tunnel_pass', 'memcached_pass'];

/**
 * What answers a request that ends in a block: a `location`, `if`, `limit_except`, or a `server` none of whose
 * locations matches. A `return` counts before any handler, that of the server before those of its locations. What only
 * some requests meet (a `return` in an `if` further in, `rewrite`, access rules) is left aside. null outside servers.
 */
export function contentHandler(model: ConfigModel, at: Occurrence): ContentHandler | null {
  const block = blockAt(at);
  return block === null ? null : handlerOf(model, block);
}

const handlerOf = askOnce(findHandler);

function findHandler(model: ConfigModel, block: Occurrence): ContentHandler | null {
  const server = enclosing(block, 'server');
  if (server === null || (server.context !== 'http' && model.server(block) === null)) return null;
  const returned = model.named('return').length === 0 ? null : returnAt(model, block, server);
  if (returned !== null) return { kind: 'return', at: returned };
  return handlerAt(settersOf(model), block) ?? { kind: 'static', at: block };
}

type Setters = ReadonlyMap<Occurrence, ContentHandler>;

const setters = new WeakMap<ConfigModel, Setters>();

/** What blocks themselves set: the last counts. Most set nothing. */
function settersOf(model: ConfigModel): Setters {
  let found = setters.get(model);
  if (found === undefined) {
    const last = new Map<Occurrence, ContentHandler>();
    for (const [name, all] of model.byName) {
      if (HANDLERS.has(name) || name.endsWith('_pass')) for (const at of all) noteSetter(last, at);
    }
    found = last;
    setters.set(model, found);
  }
  return found;
}

function noteSetter(last: Map<Occurrence, ContentHandler>, at: Occurrence): void {
  const kind = handlerKind(at);
  const block = at.parent;
  if (kind === null || block === null) return;
  const before = last.get(block)?.at;
  if (before !== undefined && block.children.indexOf(before) > block.children.indexOf(at)) return;
  last.set(block, { kind, at });
}

/** The handler that a block sets or takes over from the location around it; null where files are served. */
function handlerAt(setters: Setters, block: Occurrence): ContentHandler | null {
  const own = setters.get(block);
  if (own !== undefined) return own;
  if (block.parent === null) return null;
  const name = block.name;
  if (name === 'limit_except') return passingHandler(block.parent);
  // "if (clcf->handler) r->content_handler = clcf->handler": an `if` that sets none leaves the one there is.
  return name === 'if' ? handlerAt(setters, block.parent) : null;
}

/** `clcf->handler`: what the configuration of a block itself defines, a `limit_except` also by merging. */
export function definedHandler(block: Occurrence): ContentHandler | null {
  const own = lastHandler(block);
  if (own !== null || block.parent === null) return own;
  return block.name === 'limit_except' ? passingHandler(block.parent) : null;
}

function lastHandler(block: Occurrence): ContentHandler | null {
  for (let index = block.children.length - 1; index >= 0; index--) {
    const child = block.children[index];
    const kind = child === undefined ? null : handlerKind(child);
    if (child !== undefined && kind !== null) return { kind, at: child };
  }
  return null;
}

/** Directives of nginx and well-known modules that set a handler. */
export const HANDLER_DIRECTIVES: readonly string[] = [...HANDLERS.keys()];

/** All that a block sets itself, in reading order: each takes the place of the one before it. */
export function ownHandlers(block: Occurrence): readonly ContentHandler[] {
  return block.children.flatMap((at) => {
    const kind = handlerKind(at);
    return kind === null ? [] : [{ kind, at }];
  });
}

/** Does nothing else in a block set a handler, or answer in its place? */
export function isOnlyHandler(block: Occurrence, handler: Occurrence): boolean {
  return block.children.every((child) => child === handler || (child.name !== 'return' && handlerKind(child) === null));
}

function handlerKind(at: Occurrence): HandlerKind | null {
  const name = at.name;
  const known = HANDLERS.get(name);
  if (known !== undefined) return known;
  // `redis2_pass`, `postgres_pass`, `upload_pass`, …
  return name.endsWith('_pass') && at.fact?.source.startsWith('third-party:') ? 'module' : null;
}

/** Where a location sets several, each module merges its own: the first in nginx's order of modules takes the place. */
function passingHandler(location: Occurrence): ContentHandler | null {
  for (const name of PASSING) {
    const at = location.children.find((child) => child.name === name);
    const kind = HANDLERS.get(name);
    if (at !== undefined && kind !== undefined) return { kind, at };
  }
  return null;
}

/** The `return` that every request meets before it gets to a handler. */
function returnAt(model: ConfigModel, block: Occurrence, server: Occurrence): Occurrence | null {
  const early = returnOrNull(firstStop(server));
  // Named locations are entered after the server's own rewriting.
  if (early !== null && model.location(block)?.match !== 'named') return early;
  if (block === server) return null;
  const around = block.parent;
  // A `limit_except` has settings, and so a rewriting, of its own.
  if (block.name !== 'if' || around === null || around === server) {
    return returnOrNull(firstStop(block));
  }
  // An `if` is a part of its location's rewriting, which goes on after it.
  const outer = firstStop(around);
  const before = outer !== null && around.children.indexOf(outer) < around.children.indexOf(block);
  return returnOrNull(before ? outer : (firstStop(block) ?? outer));
}

/** The first `return` or `break` of a block: what follows it is not run. Neither is inherited. */
function firstStop(block: Occurrence): Occurrence | null {
  for (const child of block.children) {
    const name = child.name;
    if (name === 'return' || name === 'break') return child;
  }
  return null;
}

/** The `return` of a location that every request meets which comes into it; null where some get past it. */
export function ownReturn(block: Occurrence): Occurrence | null {
  return returnOrNull(firstStop(block));
}

function returnOrNull(stop: Occurrence | null): Occurrence | null {
  return stop?.name === 'return' ? stop : null;
}
