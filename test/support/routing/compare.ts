import type { ConfigModel } from '@nginx-lint/core';
import type { Occurrence } from '../../../packages/core/src/tree/tree.ts';
import { compareUpstream, decidedByBackend } from './compare-upstream.ts';
import type { RouteOutcome } from './engine.ts';
import type { Observed, RecordedExchange, RecordedText, RoutingRecord } from './record.ts';
import { bytesOf } from './recorded-text.ts';

export interface Difference {
  readonly field: string;
  readonly expected: string;
  readonly got: string;
  /** False where the outcome is uncertain and leaves the field open. */
  readonly certain: boolean;
}

/** Headers of a response that recordings keep. */
const KEPT_HEADERS = /^(?:x-.*|allow|www-authenticate|cache-control)$/;

/** Collects what differs. */
export class Differences {
  readonly found: Difference[] = [];
  readonly open: boolean;

  constructor(open: boolean) {
    this.open = open;
  }

  /** `got` null: there is no such thing, or an uncertain outcome does not tell. */
  check(field: string, expected: unknown, got: unknown): void {
    const [left, right] = [shown(expected), shown(got)];
    if (left === right) return;
    const told = got !== null && got !== undefined;
    this.found.push({ field, expected: left, got: right, certain: told || !this.open });
  }
}

export function shown(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}

const bytes = (text: RecordedText | undefined): string | null => (text === undefined ? null : bytesOf(text));

/** Every field that the recording has, against the outcome. */
export function compare(
  record: RoutingRecord,
  { observed }: RecordedExchange,
  outcome: RouteOutcome,
  model: ConfigModel,
): Difference[] {
  const line = (at: Occurrence | null | undefined): number | null =>
    at ? model.source(at.file).lines.lineAt(at.node.name.start) : null;
  const result = new Differences(outcome.uncertain.length > 0);
  const locations = outcome.locations?.map(line) ?? null;
  result.check('server', observed.server, line(outcome.server?.at));
  result.check('parsed_uri', bytes(observed.parsed_uri), outcome.parsedUri);
  result.check('parsed_args', bytes(observed.parsed_args), outcome.parsedArgs);
  compareUpstream(result, observed.upstream?.[0], outcome.upstream);
  if (decidedByBackend(record, observed) && outcome.content === 'upstream') {
    if (locations !== null) result.check('locations', observed.locations.slice(0, locations.length), locations);
    return result.found;
  }
  result.check('locations', observed.locations, locations);
  result.check('final', observed.final, line(outcome.final));
  compareEnd(result, observed, outcome);
  compareTests(result, observed, outcome, model);
  return result.found;
}

function compareEnd(result: Differences, observed: Observed, outcome: RouteOutcome): void {
  const upstreamDecides = outcome.content === 'upstream' && outcome.status === null;
  if (!upstreamDecides) result.check('status', observed.status, outcome.status);
  result.check('uri', bytes(observed.uri), outcome.uri);
  result.check('args', bytes(observed.args), outcome.args);
  if (!upstreamDecides) result.check('location_header', bytes(observed.location_header), outcome.locationHeader);
  if (observed.response === 'none') result.check('content', null, outcome.content);
  else if (observed.content !== undefined) result.check('content', observed.content, outcome.content);
  result.check('filename', bytes(observed.filename), outcome.filename);
  if (observed.request_filename !== undefined) {
    result.check('request_filename', bytesOf(observed.request_filename), outcome.requestFilename);
  }
  const headers = outcome.headers.filter(([name]) => KEPT_HEADERS.test(name)).map(([name, value]) => [name, value]);
  const expected = (observed.headers ?? []).map(([name, value]) => [name.toLowerCase(), bytesOf(value)]);
  const open = result.open && headers.length === 0;
  result.check('headers', expected.sort(byName), open && expected.length > 0 ? null : headers.sort(byName));
  // What a file, a listing or a built-in page holds is no matter of routing.
  if (observed.content === 'inline' && outcome.content === 'inline') compareBody(result, observed, outcome);
}

const byName = (a: readonly (string | undefined)[], b: readonly (string | undefined)[]): number =>
  (a[0] ?? '') < (b[0] ?? '') ? -1 : (a[0] ?? '') > (b[0] ?? '') ? 1 : 0;

/** Recordings keep the first 600 bytes. */
const KEPT_BODY = 600;

function compareBody(result: Differences, observed: Observed, outcome: RouteOutcome): void {
  const expected = bytes(observed.body) ?? '';
  if (expected.startsWith('GIF89a') && outcome.body === null) return;
  const got = outcome.body === null ? (result.open ? null : '') : outcome.body.slice(0, KEPT_BODY);
  result.check('body', expected, got);
}

/** The order in which expressions are tested and locations found. */
function compareTests(result: Differences, observed: Observed, outcome: RouteOutcome, model: ConfigModel): void {
  if (observed.trace === undefined || outcome.trace.some((step) => 'fork' in step)) return;
  const expected = observed.trace.filter(([step]) => step === 'try-regex').map(([, pattern]) => String(pattern));
  const tests = outcome.trace.filter((step) => 'step' in step && step.step === 'try-regex');
  const got = tests.map((step) => {
    const at = 'step' in step ? step.at : null;
    return at === null ? null : (model.location(at)?.pattern ?? null);
  });
  result.check('try-regex', expected, got);
}
