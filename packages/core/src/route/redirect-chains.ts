import type { ConfigModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { StoryStep } from './outcome.ts';
import { route } from './simulate.ts';
import { requestOfUrl } from './typed-request.ts';

/** One answer of a chain: the redirect that `at` gives a visitor of `url`. */
export interface Hop {
  readonly url: string;
  readonly to: string;
  /** The last directive of the rewrite module that ran. */
  readonly at: Occurrence | null;
}

const MOST_HOPS = 6;

/**
 * The redirects that a visitor of a URL follows while this configuration answers him: up to an answer that is none, a
 * host that it does not name, or a URL of before. Nothing is told of what hangs on files, backends and the like.
 */
export function redirectChain(model: ConfigModel, url: string): readonly Hop[] {
  const hops: Hop[] = [];
  const names = ownNames(model);
  const asked = hostOf(url);
  for (let next: string | null = url; next !== null && hops.length < MOST_HOPS; ) {
    const hop = hopFrom(model, next);
    if (hop === null) break;
    hops.push(hop);
    const known = hops.some((each) => each.url === hop.to);
    const host = hostOf(hop.to);
    next = known || (host !== asked && !names.has(host)) ? null : hop.to;
  }
  return hops;
}

function hopFrom(model: ConfigModel, url: string): Hop | null {
  const request = requestOfUrl(url, { model });
  if ('problem' in request) return null;
  const { status, locationHeader, trace, uncertain } = route(model, request);
  if (status === null || locationHeader === null || uncertain.length > 0) return null;
  if (![301, 302, 303, 307, 308].includes(status)) return null;
  const to = normalised(locationHeader.startsWith('/') ? originOf(url) + locationHeader : locationHeader);
  return to === null ? null : { url, to, at: lastDirective(trace) };
}

/** The `return` or `rewrite` that the story names last. */
function lastDirective(trace: readonly StoryStep[]): Occurrence | null {
  return (
    trace
      .map((step) => ('fork' in step ? null : step.at))
      .findLast((at) => at !== null && /^(?:return|rewrite)$/.test(at.name)) ?? null
  );
}

const PARTS = /^(https?):\/\/([^/?#:]+|\[[^\]]*\])(?::(\d+))?(\/[^#]*|\?[^#]*|)(?:#.*)?$/i;

/** Without a port that the scheme has anyhow, and with a path; null where it is no URL of HTTP. */
export function normalised(url: string): string | null {
  const parts = PARTS.exec(url);
  if (parts === null) return null;
  const [, scheme = '', host = '', port, rest = ''] = parts;
  const usual = scheme.toLowerCase() === 'https' ? '443' : '80';
  const shown = port === undefined || port === usual ? '' : `:${port}`;
  return `${scheme.toLowerCase()}://${host.toLowerCase()}${shown}${rest.startsWith('/') ? rest : `/${rest}`}`;
}

function originOf(url: string): string {
  return /^https?:\/\/[^/?#]*/i.exec(url)?.[0] ?? '';
}

export function hostOf(url: string): string {
  return PARTS.exec(url)?.[2]?.toLowerCase() ?? '';
}

const named = new WeakMap<ConfigModel, ReadonlySet<string>>();

/** Names that are written out, without those of wildcards and expressions. */
function ownNames(model: ConfigModel): ReadonlySet<string> {
  let names = named.get(model);
  if (names === undefined) {
    names = new Set(model.servers.flatMap(plainNames));
    named.set(model, names);
  }
  return names;
}

/** The names of a server by which a visitor can ask for it. */
export function plainNames({ names }: ServerModel): readonly string[] {
  return names
    .map(({ value }) => value.replace(/^\./, '').toLowerCase())
    .filter((name) => /^[\w-]+(?:\.[\w-]+)+$/.test(name));
}
