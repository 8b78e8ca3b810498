import type { Occurrence } from '../tree/tree.ts';
import { contentHandler } from './handlers.ts';
import { namesHeader } from './headers.ts';
import type { ConfigModel, ServerModel } from './types.ts';
import { hasUnread } from './unread.ts';
import { isWritten } from './written.ts';

export const HSTS = 'Strict-Transport-Security';
const KEY = HSTS.toLowerCase();

/** Does a directive that sets a header, such as `add_header`, set this one? */
export function isHsts({ node }: Occurrence): boolean {
  return namesHeader(node.args[0], KEY);
}

/** What may say that something in front of nginx takes the TLS off. */
const BEHIND_TLS = /\$\{?http_(?:x_forwarded_(?:proto|ssl|scheme|protocol)|front_end_https|cf_visitor|cloudfront_)/i;

/**
 * Does a server of this configuration answer plain HTTP to browsers? Said only where there is TLS beside it: without,
 * something in front of nginx may well speak it.
 */
export function answersPlainHttp(model: ConfigModel, server: ServerModel): boolean {
  if (server.tls || server.at.implied || hasUnread(model, server.at)) return false;
  if (server.listens.some(({ at, loopback, unix, port }) => loopback || unix || port !== 80 || takesProxy(at)))
    return false;
  if (model.effective(server.at, 'set_real_ip_from').values.length > 0 || knowsProxy(model)) return false;
  return redirectsToTls(model, server) || model.servers.some((other) => other.tls && shareName(other, server));
}

function takesProxy({ node }: Occurrence): boolean {
  return node.args.some(({ value }) => value === 'proxy_protocol');
}

const proxied = new WeakMap<ConfigModel, boolean>();

function knowsProxy(model: ConfigModel): boolean {
  let known = proxied.get(model);
  if (known === undefined) {
    known =
      isWritten(model, BEHIND_TLS) &&
      model.tree.all.some(({ node }) => node.args.some(({ value }) => BEHIND_TLS.test(value)));
    proxied.set(model, known);
  }
  return known;
}

function redirectsToTls(model: ConfigModel, { at, locations }: ServerModel): boolean {
  const home = locations.find(({ match, pattern }) => match === 'prefix' && pattern === '/');
  const handler = contentHandler(model, home?.at ?? at);
  return handler?.kind === 'return' && /^https:\/\//i.test(handler.at.node.args.at(-1)?.value ?? '');
}

function shareName(one: ServerModel, other: ServerModel): boolean {
  const names = new Set(one.names.map(({ value }) => value.toLowerCase()));
  return other.names.some(({ value }) => value !== '' && value !== '_' && names.has(value.toLowerCase()));
}
