import { nginxVersion } from '../nginx.ts';
import { connectionsOf, type Story, storyOf } from './debug-log.ts';
import type { Instrumented } from './instrument.ts';
import type { RawResponse } from './raw-exchange.ts';
import type { Observed, RecordedRequest, RecordedUpstream } from './record.ts';
import { bytesOf, recordedText } from './recorded-text.ts';

/** One line of the access log. */
export interface LoggedEnd {
  readonly final: number;
  readonly connection: string;
  readonly status: string;
  readonly uri: string;
  readonly args: string;
  readonly request_filename: string;
}

/** What a client and the backends saw of one request. */
export interface Answer {
  readonly version: RecordedRequest['version'];
  readonly response: RawResponse;
  readonly upstream: readonly RecordedUpstream[];
}

const KEPT_HEADERS = /^(?:x-.*|allow|www-authenticate|cache-control)$/i;

/**
 * Joins what the client, the backends and the logs saw. Requests were sent one after the other, each on its own
 * connection, so the n-th connection that nginx accepted belongs to the n-th that was answered. `plain` takes the
 * temporary folder and the real ports out of a text.
 */
export function assemble(
  site: Instrumented,
  answers: readonly (Answer | null)[],
  plain: (text: string) => string,
  errorLog: string,
  logged: readonly LoggedEnd[],
): (Observed | null)[] {
  const connections = [...connectionsOf(errorLog)];
  const ends = new Map(logged.map((end) => [Number(end.connection), end]));
  let next = 0;
  return answers.map((answer) => {
    if (answer === null) return null;
    const [connection, messages] = connections[next++] ?? [];
    const end = connection === undefined ? undefined : ends.get(connection);
    if (end === undefined || messages === undefined) return null;
    return observedOf(site, answer, plain, end, storyOf(messages));
  });
}

function observedOf(
  site: Instrumented,
  { version, response, upstream }: Answer,
  plain: (text: string) => string,
  end: LoggedEnd,
  story: Story,
): Observed {
  const text = (bytes: string) => recordedText(plain(bytes));
  const server = site.serverOf.get(end.final) ?? end.final;
  const locations = story.selected.map((at) => (typeof at === 'number' ? at : lineOfNamed(site, server, at)));
  const location = response.headers.find(([name]) => name === 'Location')?.[1];
  const kept = response.headers.filter(([name]) => KEPT_HEADERS.test(name));
  return {
    status: Number(end.status),
    ...responseOf(version, response, Number(end.status)),
    ...{ server, final: end.final, locations, uri: text(end.uri), args: text(end.args) },
    ...(story.parsedUri === null ? {} : { parsed_uri: text(story.parsedUri) }),
    ...(story.parsedArgs === null ? {} : { parsed_args: text(story.parsedArgs) }),
    ...(location === undefined ? {} : { location_header: text(location) }),
    content: story.content,
    ...(story.filename === null ? {} : { filename: text(story.filename) }),
    ...(isLost(end, story) ? {} : { request_filename: text(end.request_filename) }),
    ...(upstream.length === 0 ? {} : { upstream: upstream.map((request) => plainUpstream(request, text)) }),
    ...(kept.length === 0 ? {} : { headers: kept.map(([name, value]) => [name.toLowerCase(), text(value)] as const) }),
    ...(story.content === 'inline' && response.body !== '' ? { body: text(response.body.slice(0, 600)) } : {}),
    trace: story.trace.map((step) => step.map((each) => (typeof each === 'string' ? text(each) : each))),
  };
}

/**
 * After a rewrite, Debian's 1.22.1 says that `alias` cannot be used when the log asks for the file name; no release of
 * nginx does.
 */
function isLost({ request_filename }: LoggedEnd, { trace }: Story): boolean {
  return (
    request_filename === '' && nginxVersion() === '1.22.1' && trace.some(([step]) => /^rewrite/.test(String(step)))
  );
}

/** Statuses of nginx that are never sent. */
const CLOSED: ReadonlySet<number> = new Set([0, 9, 408, 444, 499]);

/** HTTP/0.9 has no status line, so that an empty body looks like a closed connection. */
function responseOf(version: Answer['version'], { kind }: RawResponse, status: number): Pick<Observed, 'response'> {
  if (kind === 'http') return {};
  return { response: kind === 'none' && (version !== '0.9' || CLOSED.has(status)) ? 'none' : 'http/0.9' };
}

/** Of several with one name nginx takes the first. */
function lineOfNamed({ named }: Instrumented, server: number, name: string): number {
  return named.get(server)?.get(name) ?? 0;
}

function plainUpstream(request: RecordedUpstream, text: (bytes: string) => ReturnType<typeof recordedText>) {
  const { uri, headers, params } = request;
  const again = (value: Parameters<typeof bytesOf>[0]) => text(bytesOf(value));
  return {
    ...request,
    ...(uri === undefined ? {} : { uri: again(uri) }),
    ...(headers === undefined ? {} : { headers: headers.map(([name, value]) => [name, again(value)] as const) }),
    ...(params === undefined
      ? {}
      : { params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, again(value)])) }),
  };
}
