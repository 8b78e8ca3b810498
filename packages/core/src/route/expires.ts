import { parseSeconds } from '../nginx/units.ts';
import { wordBytes } from './bytes.ts';
import { evaluateText } from './script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Value } from './types.ts';

/** `ngx_http_expires_t`, with the seconds of a time. */
type Expires =
  | { readonly kind: 'off' | 'epoch' | 'max' | 'daily' }
  | { readonly kind: 'access' | 'modified'; readonly seconds: number };

interface ExpiresSetting {
  readonly modified: boolean;
  readonly value: Bytes;
  /** Null where variables make it. */
  readonly fixed: Expires | null;
}

const NO_CACHE = 'no-cache';
const DAY = 86_400;

const setting = perBlock((block, model): ExpiresSetting | null => {
  const [at] = model.effective(block, 'expires').values;
  if (at === undefined) return null;
  const words = at.node.args.map((word) => wordBytes(model, at, word.value));
  const modified = words.length > 1;
  const value = words.at(-1) ?? '';
  return { modified, value, fixed: value.includes('$') ? null : parseExpires(value, modified) };
});

/**
 * What `expires` writes into `Cache-Control`; null where it writes nothing. `undated` responses have no
 * `Last-Modified`, which `modified` counts from. Mirrors ngx_http_set_expires().
 */
export function cacheControl(exchange: Exchange, undated: boolean): Value | null {
  const set = setting(exchange.block, exchange.model);
  if (set === null) return null;
  const value = set.fixed === null ? evaluateText(exchange, set.value) : set.value;
  if (isUnknown(value)) return value;
  const expires = set.fixed ?? parseExpires(value, set.modified);
  switch (expires?.kind) {
    case undefined:
    case 'off':
      return null;
    case 'epoch':
      return NO_CACHE;
    case 'max':
      return 'max-age=315360000';
    case 'daily':
      return { unknown: 'the time of the day' };
    case 'access':
      return maxAge(expires.seconds);
    case 'modified':
      // A negative time needs no date where it is written, but does where variables make it ("conf->expires_time < 0").
      if (undated || expires.seconds === 0 || (expires.seconds < 0 && set.fixed !== null))
        return maxAge(expires.seconds);
      return { unknown: 'when the file was changed' };
  }
}

function maxAge(seconds: number): Bytes {
  return seconds < 0 ? NO_CACHE : `max-age=${seconds}`;
}

/** ngx_http_parse_expires(); null where it refuses. */
function parseExpires(value: Bytes, modified: boolean): Expires | null {
  if (!modified && (value === 'epoch' || value === 'max' || value === 'off')) return { kind: value };
  const daily = value.startsWith('@');
  if (daily && modified) return null;
  const time = parseSeconds(/^[@+-]/.test(value) ? value.slice(1) : value);
  if (time === null || (daily && time > DAY)) return null;
  if (daily) return { kind: 'daily' };
  // The sign of zero would be told.
  const seconds = value.startsWith('-') && time > 0 ? -time : time;
  return { kind: modified ? 'modified' : 'access', seconds };
}
