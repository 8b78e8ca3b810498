import type { ConfigModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { fileKind, type KnownKind, shownPath } from './files.ts';
import { mapUri } from './mapping.ts';
import { isGetHeadOrPost, isGetOrHead } from './method-group.ts';
import { type Bytes, DECLINED, type Exchange, isUnknown, perBlock, type Step, type Value } from './types.ts';
import { endsInSlash } from './uri-end.ts';
import { argumentValue } from './variables/headers.ts';

const autoindexOf = perBlock((block, model) => turnedOn(model, block, 'autoindex'));
const randomIndexOf = perBlock((block, model) => turnedOn(model, block, 'random_index'));
const formatOf = perBlock((block, model) => {
  const [setting] = model.effective(block, 'autoindex_format').values;
  return setting?.node.args[0]?.value.toLowerCase() ?? 'html';
});

/** A flag that is `on`: the directive, else null. */
function turnedOn(model: ConfigModel, block: Occurrence, name: string): Occurrence | null {
  const [setting] = model.effective(block, name).values;
  return setting?.node.args[0]?.value.toLowerCase() === 'on' ? setting : null;
}

/** Mirrors ngx_http_autoindex_handler(). */
export function autoindex(exchange: Exchange): Step {
  if (!endsInSlash(exchange) || !isGetOrHead(exchange)) return DECLINED;
  const at = autoindexOf(exchange.block, exchange.model);
  if (at === null) return DECLINED;
  const folder = folderOf(exchange);
  if ('step' in folder) return folder.step;
  if (!isUnknown(folder.path)) exchange.trace.add('autoindex', `lists "${shownPath(folder.path)}"`, at, 'P3');
  if (formatOf(exchange.block, exchange.model) === 'jsonp') {
    const callback = argumentValue(exchange, 'callback');
    if (isUnknown(callback)) return { kind: 'unknown', reason: callback.unknown };
    if (!/^[\w.]{0,128}$/.test(callback)) return { kind: 'status', status: 400 };
  }
  return listing(folderKind(exchange, folder.path, at)) ?? { kind: 'response', status: 200, content: 'autoindex' };
}

/** Mirrors ngx_http_random_index_handler(): which file it takes only chance tells. */
export function randomIndex(exchange: Exchange): Step {
  if (!endsInSlash(exchange) || !isGetHeadOrPost(exchange)) return DECLINED;
  const at = randomIndexOf(exchange.block, exchange.model);
  if (at === null) return DECLINED;
  const folder = folderOf(exchange);
  if ('step' in folder) return folder.step;
  return (
    listing(folderKind(exchange, folder.path, at)) ?? { kind: 'unknown', reason: 'which file random_index chooses' }
  );
}

/** The last byte goes, whatever it is: the value of an `alias` need not end in a slash. */
function folderOf(exchange: Exchange): { readonly path: Value } | { readonly step: Step } {
  const mapped = mapUri(exchange);
  if ('step' in mapped || isUnknown(mapped.path)) return mapped;
  return { path: withoutLast(mapped.path) };
}

function withoutLast(path: Bytes): Bytes {
  return path.length > 1 ? path.slice(0, -1) : path;
}

function folderKind(exchange: Exchange, path: Value, at: Occurrence): KnownKind {
  if (!isUnknown(path)) return fileKind(exchange, path, at);
  return exchange.decide(`the path of "${shownPath(exchange.uri)}" is a directory`, at) ? 'directory' : 'missing';
}

/** What opendir(3) makes of it; null for a folder. */
function listing(kind: KnownKind): Step | null {
  if (kind === 'directory') return null;
  return { kind: 'status', status: kind === 'forbidden' ? 403 : 404 };
}
