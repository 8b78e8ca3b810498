import type {
  RouteAnswer,
  RouteBranch,
  RoutePlace,
  RouteResult,
  RouteStory,
  RouteText,
  RouteUpstream,
  RouteValue,
} from '../answers.ts';
import { isMiss } from '../line-marks.ts';
import { type Html, html } from './html.ts';
import { commandLink, page } from './page.ts';
import { type NameOf, namesFrom, routeLink } from './places.ts';

/** The page that explains a request: what comes of it, and each step on the way. */
export function explanationPage(url: string, uri: string | null, answer: RouteAnswer, nonce: string): string {
  const again = html`<p>${commandLink('Ask again', 'nginx-lint.explainRequest', { url, uri })} ·
    ${commandLink('Another request…', 'nginx-lint.explainRequest', { url: null, uri })}</p>`;
  if ('problem' in answer)
    return page(url, html`<h1>${url}</h1>${again}<p class="verdict bad">${answer.problem}</p>`, nonce);
  const { result, entry } = answer;
  const nameOf = namesFrom(entry);
  const { method, listen, clientAddr } = result.request;
  const from = clientAddr === null ? '' : `, from ${clientAddr}`;
  const body = html`<h1>${method} ${url}</h1>
<p class="faint">to ${listen}${from}, by ${nameOf(entry)}</p>
${again}
${verdictLine(result)}
${factsTable(result, nameOf)}
<h2>Step by step</h2>
${steps(result.trace, nameOf)}
${uncertainList(result.uncertain)}`;
  return page(`${method} ${url}`, body, nonce);
}

function verdictLine(result: RouteResult): Html {
  return html`<p class="verdict ${mood(result)}">${verdict(result)}</p>`;
}

function mood({ status, uncertain, server }: RouteResult): string {
  if (uncertain.length > 0) return 'open';
  if (server === null || (status !== null && status >= 400)) return 'bad';
  return 'good';
}

const ANSWERS: Readonly<Record<string, string>> = {
  static: ', a file',
  autoindex: ', a listing of the folder',
  inline: ', a text of the configuration',
};

/** What comes of the request, in a few words. */
export function verdict({ status, content, server, uncertain, upstream, locationHeader }: RouteResult): string {
  const certain = uncertain.length === 0;
  if (server === null && certain) return 'Nobody listens there';
  if (content === 'upstream') return upstream === null ? 'Passed on' : `Passed on to ${backendOf(upstream)}`;
  if (status !== null && content === null && certain) return `Closed without an answer (${status})`;
  const to = locationHeader === null ? '' : ` → ${plain(locationHeader)}`;
  if (status !== null) return `Status ${status}${ANSWERS[content ?? ''] ?? ''}${to}`;
  return certain ? 'No answer' : 'It depends';
}

function factsTable(result: RouteResult, nameOf: NameOf): Html {
  const { server, serverReason, locations, final, uri, args, filename, requestFilename, content, upstream } = result;
  const path = filename === null && content !== 'upstream' ? requestFilename : null;
  const rows: readonly (readonly [string, Html | null])[] = [
    ['server', server && html`${routeLink(server, nameOf)} <span class="faint">${reason(serverReason)}</span>`],
    [locations?.length === 1 ? 'location' : 'locations', locations && placesPart(locations, nameOf)],
    ['settings of', isSame(final, locations?.at(-1) ?? null) ? null : routeLink(final, nameOf)],
    ['URI', codeOf(uri === null || args === null || args === '' ? uri : `${plain(uri)}?${plain(args)}`)],
    [content === 'static' ? 'file' : 'tried', codeOf(filename)],
    ['path', codeOf(path)],
    ...upstreamRows(upstream),
    ...headerRows(result.headers),
    ['body', codeOf(result.body && shortened(plain(result.body)))],
  ];
  const shown = rows.filter(([, value]) => value !== null);
  return html`<table>${shown.map(([label, value], index) => {
    return html`<tr><th>${label === shown[index - 1]?.[0] ? '' : label}</th><td>${value}</td></tr>\n`;
  })}</table>`;
}

