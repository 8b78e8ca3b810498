import type { Fix } from '../../lint/diagnostic.ts';
import { insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { answeringBlocks } from '../../model/answering-blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { tryFiles } from '../../model/redirects.ts';
import type { ConfigModel, ListenModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { isWritten } from '../../model/written.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Handlers that nginx redirects to with a slash where the path lacks it (`auto_redirect`). */
const WITH_SLASH: ReadonlySet<string> = new Set(['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc', 'memcached']);

export default defineRule(
  {
    id: 'absolute-redirect-behind-proxy',
    group: 'routing',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'Redirects to folders name the scheme and port of a server behind a proxy',
      why: 'nginx redirects `/dir` to `/dir/` and makes an absolute URL of it, with its own scheme and port. Behind a proxy these are not the ones that clients see.',
      bad: 'server { listen 8080; set_real_ip_from 10.0.0.0/8; root /srv/www; }',
      good: 'server { listen 8080; set_real_ip_from 10.0.0.0/8; absolute_redirect off; root /srv/www; }',
      context: 'http',
      silent: [
        'where nothing says that a proxy stands in front of the server: `set_real_ip_from`, `proxy_protocol`, `X-Forwarded-Proto`',
        'on port 443 with TLS',
        'where `port_in_redirect off` is enough',
        'where no redirect to a folder arises',
      ],
      remedy: 'Write `absolute_redirect off;`, so that the address has neither scheme nor host.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#absolute_redirect',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#port_in_redirect',
      ],
    },
    options: {},
    messages: {
      leaks: ({ address, what }: { address: string; what: string }) =>
        `clients come through a proxy, and redirects to folders lead them to ${what} of "listen ${address}" instead; write "absolute_redirect off"`,
    },
  },
  (ctx) => ({
    servers(server) {
      const { model } = ctx;
      if (server.at.implied || !model.facts.atLeast('1.11.8')) return;
      // Few servers tell of one.
      const sign = signOfProxy(model, server);
      if (sign === null || hasUnread(model, server.at)) return;
      const listen = server.listens.find((each) => leak(model, server, each) !== null);
      if (listen === undefined || isOff(model, server.at, 'absolute_redirect')) return;
      if (!redirectsToFolders(model, server)) return;
      const related = [{ file: sign.file, span: sign.node.name, message: 'tells of a proxy in front' }];
      const data = { address: listen.address.value, what: leak(model, server, listen) ?? '' };
      ctx.report(listen.at, listen.address, 'leaks', data, { related, fixes: withoutHost(model, server) });
    },
  }),
);

function isOff(model: ConfigModel, block: Occurrence, directive: string): boolean {
  return model.effective(block, directive).values[0]?.node.args[0]?.value.toLowerCase() === 'off';
}

/** What of an address clients would not see otherwise. */
function leak(
  model: ConfigModel,
  server: ServerModel,
  { port, tls, unix, loopback, quic }: ListenModel,
): string | null {
  if (unix || quic || port === null || (loopback && port === 80)) return null;
  const usual = tls ? 443 : 80;
  if (port !== usual && !isOff(model, server.at, 'port_in_redirect')) return tls ? 'the port' : 'the scheme and port';
  return tls ? null : 'the scheme';
}

function signOfProxy(model: ConfigModel, server: ServerModel): Occurrence | null {
  const [real] = model.effective(server.at, 'set_real_ip_from').values;
  if (real !== undefined) return real;
  const proxied = server.listens.find(({ at }) => at.node.args.some(({ value }) => value === 'proxy_protocol'));
  if (proxied !== undefined) return proxied.at;
  return schemesOf(model).get(server.at) ?? null;
}

/** Where the scheme that a proxy tells is made use of. */
const USES = ['if', 'set', 'return', 'rewrite', 'proxy_set_header', 'fastcgi_param', 'uwsgi_param'];
const SHORTEST = '$http_x_forwarded_proto'.length;
const SCHEME = /\$\{?http_x_forwarded_proto\b/i;
const known = new WeakMap<ConfigModel, ReadonlyMap<Occurrence, Occurrence>>();

/** The first of these in each block, at any depth. */
function schemesOf(model: ConfigModel): ReadonlyMap<Occurrence, Occurrence> {
  let found = known.get(model);
  if (found === undefined) {
    const first = new Map<Occurrence, Occurrence>();
    for (const name of isWritten(model, SCHEME) ? USES : []) {
      for (const at of model.named(name)) {
        if (!at.node.args.some(tellsScheme)) continue;
        for (let block = at.parent; block !== null && !first.has(block); block = block.parent) first.set(block, at);
      }
    }
    found = first;
    known.set(model, found);
  }
  return found;
}

function tellsScheme({ value }: Word): boolean {
  return value.length >= SHORTEST && SCHEME.test(value);
}

function redirectsToFolders(model: ConfigModel, server: ServerModel): boolean {
  return answeringBlocks(model, server).some((block) => {
    if (isOff(model, block, 'absolute_redirect')) return false;
    const location = model.location(block);
    const kind = contentHandler(model, block)?.kind ?? 'return';
    if (WITH_SLASH.has(kind)) {
      return location?.match.startsWith('prefix') === true && /.\/$/.test(location.pattern) && location.parent === null;
    }
    if (kind !== 'static' || location?.match === 'exact' || location?.match === 'named') return false;
    if (location?.match === 'regex' && /\.[\w(?:|)]+\$$/.test(location.pattern)) return false;
    // Without a folder among its files `try_files` never gets to one.
    const tried = tryFiles(block);
    const folders = tried === null || tried.files.some(({ value }) => value.endsWith('/'));
    return folders && model.effective(block, 'root').values.length + model.effective(block, 'alias').values.length > 0;
  });
}

function withoutHost(model: ConfigModel, { at }: ServerModel): Fix[] {
  const edit = insertAtStart(model.source(at.file), at.node, ['absolute_redirect off;']);
  return edit === null ? [] : [{ title: 'Write "absolute_redirect off"', safe: false, edits: [edit] }];
}
