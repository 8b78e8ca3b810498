import type { Occurrence } from '../tree/tree.ts';
import { askOnce } from './ask-once.ts';
import { enclosing, own } from './blocks.ts';
import { contentHandler } from './handlers.ts';
import { firstNamed, headersAt } from './headers.ts';
import { type ProxyTarget, proxyTarget } from './proxying.ts';
import type { ConfigModel } from './types.ts';

/** A `proxy_pass` of http that requests can reach. */
export interface ProxyRequest {
  readonly target: ProxyTarget;
  /** The location in which its request headers are set: `if` and `limit_except` set none. */
  readonly level: Occurrence;
}

/**
 * Is a file missing whose lines might set what nothing sets in a block? Only names are looked at: a pattern that matches
 * nothing is common, and nginx accepts it.
 */
export function unseenParts(model: ConfigModel): (block: Occurrence, directive: string) => boolean {
  const incomplete = new Set<Occurrence | null>();
  for (const { rule, at } of model.tree.problems) if (rule === 'include-not-found') incomplete.add(at.parent);
  if (incomplete.size === 0) return () => false;
  return (block, directive) => {
    const { setIn } = model.effective(block, directive);
    for (let level: Occurrence | null = block; level !== null; level = level.parent) {
      if (incomplete.has(level)) return true;
      if (level === setIn) return false;
    }
    return false;
  };
}

/** What a `proxy_pass` sends requests to; null in stream, where nginx refuses it, and where something else answers. */
export const proxyRequest = askOnce(requestOf);

function requestOf(model: ConfigModel, pass: Occurrence): ProxyRequest | null {
  const block = pass.parent;
  if (block === null || pass.fact === null || pass.context.startsWith('stream')) return null;
  const target = proxyTarget(model, pass);
  const handler = contentHandler(model, block);
  if (target === null || (handler !== null && handler.at !== pass)) return null;
  const level = headerLevel(block);
  return isForChecks(model, level) ? null : { target, level };
}

/** An internal location in which NGINX Plus checks its backends by itself, and to which nothing else leads. */
function isForChecks(model: ConfigModel, level: Occurrence): boolean {
  if (model.named('health_check').length === 0) return false;
  if (own(level, 'health_check').length === 0 || own(level, 'internal').length === 0) return false;
  const path = model.location(level)?.pattern;
  return !['try_files', 'error_page'].some((name) =>
    model.named(name).some(({ node }) => node.args.at(-1)?.value === path),
  );
}

function headerLevel(block: Occurrence): Occurrence {
  let level = block;
  while (level.parent !== null && (level.name === 'if' || level.name === 'limit_except')) {
    level = level.parent;
  }
  return level;
}

/** Parts of names that no registry gives to anyone. */
const PRIVATE_NAME =
  /\.(?:local|localdomain|internal|intranet|lan|home|corp|svc|test|home\.arpa|consul|prod|private|docker)\.?$/i;

/** A name such as `api.example.com` that everybody may look up; no address, and no name of a private network. */
export function isPublicName(host: string): boolean {
  return host.includes('.') && /^(?:[\w-]+\.)+[a-z][a-z0-9-]*\.?$/i.test(host) && !PRIVATE_NAME.test(host);
}

/** Values that come from the request and name where it goes: then nginx is no gateway to a backend of its own. */
const CHOSEN_BY_CLIENT = /\$\{?(?:host|uri|request_uri|arg_\w+|http_\w+|\d+)(?!\w)/;

/**
 * Does nginx ask a stranger as a client would, rather than hand on a request to a backend behind it? Then neither the
 * host nor the client that it got the request from is the stranger's business.
 */
export function isClientOf(model: ConfigModel, { target, level }: ProxyRequest, pass: Occurrence): boolean {
  const host = firstNamed(headersAt(model, level, 'proxy_set_header'), 'host');
  const literal = host !== undefined && host.value !== '' && !host.value.includes('$');
  const handedOn = host?.value.includes('$') === true && host.value !== '$proxy_host';
  if (target.host === null && !target.unix) {
    const authority = pass.node.args[0]?.value.replace(/^(https?:\/\/[^/?]*).*$/i, '$1') ?? '';
    return literal || (target.scheme === 'https' && !handedOn) || CHOSEN_BY_CLIENT.test(authority);
  }
  if (!literal && (target.scheme !== 'https' || handedOn)) return false;
  return target.upstream === null ? isPublicName(target.host ?? '') : isGroupOfStrangers(target);
}

/** A group that carries the name of one of its servers' hosts, such as `api.example.com`. */
export function isGroupOfStrangers({ upstream }: ProxyTarget): boolean {
  if (upstream === null || !isPublicName(upstream.name.value)) return false;
  return upstream.servers.some(({ address }) => isPublicName(address.value.replace(/:\d+$/, '')));
}

/** Does an occurrence stand in a location that only answers the subrequests of an `auth_request`? */
export function authSubrequests(model: ConfigModel): (at: Occurrence) => boolean {
  // By server; what stands at the level of http, under null, holds in all of them.
  const uris = new Map<Occurrence | null, Set<string>>();
  for (const auth of model.named('auth_request')) {
    const uri = auth.node.args[0]?.value.split('?')[0];
    if (uri === undefined || uri === 'off') continue;
    const server = enclosing(auth, 'server');
    uris.set(server, (uris.get(server) ?? new Set()).add(uri));
  }
  if (uris.size === 0) return () => false;
  return (at) => {
    const location = model.location(at);
    if (location === null || location.match === 'regex' || location.match === 'named') return false;
    const asked = [...(uris.get(location.server.at) ?? []), ...(uris.get(null) ?? [])];
    const beneath = location.match !== 'exact' && own(location.at, 'internal').length > 0;
    return asked.some((uri) => uri === location.pattern || (beneath && uri.startsWith(location.pattern)));
  };
}
