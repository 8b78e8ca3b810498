import type { Occurrence } from '../tree/tree.ts';
import { isGetOrHead } from './method-group.ts';
import { fileResponse, serveFile } from './served-file.ts';
import { type Bytes, DECLINED, type Exchange, perBlock, type Step } from './types.ts';
import { endsInSlash } from './uri-end.ts';
import { headerValue, headerValues } from './variables/headers.ts';

interface GzipStatic {
  readonly at: Occurrence;
  readonly always: boolean;
}

const gzipStaticOf = perBlock((block, model): GzipStatic | null => {
  const [at] = model.effective(block, 'gzip_static').values;
  const value = at?.node.args[0]?.value.toLowerCase() ?? 'off';
  return at === undefined || value === 'off' ? null : { at, always: value === 'always' };
});

const oldestVersionOf = perBlock((block, model) => {
  const [setting] = model.effective(block, 'gzip_http_version').values;
  return setting?.node.args[0]?.value ?? '1.1';
});

/** What of `gzip_disable` holds; null where nothing does. */
const disabledOf = perBlock((block, model) => model.effective(block, 'gzip_disable').values[0] ?? null);

/** Mirrors ngx_http_gzip_static_handler(): the file with `.gz` behind its name, where the client takes it. */
export function gzipStatic(exchange: Exchange): Step {
  if (!isGetOrHead(exchange) || endsInSlash(exchange)) return DECLINED;
  const setting = gzipStaticOf(exchange.block, exchange.model);
  // Without "gzip_vary" nginx does not even look for the file; with it nothing but the header comes of it.
  if (setting === null || (!setting.always && !isGzipOk(exchange, setting.at))) return DECLINED;
  const served = serveFile(exchange, '.gz');
  if ('step' in served) return served.step;
  return served.kind === 'file' ? fileResponse(served.path) : DECLINED;
}

/** ngx_http_gzip_ok(); what `Via` and `gzip_disable` make of it is asked. */
function isGzipOk(exchange: Exchange, at: Occurrence): boolean {
  const [accepted] = headerValues(exchange, 'accept-encoding');
  if (accepted === undefined || !acceptsGzip(accepted)) return false;
  if (exchange.request.version < oldestVersionOf(exchange.block, exchange.model)) return false;
  const disabled = headerValue(exchange, 'user-agent') === '' ? null : disabledOf(exchange.block, exchange.model);
  if (disabled === null && headerValues(exchange, 'via').length === 0) return true;
  return exchange.decide('compressed answers are allowed for this client', disabled ?? at);
}

/** ngx_http_gzip_accept_encoding(), which knows no `*`. */
export function acceptsGzip(value: Bytes): boolean {
  const match = /(?:^|[ ,])gzip(.*)$/is.exec(value);
  if (match === null) return false;
  const rest = (match[1] ?? '').replace(/^ +/, '');
  if (rest === '' || rest.startsWith(',')) return true;
  if (!rest.startsWith(';')) return false;
  const quality = rest.slice(1).replace(/^ +/, '');
  if (quality === '') return true;
  const [, written] = /^q=(.+)$/is.exec(quality) ?? [];
  return written !== undefined && isPositive(written);
}

/** ngx_http_gzip_quantity(): `0`, `1`, or with up to three digits behind the point; not above 1. */
function isPositive(text: Bytes): boolean {
  const [, whole, digits = ''] = /^([01])(?:\.([0-9]*))?(?:[, ]|$)/.exec(text) ?? [];
  if (whole === undefined || digits.length > 3) return false;
  // It adds the digits up, wherever they stand.
  const sum = Number(whole) * 100 + Array.from(digits, Number).reduce((all, digit) => all + digit, 0);
  return sum > 0 && sum <= 100;
}
