import type { Occurrence } from '../tree/tree.ts';
import { own } from './blocks.ts';
import { contentHandler, type HandlerKind } from './handlers.ts';
import type { ConfigModel } from './types.ts';

/** Handlers that run programs beside the files of a site. */
const SCRIPTS: ReadonlySet<HandlerKind> = new Set(['fastcgi', 'uwsgi', 'scgi']);
/** Handlers that hand requests on as they are. */
const PROXIES: ReadonlySet<HandlerKind> = new Set(['proxy', 'grpc', 'tunnel']);

/** Is a request answered by something that runs, rather than by files? */
export function isDynamic(model: ConfigModel, block: Occurrence): boolean {
  const kind = contentHandler(model, block)?.kind;
  return kind !== undefined && (SCRIPTS.has(kind) || PROXIES.has(kind) || kind === 'module' || kind === 'perl');
}

/**
 * Does a request that gets into `other` come to what `meant` would have answered with: the same files, programs beside
 * them, or the same backend? False where that cannot be told.
 */
export function leadsToSame(model: ConfigModel, meant: Occurrence, other: Occurrence): boolean {
  const mine = contentHandler(model, meant);
  const theirs = contentHandler(model, other);
  if (mine === null || theirs === null || theirs.kind === 'return') return false;
  if (mine.kind === 'static' || mine.kind === 'return') {
    // A location that only refuses names no content of its own: what it keeps closed is what others would answer with.
    if (PROXIES.has(theirs.kind)) return own(meant, 'root').length === 0 && !hasAlias(model, meant);
    return (theirs.kind === 'static' || SCRIPTS.has(theirs.kind)) && haveSameFiles(model, meant, other);
  }
  if (SCRIPTS.has(mine.kind) && theirs.kind === 'static') return haveSameFiles(model, meant, other);
  return mine.kind === theirs.kind && mine.at.node.args[0]?.value === theirs.at.node.args[0]?.value;
}

function haveSameFiles(model: ConfigModel, a: Occurrence, b: Occurrence): boolean {
  return !hasAlias(model, a) && !hasAlias(model, b) && rootOf(model, a) === rootOf(model, b);
}

function hasAlias(model: ConfigModel, block: Occurrence): boolean {
  return model.effective(block, 'alias').values.length > 0;
}

function rootOf(model: ConfigModel, block: Occurrence): string {
  return (model.effective(block, 'root').values[0]?.node.args[0]?.value ?? 'html').replace(/\/+$/, '');
}
