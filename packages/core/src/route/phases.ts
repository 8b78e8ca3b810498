import { own } from '../model/blocks.ts';
import { locationRegex, shownLocation } from '../model/location-search.ts';
import type { LocationModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { accessPhase } from './access.ts';
import { wordBytes } from './bytes.ts';
import { conditional } from './conditional.ts';
import { contentPhase } from './content.ts';
import { enterBlock } from './enter-block.ts';
import { escapeUri } from './escape.ts';
import { searchLocation } from './location-tree.ts';
import { forgetFile } from './opened-file.ts';
import { realIpHandler } from './realip.ts';
import { setCaptures } from './regexes.ts';
import { closes, runProgram } from './run-program.ts';
import { specialResponse } from './special.ts';
import { tooLarge } from './too-large.ts';
import { tryFiles } from './try-files.ts';
import { type Exchange, perBlock, type Step } from './types.ts';
import { forgetFastcgiPath } from './upstream/fastcgi-path.ts';
import { changeArgs, withArgs } from './variables/request.ts';

/** How a run ends. */
export type End = Extract<Step, { kind: 'response' | 'upstream' | 'close' | 'unknown' }>;

/** What the outcome tells of a run besides what the exchange holds. */
export interface Journal {
  /** The configurations that were selected, in order. */
  readonly locations: Occurrence[];
}

/** From the server's own rewriting to the end (ngx_http_handler, ngx_http_core_run_phases). */
export function handle(exchange: Exchange, journal: Journal): End {
  // The post-read phase, which internal redirects skip.
  exchange.block = exchange.server.at;
  realIpHandler(exchange);
  return finish(exchange, journal, fromServer(exchange, journal));
}

/** Ends a request with a status of its own before it was looked at any further. */
export function refuse(exchange: Exchange, journal: Journal, status: number): End {
  return finish(exchange, journal, { kind: 'status', status });
}

/** ngx_http_finalize_request(), and what error pages and internal redirects make of it. */
function finish(exchange: Exchange, journal: Journal, first: Step): End {
  let step = first;
  for (;;) {
    switch (step.kind) {
      case 'status':
        if (closes(step.status)) return { kind: 'close', status: step.status };
        if (sendsNothing(step.status)) return { kind: 'close', status: 0 };
        if (step.location !== undefined) exchange.location = step.location;
        exchange.trace.add('special', `the answer is ${step.status}`, exchange.block, 'E1');
        step = specialResponse(exchange, step);
        break;
      case 'redirect':
        step = internalRedirect(exchange, journal, step.uri, step.args);
        break;
      case 'named':
        step = namedLocation(exchange, journal, step.name);
        break;
      case 'declined':
        return { kind: 'unknown', reason: 'which handler answers' };
      case 'response':
        if (step.location !== undefined) exchange.location = step.location;
        step = conditional(exchange, step);
        if (step.kind === 'response') return step;
        break;
      default:
        return step;
    }
  }
}

/**
 * ngx_http_finalize_request() takes 200 and its like for a response that was sent already, which `try_files … =200` did
 * not do: nginx logs 000.
 */
function sendsNothing(status: number): boolean {
  return status < 300 && status !== 201 && status !== 204;
}

/** The server-level program, then the search (W2). */
function fromServer(exchange: Exchange, journal: Journal): Step {
  exchange.validLocation = true;
  exchange.block = exchange.server.at;
  const step = runProgram(exchange, exchange.server.at);
  return step.kind === 'declined' ? fromSearch(exchange, journal) : step;
}

/** The search for a location and all that follows, again as often as a rewrite changes the URI (W8, W9). */
function fromSearch(exchange: Exchange, journal: Journal): Step {
  for (;;) {
    const early = search(exchange, journal);
    if (early !== null) return early;
    const step = runLocation(exchange);
    if (step !== 'again') return step;
  }
}

/** The program of the location that was found, and the phases behind it. */
function runLocation(exchange: Exchange): Step | 'again' {
  // "skipping location rewrite phase for server null location"
  if (exchange.block !== exchange.server.at) {
    const step = runProgram(exchange, exchange.block);
    if (step.kind !== 'declined') return step;
  }
  if (!exchange.uriChanged) return behindRewriting(exchange);
  exchange.uriChanges--;
  if (exchange.uriChanges === 0) return cycle(exchange);
  exchange.block = exchange.server.at;
  return 'again';
}

function cycle(exchange: Exchange): Step {
  exchange.trace.add('cycle', 'the URI was changed more than ten times', exchange.block, 'W9');
  return { kind: 'status', status: 500 };
}

function behindRewriting(exchange: Exchange): Step {
  const access = accessPhase(exchange);
  if (access.kind !== 'declined') return access;
  const tried = tryFiles(exchange);
  return tried.kind === 'declined' ? contentPhase(exchange) : tried;
}

/** ngx_http_core_find_config_phase(); null where the phases go on in `exchange.block`. */
function search(exchange: Exchange, journal: Journal): Step | null {
  exchange.handler = null;
  exchange.uriChanged = false;
  const found = searchLocation(
    exchange.model,
    exchange.server,
    exchange.uri,
    (location, matched) => tried(exchange, location, matched),
    (location, groups) => setCaptures(exchange, locationRegex(exchange.model, location)?.names ?? [], groups),
  );
  if (found.kind === 'unknown') return { kind: 'unknown', reason: found.reason };
  const block = found.kind === 'server' ? exchange.server.at : found.location.at;
  exchange.block = block;
  if (!exchange.internal && isInternal(block, exchange.model)) {
    exchange.trace.add('internal', 'the location is for internal requests only', block, 'F5');
    return { kind: 'status', status: 404 };
  }
  journal.locations.push(block);
  exchange.trace.add('location', foundText(found), block, foundRule(found));
  enterBlock(exchange, block);
  if (tooLarge(exchange)) return { kind: 'status', status: 413 };
  if (found.kind !== 'slash') return null;
  // ngx_http_core_location(): the escaped name is made when the configuration is read.
  const to = escapeUri(found.to, 'uri', exchange.model.facts);
  return { kind: 'status', status: 301, location: withArgs(exchange, to) };
}

function tried(exchange: Exchange, location: LocationModel, matched: boolean | 'unknown'): void {
  exchange.trace.add('try-regex', triedText(location, matched), location.at, 'F3');
}

/** The same few texts for all requests: large servers try hundreds of expressions for each. */
const triedTexts = new WeakMap<LocationModel, Map<boolean | 'unknown', string>>();

function triedText(location: LocationModel, matched: boolean | 'unknown'): string {
  let texts = triedTexts.get(location);
  if (texts === undefined) {
    const { pattern } = location;
    texts = new Map<boolean | 'unknown', string>([
      [true, `"${pattern}" matches the URI`],
      [false, `"${pattern}" does not match the URI`],
      ['unknown', `"${pattern}" cannot be evaluated for the URI`],
    ]);
    triedTexts.set(location, texts);
  }
  return texts.get(matched) ?? '';
}

function foundText(found: ReturnType<typeof searchLocation>): string {
  if (found.kind === 'server') return 'no location matches: the configuration of the server itself holds';
  if (found.kind === 'slash') return `the URI lacks the slash at the end of "${found.to}"`;
  return found.kind === 'location' ? `location ${shownLocation(found.location)} is used` : '';
}

function foundRule(found: ReturnType<typeof searchLocation>): string {
  if (found.kind !== 'location') return found.kind === 'server' ? 'F4' : 'F1';
  return found.location.match === 'regex' ? 'F3' : 'F1';
}

/** `internal` is inherited by nested locations (NGX_CONF_UNSET in ngx_http_core_merge_loc_conf). */
const isInternal = perBlock((block, model) => model.effective(block, 'internal').values.length > 0);

/** ngx_http_internal_redirect() */
function internalRedirect(exchange: Exchange, journal: Journal, uri: string, args: string): Step {
  exchange.uriChanges--;
  if (exchange.uriChanges === 0) return cycle(exchange);
  exchange.uri = uri;
  changeArgs(exchange, args);
  const shown = args === '' ? uri : `${uri}?${args}`;
  exchange.trace.add('internal-redirect', `internal redirect to ${shown}`, exchange.block, 'I2');
  exchange.internal = true;
  exchange.validUnparsedUri = false;
  forgetFile(exchange);
  forgetFastcgiPath(exchange);
  exchange.addUriToAlias = false;
  exchange.uriChanged = false;
  return fromServer(exchange, journal);
}

/** ngx_http_named_location() */
function namedLocation(exchange: Exchange, journal: Journal, name: string): Step {
  exchange.uriChanges--;
  if (exchange.uriChanges === 0) return cycle(exchange);
  const named = exchange.uri === '' ? undefined : namedIn(exchange.server.at, exchange.model).get(name);
  if (named === undefined) {
    exchange.trace.add('named', `there is no location "${name}" in the server`, exchange.block, 'I4');
    return { kind: 'status', status: 500 };
  }
  exchange.trace.add('named', `goes on in ${name}`, named, 'I4');
  journal.locations.push(named);
  forgetFile(exchange);
  forgetFastcgiPath(exchange);
  exchange.internal = true;
  exchange.handler = null;
  exchange.uriChanged = false;
  enterBlock(exchange, named);
  const step = runLocation(exchange);
  return step === 'again' ? fromSearch(exchange, journal) : step;
}

/** Of two with one name the first counts (C5). */
const namedIn = perBlock((server, model) => {
  const names = new Map<string, Occurrence>();
  for (const location of own(server, 'location')) {
    const found = model.location(location);
    if (found?.match !== 'named') continue;
    const name = wordBytes(model, location, found.pattern);
    if (!names.has(name)) names.set(name, location);
  }
  return names;
});
