import type { ConfigModel } from '../model/types.ts';
import { shownBytes } from '../route/bytes.ts';
import type { Fork, RouteOutcome, StoryStep } from '../route/outcome.ts';
import { addressShown } from '../route/socket-address.ts';
import { type Bytes, isUnknown, type RouteRequest, type UpstreamRequest, type Value } from '../route/types.ts';
import type { FileId } from '../text/file-id.ts';
import type { Occurrence } from '../tree/tree.ts';

/** Text; `{"hex": "…"}` where its bytes are no UTF-8. */
export type ShownText = string | { readonly hex: string };

/** Where a block or a directive begins. */
export interface ShownPlace {
  readonly file: string;
  /** From 1: the line of its first word. */
  readonly line: number;
}

/** How files are called: relative to some folder, `/` on every system. */
export type NameOf = (file: FileId) => string;

/** One result of `route`, as plain data whose keys stand in the order in which they are printed. */
export interface RouteJson {
  readonly request: object;
  readonly server: ShownPlace | null;
  readonly serverReason: string | null;
  /** Null where it differs between the ways that an uncertain result may take. */
  readonly locations: readonly (ShownPlace | null)[] | null;
  readonly final: ShownPlace | null;
  readonly uri: ShownText | null;
  readonly args: ShownText | null;
  readonly parsedUri: ShownText | null;
  readonly parsedArgs: ShownText | null;
  readonly status: number | null;
  readonly locationHeader: ShownText | null;
  readonly content: string | null;
  readonly requestFilename: ShownText | null;
  readonly filename: ShownText | null;
  readonly upstream: object | null;
  readonly headers: Readonly<Record<string, ShownText | readonly ShownText[]>>;
  readonly body: ShownText | null;
  readonly trace: readonly object[];
  readonly uncertain: readonly string[];
}

/** `url`: as the request was asked for; put together from its parts where that is not known. */
export function routeJson(
  outcome: RouteOutcome,
  model: ConfigModel,
  nameOf: NameOf,
  url: string | null = null,
): RouteJson {
  const place = (at: Occurrence | null): ShownPlace | null => placeOf(at, model, nameOf);
  return {
    ...headJson(outcome, place, url),
    trace: storyJson(outcome.trace, place),
    uncertain: outcome.uncertain,
  };
}

/** All but the trace and what follows it. */
export function headJson(
  outcome: RouteOutcome,
  place: (at: Occurrence | null) => ShownPlace | null,
  url: string | null,
): Omit<RouteJson, 'trace' | 'uncertain'> {
  return {
    request: requestJson(outcome.request, url),
    server: place(outcome.server?.at ?? null),
    serverReason: outcome.serverReason,
    locations: outcome.locations?.map(place) ?? null,
    final: place(outcome.final),
    uri: shownOrNull(outcome.uri),
    args: shownOrNull(outcome.args),
    parsedUri: shownOrNull(outcome.parsedUri),
    parsedArgs: shownOrNull(outcome.parsedArgs),
    status: outcome.status,
    locationHeader: shownOrNull(outcome.locationHeader),
    content: outcome.content,
    requestFilename: shownOrNull(outcome.requestFilename),
    filename: shownOrNull(outcome.filename),
    upstream: outcome.upstream === null ? null : upstreamJson(outcome.upstream),
    headers: headersJson(outcome.headers),
    body: shownOrNull(outcome.body),
  };
}

const lines = new WeakMap<Occurrence, number>();

/** The place of a block or directive; null for what no file holds. */
export function placeOf(at: Occurrence | null, model: ConfigModel, nameOf: NameOf): ShownPlace | null {
  if (at === null || at.implied) return null;
  let line = lines.get(at);
  if (line === undefined) {
    line = model.source(at.file).lines.lineAt(at.node.start);
    lines.set(at, line);
  }
  return { file: nameOf(at.file), line };
}

function requestJson(request: RouteRequest, url: string | null): object {
  const { method, host, connect, client, scheme } = request;
  return {
    url: url ?? urlOf(request),
    method,
    host: shownOrNull(host),
    listen: addressShown(connect),
    clientAddr: client?.host ?? null,
    scheme,
  };
}

/** The request as a URL; null where it has none, as without a host. */
export function urlOf({ target, host, connect, scheme }: RouteRequest): ShownText | null {
  if (!target.startsWith('/')) return /^[a-z][a-z0-9+.-]*:\/\//i.test(target) ? shownBytes(target) : null;
  if (host === null || host === '') return null;
  const usual = connect.port === 0 || connect.port === (scheme === 'https' ? 443 : 80);
  const port = usual || /:\d*$/.test(host.replace(/^\[[^\]]*\]/, '')) ? '' : `:${connect.port}`;
  return shownBytes(`${scheme}://${host}${port}${target}`);
}

/** The name of the group stands in for the backend only where nobody can tell which of its servers is asked. */
function upstreamJson({ backend, group, protocol, method, uri, headers, params }: UpstreamRequest): object {
  return {
    backend,
    ...(backend === null ? { group } : {}),
    protocol,
    ...(method === undefined ? {} : { method }),
    ...(uri === undefined ? {} : { uri: shownValue(uri) }),
    ...(headers === undefined ? {} : { headers: headers.map(([name, value]) => [name, shownValue(value)]) }),
    ...(params === undefined
      ? {}
      : { params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shownValue(value)])) }),
  };
}

function headersJson(headers: RouteOutcome['headers']): RouteJson['headers'] {
  const byName = new Map<string, ShownText | ShownText[]>();
  for (const [name, value] of headers) {
    const before = byName.get(name);
    const shown = shownBytes(value);
    if (before === undefined) byName.set(name, shown);
    else byName.set(name, Array.isArray(before) ? [...before, shown] : [before, shown]);
  }
  return Object.fromEntries(byName);
}

export function storyJson(story: readonly StoryStep[], place: (at: Occurrence | null) => ShownPlace | null): object[] {
  return story.map((one) => {
    if (!('fork' in one)) return { step: one.step, text: one.text, at: place(one.at), rule: one.rule };
    return { fork: one.fork.map((fork) => forkJson(fork, place)) };
  });
}

function forkJson({ condition, at, steps }: Fork, place: (at: Occurrence | null) => ShownPlace | null): object {
  return { condition, at: place(at), steps: storyJson(steps, place) };
}

function shownOrNull(bytes: Bytes | null): ShownText | null {
  return bytes === null ? null : shownBytes(bytes);
}

/** What only a running nginx knows is `{"unknown": "what it is"}`. */
function shownValue(value: Value): ShownText | { readonly unknown: string } {
  return isUnknown(value) ? { unknown: value.unknown } : shownBytes(value);
}
