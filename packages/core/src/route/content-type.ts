import { lowerBytes, wordBytes } from './bytes.ts';
import type { ContentKind } from './outcome.ts';
import { type Bytes, type Exchange, perBlock, type Value } from './types.ts';

interface Types {
  /** By extension, in lower case. */
  readonly byExtension: ReadonlyMap<Bytes, Bytes>;
  readonly byDefault: Bytes;
}

/** ngx_http_core_default_types */
const DEFAULTS: ReadonlyMap<Bytes, Bytes> = new Map([
  ['html', 'text/html'],
  ['gif', 'image/gif'],
  ['jpg', 'image/jpeg'],
]);

/** Statuses for which nginx has no page of its own (ngx_http_error_pages), from 300 on. */
const PAGELESS: ReadonlySet<number> = new Set([
  ...[304, 305, 306, 417, 418, 419, 420, 422, 423, 424, 425, 426, 427, 428, 499, 506],
]);

const typesOf = perBlock((block, model): Types => {
  const { values } = model.effective(block, 'types');
  const [byDefault] = model.effective(block, 'default_type').values;
  const byExtension = new Map(values.length === 0 ? DEFAULTS : []);
  for (const at of values.flatMap(({ children }) => children)) {
    const { name, args } = at.node;
    if (name.value === 'include') continue;
    for (const { value } of args)
      byExtension.set(lowerBytes(wordBytes(model, at, value)), wordBytes(model, at, name.value));
  }
  const word = byDefault?.node.args[0]?.value;
  return { byExtension, byDefault: byDefault && word !== undefined ? wordBytes(model, byDefault, word) : 'text/plain' };
});

/** ngx_http_set_content_type(): by the extension of the URI (ngx_http_set_exten). */
function typeByUri({ block, model, uri }: Exchange): Bytes {
  const { byExtension, byDefault } = typesOf(block, model);
  const extension = /[^/]\.([^./]*)$/.exec(uri.slice(1))?.[1] ?? '';
  return byExtension.get(lowerBytes(extension)) ?? byDefault;
}

/** `r->headers_out.content_type` once the headers of a response are made. */
const sent = new WeakMap<Exchange, Value>();

/** The response has its content: from now on `$sent_http_content_type` tells its type. */
export function setSentType(exchange: Exchange, status: number | null, content: ContentKind | null): void {
  sent.set(exchange, sentType(exchange, status, content));
}

const UNKNOWN: Value = { unknown: 'the value of $sent_http_content_type' };

function sentType(exchange: Exchange, status: number | null, content: ContentKind | null): Value {
  if (content === 'static') return typeByUri(exchange);
  // Handlers of their own say what they make; a text of `return` is of the type that its URI has.
  if (content === 'inline') return exchange.handler === null ? typeByUri(exchange) : UNKNOWN;
  if (content !== 'builtin' || status === null || status < 300 || status >= 508) return UNKNOWN;
  return PAGELESS.has(status) ? sentContentType(exchange) : 'text/html';
}

/** `$sent_http_content_type`: empty until a response has its content. */
export function sentContentType(exchange: Exchange): Value {
  return sent.get(exchange) ?? (exchange.internal ? UNKNOWN : '');
}

/** Are the headers of the response being made? */
export function headersAreMade(exchange: Exchange): boolean {
  return sent.has(exchange);
}
