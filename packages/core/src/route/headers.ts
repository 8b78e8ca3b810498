import { headersAt } from '../model/headers.ts';
import { lowerBytes, wordBytes } from './bytes.ts';
import { challengesOf } from './challenges.ts';
import { setSentType } from './content-type.ts';
import { cacheControl } from './expires.ts';
import type { ContentKind } from './outcome.ts';
import { setResponseStatus } from './response-status.ts';
import { evaluateText } from './script.ts';
import { type Bytes, type Exchange, perBlock, type Value } from './types.ts';

export type ResponseHeader = readonly [name: string, value: Value];

interface AddedHeader {
  /** In lower case. */
  readonly name: Bytes;
  readonly value: Bytes;
  readonly always: boolean;
}

/** Statuses that `add_header` without `always`, and `expires`, are for (ngx_http_headers_filter). */
const SAFE: ReadonlySet<number> = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);
/** Headers that there is one of at most: another value takes the place of the first (ngx_http_set_headers). */
const SINGLE: ReadonlySet<string> = new Set(['etag', 'last-modified']);

const addedHeaders = perBlock((block, model): readonly AddedHeader[] =>
  headersAt(model, block, 'add_header').map(({ name, value, always, at }) => ({
    name: lowerBytes(wordBytes(model, at, name)),
    value: wordBytes(model, at, value),
    always,
  })),
);

/**
 * The headers that the configuration adds to a response, in nginx's order and with names in lower case: what asks
 * for a password, `expires` and `add_header`. `status` is the one that is sent; null, where an upstream decides it, gives what
 * is added to a success. `content` tells responses that have no date of a file.
 */
export function responseHeaders(
  exchange: Exchange,
  status: number | null,
  content: ContentKind | null,
): readonly ResponseHeader[] {
  setResponseStatus(exchange, status);
  setSentType(exchange, status, content);
  // A response without a status line has no headers either.
  if (exchange.request.version === '0.9') return [];
  const safe = status === null || SAFE.has(status);
  const headers: ResponseHeader[] = challengesOf(exchange).map(([name, value]) => [name.toLowerCase(), value]);
  const control = safe ? cacheControl(exchange, content !== 'static' && content !== 'upstream') : null;
  if (control !== null) headers.push(['cache-control', control]);
  for (const { name, value, always } of addedHeaders(exchange.block, exchange.model)) {
    if (!safe && !always) continue;
    const result = evaluateText(exchange, value);
    const before = SINGLE.has(name) ? headers.findIndex(([other]) => other === name) : -1;
    if (before >= 0) headers.splice(before, 1);
    if (result !== '') headers.push([name, result]);
  }
  return headers;
}
