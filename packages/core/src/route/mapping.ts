import type { ConfigModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { wordBytes } from './bytes.ts';
import { evaluateText } from './script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Step, type Value } from './types.ts';

/** `root` or `alias` of a block, as ngx_http_core_root() leaves it: both are one setting. */
export interface RootSetting {
  /** The directive; null where nothing sets it and the folder `html` holds. */
  readonly at: Occurrence | null;
  /**
   * How many bytes of the URI its value takes the place of: 0 for `root`, the length of the location's name for
   * `alias`, and `complete` for `alias` in a location with an expression, whose value is the whole path.
   */
  readonly alias: number | 'complete';
  /** The value, for `root` without its last slash. */
  readonly text: Bytes;
  /** Is it below nginx's own folder? Known while loading, unless it starts with a variable. */
  readonly relative: boolean | 'at run time';
}

/** The path, and how long its part in front of the URI is; or how the request ends because there is none. */
export type Mapped = { readonly path: Value; readonly rootLength: number } | { readonly step: Step };

const DEFAULT_ROOT: RootSetting = { at: null, alias: 0, text: 'html', relative: true };

/** What of `root` and `alias` holds in a block, with the length that belongs to the place where it is written. */
export const rootSetting = perBlock((block, model): RootSetting => {
  for (const name of ['alias', 'root'] as const) {
    const { values, setIn } = model.effective(block, name);
    const [at] = values;
    if (at !== undefined) return readRoot(model, at, name === 'alias' ? setIn : null);
  }
  return DEFAULT_ROOT;
});

function readRoot(model: ConfigModel, at: Occurrence, aliased: Occurrence | null): RootSetting {
  const written = wordBytes(model, at, at.node.args[0]?.value ?? '');
  const location = aliased === null ? null : model.location(aliased);
  const slash = location === null && aliased === null && written.endsWith('/');
  return {
    at,
    alias: location === null ? 0 : location.match === 'regex' ? 'complete' : nameLength(model, location),
    text: slash ? written.slice(0, -1) : written,
    // `root /` keeps no byte of its value, but nginx still sees the slash behind its end.
    relative: written.startsWith('$') ? 'at run time' : !written.startsWith('/'),
  };
}

function nameLength(model: ConfigModel, location: { readonly at: Occurrence; readonly pattern: string }): number {
  return wordBytes(model, location.at, location.pattern).length;
}

/** The value of `root` or `alias`, absolute: `$document_root`. Mirrors ngx_http_variable_document_root(). */
export function documentRoot(exchange: Exchange): Value {
  const setting = rootSetting(exchange.block, exchange.model);
  const text = setting.text.includes('$') ? evaluateText(exchange, setting.text) : setting.text;
  if (isUnknown(text)) return text;
  if (text === '' && setting.relative === 'at run time') return emptyRoot(exchange, setting);
  const relative = setting.relative === 'at run time' ? !text.startsWith('/') : setting.relative;
  return relative ? fullName(exchange, text) : text;
}

/** ngx_test_full_name() reads the first byte of an empty value too, from memory that nobody has written to. */
function emptyRoot(exchange: Exchange, { at }: RootSetting): Bytes {
  const below = exchange.decide('nginx takes an empty "root" or "alias" for a relative path', at);
  return below ? fullName(exchange, '') : '';
}

/** A relative path is below nginx's own folder: mirrors ngx_get_full_name(). */
export function fullName(exchange: Exchange, path: Bytes): Bytes {
  return path.startsWith('/') ? path : `${exchange.prefix}/${path}`;
}

/**
 * The part of a path that stands in front of the URI, and how much of the URI it takes the place of; 500 where `alias`
 * cannot be used because the URI was rewritten.
 */
export function mapRoot(
  exchange: Exchange,
): { readonly root: Value; readonly alias: RootSetting['alias'] } | { readonly step: Step } {
  const setting = rootSetting(exchange.block, exchange.model);
  if (setting.alias !== 0 && !exchange.validLocation) {
    exchange.trace.add('status', '"alias" cannot be used where the URI was rewritten: 500', setting.at, 'W10');
    return { step: { kind: 'status', status: 500 } };
  }
  return { root: documentRoot(exchange), alias: setting.alias };
}

/** The path of the current URI. Mirrors ngx_http_map_uri_to_path(). */
export function mapUri(exchange: Exchange): Mapped {
  const mapped = mapRoot(exchange);
  if ('step' in mapped) return mapped;
  const { root, alias } = mapped;
  if (isUnknown(root)) return { path: root, rootLength: 0 };
  if (alias !== 'complete') return { path: root + exchange.uri.slice(alias), rootLength: root.length };
  return { path: exchange.addUriToAlias ? root + exchange.uri : root, rootLength: root.length };
}

/** `$request_filename`: empty where the URI cannot be mapped. Mirrors ngx_http_variable_request_filename(). */
export function requestFilename(exchange: Exchange): Value {
  const { alias } = rootSetting(exchange.block, exchange.model);
  if (alias !== 0 && !exchange.validLocation) return '';
  const mapped = mapUri(exchange);
  return 'step' in mapped ? '' : mapped.path;
}

/** The directive that says where files are: for the story. */
export function rootAt(exchange: Exchange): Occurrence | null {
  return rootSetting(exchange.block, exchange.model).at;
}
