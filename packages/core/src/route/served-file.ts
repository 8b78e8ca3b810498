import type { Occurrence } from '../tree/tree.ts';
import { fileKind, isDirectory, isFile, type KnownKind, shownPath } from './files.ts';
import { mapUri, rootAt } from './mapping.ts';
import { openFile } from './opened-file.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Step, type Value } from './types.ts';

/** What a handler of files finds at the path of the URI. */
export interface Served {
  readonly path: Value;
  readonly kind: KnownKind;
}

const symlinksOf = perBlock((block, model): Occurrence | null => {
  const [setting] = model.effective(block, 'disable_symlinks').values;
  return setting === undefined || setting.node.args[0]?.value.toLowerCase() === 'off' ? null : setting;
});

/** ngx_open_cached_file(): with `disable_symlinks` a link on the way is as good as a file without permission. */
export function openedKind(exchange: Exchange, path: Value, at: Occurrence | null): KnownKind {
  const symlinks = symlinksOf(exchange.block, exchange.model);
  const shown = `"${shownPath(isUnknown(path) ? exchange.uri : path)}"`;
  if (symlinks !== null && exchange.decide(`a symbolic link that is not allowed leads to ${shown}`, symlinks)) {
    return 'forbidden';
  }
  if (!isUnknown(path)) return fileKind(exchange, path, at);
  if (exchange.decide(`the path of ${shown} is a file`, at)) return 'file';
  return exchange.decide(`the path of ${shown} is a directory`, at) ? 'directory' : 'missing';
}

/** The same for `try_files`, which wants one kind only. */
export function isOpened(
  exchange: Exchange,
  path: Bytes,
  wanted: 'file' | 'directory',
  at: Occurrence | null,
): boolean {
  const symlinks = symlinksOf(exchange.block, exchange.model);
  if (symlinks !== null && openedKind(exchange, path, at) === 'forbidden') return false;
  return wanted === 'file' ? isFile(exchange, path, at) : isDirectory(exchange, path, at);
}

/** Maps the URI and looks at what is there; `suffix` is `.gz` of gzip_static. */
export function serveFile(exchange: Exchange, suffix = ''): Served | { readonly step: Step } {
  const served = findFile(exchange, suffix);
  if ('path' in served && !isUnknown(served.path)) openFile(exchange, served.path);
  return served;
}

/** The same for handlers whose file is not the one that the static handler opened. */
export function findFile(exchange: Exchange, suffix = ''): Served | { readonly step: Step } {
  const mapped = mapUri(exchange);
  if ('step' in mapped) return mapped;
  const path = isUnknown(mapped.path) ? mapped.path : mapped.path + suffix;
  const at = rootAt(exchange);
  const kind = openedKind(exchange, path, at);
  const shown = isUnknown(path) ? `the path of ${exchange.uri}` : `"${shownPath(path)}"`;
  exchange.trace.add('file', `${shown} ${SAID[kind]}`, at, 'M5');
  return { path, kind };
}

const SAID: Readonly<Record<KnownKind, string>> = {
  file: 'is a file',
  directory: 'is a directory',
  missing: 'does not exist',
  'not-a-directory': 'is below a file',
  forbidden: 'may not be read',
};

/** How a handler of files ends where there is nothing that it can open (ngx_http_static_handler). */
export function refusal(kind: KnownKind): Step | null {
  if (kind === 'missing' || kind === 'not-a-directory') return { kind: 'status', status: 404 };
  return kind === 'forbidden' ? { kind: 'status', status: 403 } : null;
}

export function fileResponse(path: Value): Step {
  return isUnknown(path)
    ? { kind: 'response', status: 200, content: 'static' }
    : { kind: 'response', status: 200, content: 'static', path };
}
