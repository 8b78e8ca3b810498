import type { ConfigModel } from '../model/types.ts';
import { type Choice, receive } from './connect.ts';
import { responseHeaders } from './headers.ts';
import { locationHeader } from './location-header.ts';
import { requestFilename } from './mapping.ts';
import { mergeRuns } from './merge-runs.ts';
import { newExchange } from './new-exchange.ts';
import { openedFile } from './opened-file.ts';
import type { ContentKind, RouteOutcome } from './outcome.ts';
import type { End, Journal } from './phases.ts';
import { answers, type Questions } from './questions.ts';
import { socketFor } from './sockets.ts';
import { finalStatus } from './special.ts';
import { type Bytes, type Exchange, type FileProbe, isUnknown, type RouteRequest, type TraceStep } from './types.ts';
import { firstUpstream } from './upstream/upstream.ts';
import { currentArgs } from './variables/request.ts';

export interface RouteOptions {
  /** Asked for files in nginx's own order; every path is `unknown` without it. */
  readonly probe?: FileProbe;
  /** The folder that relative paths begin in (`nginx -p`); `/etc/nginx` unless told. */
  readonly prefix?: Bytes;
  /** Leave the trace out, which costs time where thousands of requests are asked about. */
  readonly untraced?: boolean;
}

/** The fields that nobody knows once it cannot be told what happens next. */
const FOLLOWING = [
  ...['locations', 'final', 'uri', 'args', 'status', 'locationHeader', 'content', 'requestFilename', 'filename'],
  ...['upstream', 'headers', 'body'],
] as const satisfies readonly (keyof RouteOutcome)[];

/** One way through the configuration, with an answer to each question that only a running nginx could answer. */
export interface Run {
  readonly outcome: RouteOutcome;
  readonly questions: Questions;
}

/**
 * What nginx would do with a request: follows it from the socket to its end as `ngx_http_process_request_line` and what
 * comes after it do. Where the way depends on what cannot be known, every way is followed; what differs is null in the
 * outcome, and `uncertain` says why.
 */
export function route(model: ConfigModel, request: RouteRequest, options: RouteOptions = {}): RouteOutcome {
  return mergeRuns((given) => runOnce(model, request, options, given));
}

function runOnce(model: ConfigModel, request: RouteRequest, options: RouteOptions, given: readonly boolean[]): Run {
  const steps: TraceStep[] = [];
  const questions = answers(given, () => steps.length);
  const socket = socketFor(model, request.connect);
  if (socket === null) return { outcome: nothingListens(request), questions };
  const traced = options.untraced !== true;
  const exchange = newExchange({
    ...{ model, request, server: socket.defaultServer },
    prefix: options.prefix ?? '/etc/nginx',
    probe: options.probe ?? (() => 'unknown'),
    trace: { add: (step, text, at, rule) => void (traced && steps.push({ step, text, at, rule })) },
    decide: (condition, at) => questions.ask(condition, at),
  });
  const journal: Journal = { locations: [] };
  const choice: Choice = { reason: socket.servers.length === 1 ? 'only server' : 'default', sni: null };
  const end = receive(exchange, socket, journal, choice);
  return { outcome: outcomeOf(exchange, journal, choice, end, steps), questions };
}

function outcomeOf(
  exchange: Exchange,
  journal: Journal,
  { reason }: Choice,
  end: End,
  trace: readonly TraceStep[],
): RouteOutcome {
  const uncertain: string[] = [];
  const lost = end.kind === 'unknown';
  const open = new Set<string>(lost ? FOLLOWING : []);
  const known = <T>(field: string, value: T | { readonly unknown: string } | null | undefined): T | null => {
    if (value === null || value === undefined) return null;
    if (typeof value === 'object' && 'unknown' in value) {
      uncertain.push(value.unknown);
      open.add(field);
      return null;
    }
    return value as T;
  };
  if (lost) uncertain.push(end.reason);
  const status = statusOf(exchange, end);
  return {
    request: exchange.request,
    server: reason === null ? null : exchange.server,
    serverReason: reason,
    locations: lost ? null : journal.locations,
    final: lost ? null : exchange.block,
    uri: lost ? null : exchange.uri,
    args: lost ? null : known('args', currentArgs(exchange)),
    parsedUri: exchange.target?.uri ?? null,
    parsedArgs: exchange.target?.args ?? null,
    status,
    locationHeader:
      lost || end.kind === 'close' || exchange.location === null ? null : known('locationHeader', absolute(exchange)),
    content: contentOf(end),
    requestFilename: lost ? null : known('requestFilename', requestFilename(exchange)),
    filename: lost ? null : openedFile(exchange),
    upstream: firstUpstream(exchange),
    headers: lost || end.kind === 'close' ? [] : headersOf(exchange, status, contentOf(end), open),
    body: end.kind === 'response' && !isHeaderOnly(exchange, status) ? known('body', end.body) : null,
    trace,
    uncertain,
    open,
  };
}

function statusOf(exchange: Exchange, end: End): number | null {
  if (end.kind === 'response') return finalStatus(exchange, end.status);
  if (end.kind === 'upstream') return finalStatus(exchange, null);
  if (end.kind !== 'close') return null;
  // What the log says: $status of a response that was not sent.
  if (exchange.errStatus !== 0 || end.status !== 0) return exchange.errStatus || end.status;
  return exchange.request.version === '0.9' ? 9 : 0;
}

/** `r->header_only`: what ngx_http_header_filter() lets no body follow, whatever the handler has for one. */
function isHeaderOnly({ method, request }: Exchange, status: number | null): boolean {
  if (request.version === '0.9') return false;
  return method === 'HEAD' || status === 204 || status === 304;
}

function contentOf(end: End): ContentKind | null {
  if (end.kind === 'response') return end.content;
  return end.kind === 'upstream' ? 'upstream' : null;
}

function absolute(exchange: Exchange) {
  const { location } = exchange;
  // A response without a status line has no headers.
  if (exchange.request.version === '0.9') return null;
  return location === null || isUnknown(location) ? location : locationHeader(exchange, location);
}

function headersOf(
  exchange: Exchange,
  status: number | null,
  content: ContentKind | null,
  open: Set<string>,
): RouteOutcome['headers'] {
  const known = (each: readonly [string, unknown]): each is readonly [string, Bytes] => {
    if (typeof each[1] !== 'string') open.add(`headers.${each[0]}`);
    return typeof each[1] === 'string';
  };
  return responseHeaders(exchange, status, content).filter(known);
}

function nothingListens(request: RouteRequest): RouteOutcome {
  const { host, port, family } = request.connect;
  const shown = family === 'unix' ? `unix:${host}` : family === 'inet6' ? `[${host}]:${port}` : `${host}:${port}`;
  const text = `no server listens on ${shown}: the connection is refused`;
  return {
    request,
    server: null,
    serverReason: null,
    locations: [],
    final: null,
    uri: null,
    args: null,
    parsedUri: null,
    parsedArgs: null,
    status: null,
    locationHeader: null,
    content: null,
    requestFilename: null,
    filename: null,
    upstream: null,
    headers: [],
    body: null,
    trace: [{ step: 'refused', text, at: null, rule: 'L4' }],
    uncertain: [],
    open: new Set(),
  };
}
