import { isUnknown, type RouteOutcome, type UpstreamRequest, type Value } from '@nginx-lint/core';
import type { Palette } from '../style.ts';
import { visible } from '../visible.ts';
import { printable } from './printable.ts';

/** Longer bodies are cut. */
const SHOWN_BODY = 200;

/** What comes of a request, one thing a line. */
export function outcomeLines(outcome: RouteOutcome, palette: Palette): readonly string[] {
  const lines: string[] = [];
  const add = (label: string, text: string) => lines.push(`  ${palette.faint(label.padEnd(9))} ${text}`.trimEnd());
  if (outcome.filename !== null) add(outcome.content === 'static' ? 'file' : 'tried', printable(outcome.filename));
  if (outcome.upstream !== null) for (const [label, text] of upstreamRows(outcome.upstream)) add(label, text);
  if (outcome.locationHeader !== null) add('Location', printable(outcome.locationHeader));
  for (const [name, value] of outcome.headers) add('header', `${visible(name)}: ${printable(value)}`);
  if (outcome.body !== null && outcome.body !== '') add('body', shortened(printable(outcome.body)));
  for (const reason of outcome.uncertain) add('unknown', visible(reason));
  const certain = outcome.uncertain.length === 0;
  return [(certain ? palette.strong : palette.warning)(verdict(outcome)), ...lines];
}

function verdict(outcome: RouteOutcome): string {
  const { status, content, server, uncertain } = outcome;
  if (server === null && uncertain.length === 0) return 'Nobody listens there';
  if (content === 'upstream') return 'Passed on';
  if (status !== null && content === null && uncertain.length === 0) return `Closed without an answer (${status})`;
  const by = content === null ? '' : { ...ANSWERS, upstream: '' }[content];
  if (status !== null) return `Status ${status}${by}`;
  return uncertain.length === 0 ? 'No answer' : 'It depends';
}

const ANSWERS = {
  static: ', a file',
  autoindex: ', a listing of the folder',
  inline: ', a text of the configuration',
  builtin: '',
} as const;

function upstreamRows(upstream: UpstreamRequest): readonly (readonly [string, string])[] {
  const { backend, group, protocol, method, uri, headers, params } = upstream;
  const to = backend === null ? `a server of ${visible(group)}` : visible(backend);
  const rows: [string, string][] = [['upstream', `${protocol} ${to}`]];
  if (uri !== undefined) rows.push(['asked', `${visible(method ?? '')} ${shownValue(uri)}`.trimStart()]);
  for (const [name, value] of headers ?? []) rows.push(['sent', `${visible(name)}: ${shownValue(value)}`]);
  for (const [name, value] of Object.entries(params ?? {}))
    rows.push(['sent', `${visible(name)} = ${shownValue(value)}`]);
  return rows;
}

function shownValue(value: Value): string {
  return isUnknown(value) ? `(${visible(value.unknown)})` : printable(value);
}

function shortened(body: string): string {
  return body.length <= SHOWN_BODY ? body : `${body.slice(0, SHOWN_BODY)}…`;
}
