import { finalStatus } from './special.ts';
import { type Exchange, perBlock, type Step } from './types.ts';
import { headerValues } from './variables/headers.ts';

type Response = Extract<Step, { kind: 'response' }>;

/** What the header filters of a response look at. */
const ASKING = ['if-unmodified-since', 'if-match', 'if-modified-since', 'if-none-match', 'range'];

/**
 * What `If-…` and `Range` make of a response with status 200: ngx_http_not_modified_header_filter() and
 * ngx_http_range_header_filter(). When a file was changed, its tag and its length are asked.
 */
export function conditional(exchange: Exchange, response: Response): Step {
  const { headers } = exchange.request;
  if (headers.length === 0 || response.content === 'builtin') return response;
  if (finalStatus(exchange, response.status) !== 200) return response;
  if (!headers.some(([name]) => ASKING.includes(name.toLowerCase()))) return response;
  const failed = preconditionFails(exchange, response);
  if (failed) {
    exchange.trace.add('precondition', 'a condition of the client is not met: 412', exchange.block, 'P1');
    return { kind: 'status', status: 412 };
  }
  if (isNotModified(exchange, response)) return { ...withStatus(exchange, response, 304), body: '' };
  return response.content === 'static' ? ranged(exchange, response) : response;
}

function withStatus(exchange: Exchange, response: Response, status: number): Response {
  // "r->headers_out.status = …", behind the point where error_page has its say.
  exchange.errStatus = 0;
  exchange.trace.add('conditional', `the headers of the client make it ${status}`, exchange.block, 'P1');
  return { ...response, status };
}

/** Does the response have a time of its last change and a tag? `empty_gif` has but the time. */
function isFile({ content }: Response): boolean {
  return content === 'static';
}

function isGif({ body }: Response): boolean {
  return typeof body === 'string' && body.startsWith('GIF89a');
}

function preconditionFails(exchange: Exchange, response: Response): boolean {
  const [since] = headerValues(exchange, 'if-unmodified-since');
  if (since !== undefined) {
    // Without a time of its own every response counts as modified.
    const timed = isFile(response) || isGif(response);
    if (!timed || !exchange.decide(`what is sent is not newer than ${since}`, exchange.block)) return true;
  }
  const [match] = headerValues(exchange, 'if-match');
  return match !== undefined && !matches(exchange, response, match);
}

const tagless = perBlock((block, model) => wordOf(model.effective(block, 'etag').values) === 'off');
const timeless = perBlock((block, model) => wordOf(model.effective(block, 'if_modified_since').values) === 'off');
const rangeless = perBlock((block, model) => wordOf(model.effective(block, 'max_ranges').values) === '0');

function wordOf(
  values: readonly { readonly node: { readonly args: readonly { readonly value: string }[] } }[],
): string {
  return values[0]?.node.args[0]?.value.toLowerCase() ?? '';
}

/** ngx_http_test_if_match() */
function matches(exchange: Exchange, response: Response, tags: string): boolean {
  if (tags === '*') return true;
  if (!isFile(response) || tagless(exchange.block, exchange.model)) return false;
  return exchange.decide(`the tag of the file is among ${tags}`, exchange.block);
}

function isNotModified(exchange: Exchange, response: Response): boolean {
  const [since] = headerValues(exchange, 'if-modified-since');
  const [tags] = headerValues(exchange, 'if-none-match');
  if (since === undefined && tags === undefined) return false;
  if (since !== undefined) {
    const timed = (isFile(response) || isGif(response)) && !timeless(exchange.block, exchange.model);
    if (!timed || !exchange.decide(`what is sent has not changed since ${since}`, exchange.block)) return false;
  }
  return tags === undefined || matches(exchange, response, tags);
}

/** `bytes=1-2`, `bytes=3-`, `bytes=-4`, or several. */
const RANGES = /^bytes= *(?:\d+ *- *\d*|- *\d+) *(?:, *(?:\d+ *- *\d*|- *\d+) *)*$/i;

function ranged(exchange: Exchange, response: Response): Step {
  const [range] = headerValues(exchange, 'range');
  if (range === undefined || range.length < 7 || !/^bytes=/i.test(range)) return response;
  if (exchange.request.version === '0.9' || rangeless(exchange.block, exchange.model)) return response;
  const [still] = headerValues(exchange, 'if-range');
  if (still !== undefined && !exchange.decide(`the file is still that of ${still}`, exchange.block)) return response;
  const reached = RANGES.test(range) && exchange.decide(`the file reaches to ${range}`, exchange.block);
  if (!reached) return { kind: 'status', status: 416 };
  // "the sum of the ranges is larger than the file": it is sent as a whole then.
  const several = range.includes(',');
  if (several && !exchange.decide(`the file is as long as ${range} together`, exchange.block)) return response;
  return withStatus(exchange, response, 206);
}
