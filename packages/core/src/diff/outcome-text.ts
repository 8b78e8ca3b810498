import { shownBytes } from '../route/bytes.ts';
import type { RouteOutcome } from '../route/outcome.ts';
import { isUnknown, type UpstreamRequest, type Value } from '../route/types.ts';

/** What becomes of a request, in a few words: `301 to https://…`, `200 /srv/www/x`, `proxied to http://app/x`. */
export function outcomeText(outcome: RouteOutcome): string {
  const { status, content, locationHeader, filename, upstream } = outcome;
  if (outcome.server === null && status === null && outcome.uncertain.length === 0) return 'the connection is refused';
  if (content === 'upstream' && upstream !== null) return upstreamText(upstream, status);
  if (status === null) return outcome.uncertain.length > 0 ? 'not known' : 'an upstream answers';
  if (content === null) return status === 444 ? 'the connection is closed without an answer (444)' : String(status);
  if (locationHeader !== null) return `${status} to ${text(locationHeader)}`;
  if (content === 'static' && filename !== null) return `${status} ${text(filename)}`;
  if (content === 'autoindex') return `${status} a listing of the folder`;
  if (content === 'inline' && outcome.body) return `${status} "${cut(text(outcome.body))}"`;
  return String(status);
}

function upstreamText({ backend, group, protocol, uri, params }: UpstreamRequest, status: number | null): string {
  const where = backend === null || backend === group ? group : `${group} (${backend})`;
  const shown = uri === undefined ? (params?.['SCRIPT_FILENAME'] ?? '') : uri;
  const error = status === null ? '' : `, as ${status}`;
  return (
    `${protocol === 'http' || protocol === 'https' ? 'proxied' : `passed by ${protocol}`} to ${where} ${valueText(shown)}`.trimEnd() +
    error
  );
}

function valueText(value: Value): string {
  return isUnknown(value) ? '(not known)' : text(value);
}

function text(bytes: string): string {
  const shown = shownBytes(bytes);
  return typeof shown === 'string' ? shown : `0x${shown.hex}`;
}

function cut(shown: string): string {
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}

/** What of the headers, or of the request that a backend gets, differs: `-x-frame-options: DENY`, `+x-a: b`. */
export function detailTexts(before: RouteOutcome, after: RouteOutcome): readonly string[] {
  const upstreams = before.upstream !== null && after.upstream !== null;
  const [lost, gained] = apart(linesOf(before, upstreams), linesOf(after, upstreams));
  return [...lost.map((line) => `- ${line}`), ...gained.map((line) => `+ ${line}`)];
}

/** `upstreams`: both pass the request on. */
function linesOf({ headers, upstream }: RouteOutcome, upstreams: boolean): readonly string[] {
  const own = headers.filter(([name]) => name !== 'location').map(([name, value]) => `${name}: ${text(value)}`);
  if (!upstreams) return own;
  return [
    ...own,
    ...(upstream?.method === undefined ? [] : [`method of the upstream request: ${upstream.method}`]),
    ...(upstream?.headers ?? []).map(([name, value]) => `to the upstream, ${name}: ${valueText(value)}`),
    ...Object.entries(upstream?.params ?? {}).map(([name, value]) => `to the upstream, ${name}=${valueText(value)}`),
  ];
}

function apart(before: readonly string[], after: readonly string[]): readonly [readonly string[], readonly string[]] {
  return [before.filter((line) => !after.includes(line)), after.filter((line) => !before.includes(line))];
}
