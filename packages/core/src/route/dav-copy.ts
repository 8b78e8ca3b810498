import { davDepth, davError, davRefusal, hasBody } from './dav-request.ts';
import { unescapeUri } from './escape.ts';
import { fileKind, type KnownKind } from './files.ts';
import { mapUri, rootAt, rootSetting } from './mapping.ts';
import { type Bytes, type Exchange, isUnknown, type Step } from './types.ts';
import { endsInSlash } from './uri-end.ts';
import { headerValues } from './variables/headers.ts';

/** Mirrors ngx_http_dav_copy_move_handler(). */
export function davCopyMove(exchange: Exchange): Step {
  if (hasBody(exchange)) return davRefusal(exchange, 415, 'it has no body');
  const [header] = headerValues(exchange, 'destination');
  const target = header === undefined ? null : destinationOf(exchange, header);
  if (header === undefined || target === null) return davRefusal(exchange, 400, 'there is no valid "Destination"');
  if (endsInSlash(exchange) !== header.endsWith('/')) {
    return davRefusal(exchange, 409, 'only one of both ends is a collection');
  }
  const { alias } = rootSetting(exchange.block, exchange.model);
  if (typeof alias === 'number' && target.length < alias && exchange.model.facts.atLeast('1.28.3')) {
    return davRefusal(exchange, 400, '"Destination" is outside of the location');
  }
  const depth = davDepth(exchange);
  if (depth !== 'infinity' && (exchange.method !== 'COPY' || depth !== '0')) {
    return davRefusal(exchange, 400, '"Depth" does not fit');
  }
  const [overwrite = 'T'] = headerValues(exchange, 'overwrite');
  if (!/^[TF]$/i.test(overwrite)) return davRefusal(exchange, 400, '"Overwrite" must be T or F');
  const from = mappedPath(exchange, exchange.uri);
  const to = mappedPath(exchange, target);
  if (typeof from !== 'string') return from;
  if (typeof to !== 'string') return to;
  return copyMove(exchange, from, to, /^T$/i.test(overwrite));
}

/** The URI in `Destination`, decoded; null for an address of another host, and for what is not safe. */
function destinationOf({ request, host }: Exchange, header: Bytes): Bytes | null {
  if (header.startsWith('/')) return safeUri(header);
  const start = `${request.scheme}://${host}`;
  if (host === '' || !header.startsWith(start)) return null;
  const slash = header.indexOf('/', start.length);
  return slash < 0 ? null : safeUri(header.slice(slash));
}

/** ngx_http_parse_unsafe_uri(), without the arguments. */
function safeUri(text: Bytes): Bytes | null {
  const [path = ''] = text.split('?', 1);
  const plain = unescapeUri(path, 'all');
  const unsafe = [path, plain].some((uri) => uri === '' || uri.includes('\0') || /(?:^|\/)\.\.(?:\/|$)/.test(uri));
  return unsafe ? null : plain;
}

/** The path of a URI, with runs of slashes as one (ngx_http_dav_merge_slashes). */
function mappedPath(exchange: Exchange, uri: Bytes): Bytes | Step {
  const { uri: before } = exchange;
  exchange.uri = uri;
  const mapped = mapUri(exchange);
  exchange.uri = before;
  if ('step' in mapped) return mapped.step;
  if (isUnknown(mapped.path)) return { kind: 'unknown', reason: mapped.path.unknown };
  return mapped.path.replace(/\/+/g, '/');
}

function copyMove(exchange: Exchange, from: Bytes, destination: Bytes, overwrite: boolean): Step {
  const at = rootAt(exchange);
  const slash = destination.endsWith('/');
  const to = slash ? destination.slice(0, -1) : destination;
  if (exchange.model.facts.atLeast('1.31.0') && overlaps(from.replace(/(.)\/$/, '$1'), to, slash)) {
    return davRefusal(exchange, 403, 'one end is inside of the other');
  }
  const there = fileKind(exchange, to, at);
  if (there === 'not-a-directory' || there === 'forbidden') return davError(exchange, there, 404);
  if (there === 'directory' && !slash) return davRefusal(exchange, 409, 'the destination is a collection');
  if (there !== 'missing' && !overwrite) return davRefusal(exchange, 412, 'the destination exists already');
  const kind = fileKind(exchange, from, at);
  if (kind !== 'file' && kind !== 'directory') return davError(exchange, kind, 404);
  if (kind === 'directory' && !endsInSlash(exchange)) return davRefusal(exchange, 400, 'it is a collection');
  return transfer(exchange, kind, to);
}

/** ngx_http_dav_validate_paths() */
function overlaps(from: Bytes, to: Bytes, slash: boolean): boolean {
  return from === to || (slash && (to.startsWith(`${from}/`) || from.startsWith(`${to}/`)));
}

function transfer(exchange: Exchange, kind: KnownKind, to: Bytes): Step {
  const folder = to.slice(0, to.lastIndexOf('/')) || '/';
  const reachable = fileKind(exchange, folder, rootAt(exchange)) === 'directory';
  if (kind === 'directory') {
    return reachable ? { kind: 'status', status: 201 } : davError(exchange, 'missing', 404);
  }
  // MOVE makes the folders on the way ("ext.create_path = 1"), COPY does not.
  if (!reachable && exchange.method === 'COPY') return davRefusal(exchange, 500, 'the folder does not exist');
  return { kind: 'status', status: 204 };
}