function placesPart(places: readonly (RoutePlace | null)[], nameOf: NameOf): Html {
  return html`${places.map((one, index) => html`${index === 0 ? '' : ' → '}${routeLink(one, nameOf) ?? 'unknown'}`)}`;
}

function isSame(a: RoutePlace | null, b: RoutePlace | null): boolean {
  return a?.file === b?.file && a?.line === b?.line;
}

const REASONS: Readonly<Record<string, string>> = {
  default: 'the default server of the address',
  'only server': 'the only server of the address',
  'exact name': 'by its name',
  'leading wildcard': 'by a name that begins with a wildcard',
  'trailing wildcard': 'by a name that ends with a wildcard',
  expression: 'by an expression',
};

function reason(kind: string | null): string {
  return kind === null ? '' : (REASONS[kind] ?? kind);
}

function upstreamRows(upstream: RouteUpstream | null): [string, Html][] {
  if (upstream === null) return [];
  const { protocol, method, uri, headers, params } = upstream;
  const rows: [string, Html][] = [['upstream', code(`${protocol}: ${backendOf(upstream)}`)]];
  if (uri !== undefined) rows.push(['asked', code(`${method ?? ''} ${valueText(uri)}`.trimStart())]);
  for (const [name, value] of headers ?? []) rows.push(['sent', code(`${name}: ${valueText(value)}`)]);
  for (const [name, value] of Object.entries(params ?? {})) rows.push(['sent', code(`${name} = ${valueText(value)}`)]);
  return rows;
}

function backendOf({ backend, group }: RouteUpstream): string {
  return backend ?? (group === undefined ? 'an upstream' : `a server of ${group}`);
}

function headerRows(headers: RouteResult['headers']): [string, Html][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (isList(value) ? value : [value]).map((one): [string, Html] => ['header', code(`${name}: ${plain(one)}`)]),
  );
}

/** Each step; where the story forks, what follows in each case. */
export function steps(story: readonly RouteStory[], nameOf: NameOf): Html {
  const items = story.map((one) => {
    if ('fork' in one)
      return html`<li>${one.fork.map((branch, index) => branchPart(branch, one.fork[index - 1], nameOf))}</li>\n`;
    const place = routeLink(one.at, nameOf);
    const missed = isMiss(one) ? 'no' : 'step';
    return html`<li class="${missed}">${place === null ? null : html`<span class="at">${place}</span>`}${one.text}<span class="rule">${one.rule}</span></li>\n`;
  });
  return html`<ol>${items}</ol>`;
}

function branchPart(
  { condition, at, steps: inner }: RouteBranch,
  before: RouteBranch | undefined,
  nameOf: NameOf,
): Html {
  const place = routeLink(at, nameOf);
  return html`<div class="branch"><p>${branchText(condition, before?.condition)}
${place === null ? null : html`<span class="at">${place}</span>`}</p>${steps(inner, nameOf)}</div>`;
}

function branchText(condition: string, before: string | undefined): string {
  if (before !== undefined && condition === `not: ${before}`) return 'otherwise:';
  return condition.startsWith('not: ') ? `unless ${condition.slice(5)}:` : `if ${condition}:`;
}

function uncertainList(reasons: readonly string[]): Html | null {
  if (reasons.length === 0) return null;
  return html`<h2>What only a running nginx knows</h2>
<ul>${reasons.map((one) => html`<li>${one}</li>\n`)}</ul>`;
}

/** Longer bodies are cut. */
const SHOWN_BODY = 400;

function shortened(body: string): string {
  return body.length <= SHOWN_BODY ? body : `${body.slice(0, SHOWN_BODY)}…`;
}

function plain(text: RouteText): string {
  return typeof text === 'string' ? text : `bytes ${text.hex}`;
}

function valueText(value: RouteValue): string {
  return typeof value === 'object' && 'unknown' in value ? `(${value.unknown})` : plain(value);
}

function codeOf(text: RouteText | null): Html | null {
  return text === null || text === '' ? null : code(plain(text));
}

function code(text: string): Html {
  return html`<code>${text}</code>`;
}

function isList(value: RouteText | readonly RouteText[]): value is readonly RouteText[] {
  return Array.isArray(value);
}
