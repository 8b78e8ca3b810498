import type { Occurrence } from '../tree/tree.ts';
import { contentHandler, type HandlerKind } from './handlers.ts';
import { tryFiles } from './redirects.ts';
import type { ConfigModel } from './types.ts';

/** Handlers that answer without a look at `root` and `alias`. */
const WITHOUT_FILES: ReadonlySet<HandlerKind> = new Set([
  'return',
  'proxy',
  'grpc',
  'tunnel',
  'memcached',
  'empty_gif',
  'stub_status',
  'api',
]);

/** Do requests that end in a block make use of its `root` or `alias`? Scripts of FastCGI and the like are files too. */
export function mapsFiles(model: ConfigModel, block: Occurrence): boolean {
  const handler = contentHandler(model, block);
  return handler !== null && !WITHOUT_FILES.has(handler.kind);
}

/** Does `try_files` look for fixed names only, so that the path of the request does not matter? */
export function triesFixedFiles(block: Occurrence): boolean {
  return tryFiles(block)?.files.every(({ value }) => !value.includes('$')) ?? false;
}

/** Does a path end with a variable, so that nobody knows its last character? */
export function endsWithVariable(path: string): boolean {
  return /\$(?:\w+|\{\w+\})$/.test(path);
}

/** Does the last part of a path have an extension, as a file does? `.well-known` has none. */
export function looksLikeFile(path: string): boolean {
  return /[^/.][^/]*\.[A-Za-z0-9]+$/.test(path);
}
