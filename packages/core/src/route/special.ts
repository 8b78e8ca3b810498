import type { ConfigModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { wordBytes } from './bytes.ts';
import { isMsie } from './msie.ts';
import { evaluateText } from './script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Step } from './types.ts';

type StatusStep = Extract<Step, { kind: 'status' }>;

/** One code of an `error_page` (`ngx_http_err_page_t`). */
interface ErrorPage {
  readonly at: Occurrence;
  /** As written, arguments included. */
  readonly value: Bytes;
  /** The status that is sent: 0 for the one of the page (`=`), null for the one that led there. */
  readonly overwrite: number | null;
}

interface ErrorPages {
  readonly pages: ReadonlyMap<number, ErrorPage>;
  /** The statuses that each directive counts for. */
  readonly byDirective: ReadonlyMap<Occurrence, readonly number[]>;
  readonly recursive: boolean;
}

const NOTHING: ReadonlyMap<Occurrence, readonly number[]> = new Map();

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Numbers of nginx's own for what clients know as 400: NGX_HTTP_REQUEST_HEADER_TOO_LARGE to NGX_HTTP_TO_HTTPS. */
const BAD_REQUESTS: ReadonlySet<number> = new Set([494, 495, 496, 497]);

const errorPages = perBlock((block, model): ErrorPages | null => {
  const { values } = model.effective(block, 'error_page');
  if (values.length === 0) return null;
  const pages = new Map<number, ErrorPage>();
  const byDirective = new Map<Occurrence, number[]>();
  for (const at of values) {
    for (const [status, page] of readErrorPage(model, at)) {
      if (pages.has(status)) continue;
      pages.set(status, page);
      byDirective.set(at, [...(byDirective.get(at) ?? []), status]);
    }
  }
  return { pages, byDirective, recursive: isOn(model, block, 'recursive_error_pages') };
});

/** ngx_http_core_error_page() */
function readErrorPage(model: ConfigModel, at: Occurrence): readonly (readonly [number, ErrorPage])[] {
  const words = at.node.args.map(({ value }) => value);
  const value = wordBytes(model, at, words.at(-1) ?? '');
  const answer = words.at(-2) ?? '';
  const written = answer.startsWith('=');
  return words.slice(0, written ? -2 : -1).map((word) => {
    const status = Number(word);
    const kept = BAD_REQUESTS.has(status) ? 400 : null;
    return [status, { at, value, overwrite: written ? Number(answer.slice(1)) : kept }];
  });
}

function isOn(model: ConfigModel, block: Occurrence, directive: string): boolean {
  return model.effective(block, directive).values[0]?.node.args[0]?.value.toLowerCase() === 'on';
}

/** The directives that would take over a status now, each with its statuses; none where one has taken over before. */
export function errorPagesInForce(exchange: Exchange): ReadonlyMap<Occurrence, readonly number[]> {
  return (usable(exchange) ? errorPages(exchange.block, exchange.model)?.byDirective : null) ?? NOTHING;
}

function usable({ errorPage, uriChanges }: Exchange): boolean {
  return !errorPage && uriChanges !== 0;
}

/**
 * What becomes of a status that is not the one of a page: the page of `error_page`, or the one that is built in.
 * Mirrors ngx_http_special_response_handler().
 */
export function specialResponse(exchange: Exchange, { status }: StatusStep): Step {
  exchange.errStatus = status;
  const set = usable(exchange) ? errorPages(exchange.block, exchange.model) : null;
  if (set !== null) {
    // Once for a request, whether a code fits or not.
    if (!set.recursive) exchange.errorPage = true;
    const page = set.pages.get(status);
    if (page !== undefined) return sendErrorPage(exchange, page);
  }
  if ((status === 301 || status === 302) && refreshes(exchange)) return refresh(exchange);
  if (BAD_REQUESTS.has(status)) exchange.errStatus = 400;
  return builtin(exchange);
}

/** ngx_http_send_error_page() */
function sendErrorPage(exchange: Exchange, { at, value, overwrite }: ErrorPage): Step {
  if (overwrite !== null) exchange.errStatus = overwrite;
  const target = evaluateText(exchange, value);
  if (isUnknown(target)) return { kind: 'unknown', reason: target.unknown };
  const answered =
    overwrite === null ? 'with the same status' : overwrite === 0 ? 'with the status of that' : `as ${overwrite}`;
  exchange.trace.add(
    'error-page',
    `error_page sends ${target} instead, ${answered}`,
    at,
    overwrite === null ? 'E2' : 'E3',
  );
  if (target.startsWith('/')) {
    if (exchange.method !== 'HEAD') exchange.method = 'GET';
    const mark = target.indexOf('?');
    return mark < 0
      ? { kind: 'redirect', uri: target, args: '' }
      : { kind: 'redirect', uri: target.slice(0, mark), args: target.slice(mark + 1) };
  }
  if (target.startsWith('@')) return { kind: 'named', name: target };
  if (overwrite === null || !REDIRECTS.has(overwrite)) exchange.errStatus = 302;
  exchange.location = target;
  return refreshes(exchange) ? refresh(exchange) : builtin(exchange);
}

function builtin(exchange: Exchange): Step {
  return { kind: 'response', status: exchange.errStatus, content: 'builtin' };
}

function refreshes(exchange: Exchange): boolean {
  return isMsie(exchange) && isOn(exchange.model, exchange.block, 'msie_refresh');
}

/** A page that sends old browsers on, in place of a redirect. Mirrors ngx_http_send_refresh(). */
function refresh(exchange: Exchange): Step {
  exchange.errStatus = 200;
  exchange.location = null;
  return builtin(exchange);
}

/**
 * The status that is sent: the one that led to a page where `error_page` does not set another. `status` is the one of
 * the page, null where an upstream decides it. Mirrors ngx_http_send_header().
 */
export function finalStatus(exchange: Exchange, status: number | null): number | null {
  return exchange.errStatus === 0 ? status : exchange.errStatus;
}
