import { davCopyMove } from './dav-copy.ts';
import { davDepth, davError, davRefusal, hasBody } from './dav-request.ts';
import { escapeUri } from './escape.ts';
import { fileKind } from './files.ts';
import { mapUri, rootAt } from './mapping.ts';
import { type Bytes, DECLINED, type Exchange, isUnknown, perBlock, type Step } from './types.ts';
import { endsInSlash } from './uri-end.ts';
import { headerValues } from './variables/headers.ts';

const methodsOf = perBlock((block, model): ReadonlySet<string> => {
  const { values } = model.effective(block, 'dav_methods');
  return new Set(values.flatMap(({ node }) => node.args.map(({ value }) => value.toUpperCase())));
});

/** Mirrors ngx_http_dav_handler(). That the system lets nginx write is taken for granted. */
export function dav(exchange: Exchange): Step {
  if (!methodsOf(exchange.block, exchange.model).has(exchange.method)) return DECLINED;
  switch (exchange.method) {
    case 'PUT':
      return put(exchange);
    case 'DELETE':
      return remove(exchange);
    case 'MKCOL':
      return makeCollection(exchange);
    case 'COPY':
    case 'MOVE':
      return davCopyMove(exchange);
    default:
      return DECLINED;
  }
}

/** ngx_http_dav_put_handler(), which error_page does not see unless it fails. */
function put(exchange: Exchange): Step {
  if (endsInSlash(exchange)) return davRefusal(exchange, 409, 'a collection cannot be PUT');
  if (headerValues(exchange, 'content-range').length > 0) return davRefusal(exchange, 501, 'a range cannot be PUT');
  const path = pathOf(exchange);
  if (typeof path !== 'string') return path;
  const kind = fileKind(exchange, path, rootAt(exchange));
  if (kind === 'directory') return davRefusal(exchange, 409, 'a directory is there already');
  if (kind === 'file') return { kind: 'response', status: 204, content: 'inline' };
  const created = kind === 'missing' && (createsFullPath(exchange) || isInFolder(exchange, path));
  if (!created) return davRefusal(exchange, 500, 'the file cannot be created');
  return { kind: 'response', status: 201, content: 'inline', location: locationOf(exchange) };
}

const createsFullPathIn = perBlock((block, model) => {
  const [setting] = model.effective(block, 'create_full_put_path').values;
  return setting?.node.args[0]?.value.toLowerCase() === 'on';
});

function createsFullPath({ block, model }: Exchange): boolean {
  return createsFullPathIn(block, model);
}

function isInFolder(exchange: Exchange, path: Bytes): boolean {
  const folder = path.slice(0, path.replace(/\/+$/, '').lastIndexOf('/')) || '/';
  return fileKind(exchange, folder, rootAt(exchange)) === 'directory';
}

/** ngx_http_dav_location() */
function locationOf({ uri, model }: Exchange): Bytes {
  return escapeUri(uri, 'uri', model.facts);
}

function pathOf(exchange: Exchange): Bytes | Step {
  const mapped = mapUri(exchange);
  if ('step' in mapped) return mapped.step;
  return isUnknown(mapped.path) ? { kind: 'unknown', reason: mapped.path.unknown } : mapped.path;
}

const leastDepthOf = perBlock((block, model) => {
  const [setting] = model.effective(block, 'min_delete_depth').values;
  return Number(setting?.node.args[0]?.value ?? 0);
});

/** ngx_http_dav_delete_handler() */
function remove(exchange: Exchange): Step {
  if (hasBody(exchange)) return davRefusal(exchange, 415, 'DELETE has no body');
  if (!isDeepEnough(exchange.uri, leastDepthOf(exchange.block, exchange.model))) {
    return davRefusal(exchange, 409, 'the URI is not deep enough for DELETE');
  }
  const path = pathOf(exchange);
  if (typeof path !== 'string') return path;
  const kind = fileKind(exchange, path, rootAt(exchange));
  const collection = endsInSlash(exchange);
  if (kind === 'directory') {
    if (!collection) return davRefusal(exchange, 409, 'a directory needs a slash at the end of its URI');
    if (davDepth(exchange) !== 'infinity') return davRefusal(exchange, 400, '"Depth" must be infinity');
  } else if (kind === 'file') {
    // The system answers ENOTDIR for the name of a file with a slash behind it.
    if (path.endsWith('/')) return davRefusal(exchange, 409, 'a file is no collection');
    const depth = davDepth(exchange);
    if (depth !== '0' && depth !== 'infinity') return davRefusal(exchange, 400, '"Depth" must be 0 or infinity');
  } else return davError(exchange, kind, kind === 'not-a-directory' ? 409 : 404);
  return { kind: 'status', status: 204 };
}

/** Is there something behind as many slashes as `min_delete_depth` wants? */
function isDeepEnough(uri: Bytes, least: number): boolean {
  if (least === 0) return true;
  let depth = 0;
  for (let at = 0; at < uri.length - 1; at++) if (uri[at] === '/' && ++depth >= least) return true;
  return false;
}

/** ngx_http_dav_mkcol_handler() */
function makeCollection(exchange: Exchange): Step {
  if (hasBody(exchange)) return davRefusal(exchange, 415, 'MKCOL has no body');
  if (!endsInSlash(exchange)) return davRefusal(exchange, 409, 'MKCOL needs a slash at the end of the URI');
  const path = pathOf(exchange);
  if (typeof path !== 'string') return path;
  const folder = path.slice(0, -1);
  const kind = fileKind(exchange, folder, rootAt(exchange));
  if (kind === 'file' || kind === 'directory') return davRefusal(exchange, 405, 'it exists already');
  if (kind !== 'missing') return davError(exchange, kind, 409);
  if (!isInFolder(exchange, folder)) return davError(exchange, kind, 409);
  return { kind: 'status', status: 201, location: locationOf(exchange) };
}
