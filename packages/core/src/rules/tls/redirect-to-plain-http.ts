import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { partOfWord } from '../../lint/word-parts.ts';
import type { ConfigModel, ListenModel, LocationModel, ServerModel } from '../../model/types.ts';
import { reachability } from '../../route/reachability.ts';
import { type Hop, hostOf, normalised, plainNames, redirectChain } from '../../route/redirect-chains.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const ABSOLUTE = /^(?:https?:\/\/|\$scheme|\$\{scheme\})/;
/** What a second request of the same visitor has as the first had it. */
const STEADY =
  /^\$\{?(?:host|http_host|http_user_agent|scheme|https|server_port|server_name|request_method|request_uri|uri|args|arg_\w+|ssl_\w+|remote_addr)\b/;

export default defineRule(
  {
    id: 'redirect-to-plain-http',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A redirect leaves TLS, or leads back to where it came from',
      why: "After a redirect from `https://` to `http://` everybody on the way can read and change what follows. A redirect to the address that was asked for, or two that point at each other, end in the browser's message about too many redirects. A sample request is followed through the configuration as nginx does it.",
      bad: 'server {\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    return 301 https://example.com$request_uri;\n}',
      good: 'server {\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    location / { root /srv/www; }\n}',
      context: 'http',
      silent: [
        'for redirects to other hosts',
        'for a redirect in an `if`',
        'where an `if` before it reads cookies or headers, which may differ the next time',
        'where files or backends decide what happens',
      ],
      remedy:
        'Redirect to `https://`, and only from the server that listens without TLS. Only one of `www.example.com` and `example.com` may redirect to the other.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return',
        'https://nginx.org/en/docs/http/converting_rewrite_rules.html',
      ],
    },
    options: {},
    messages: {
      downgrade: ({ from, to }: { from: string; to: string }) =>
        `this sends visitors of ${from} to ${to}, where nothing is encrypted; redirect to https`,
      self: ({ from }: { from: string }) =>
        `this redirects ${from} to itself, without end; answer here, or redirect other addresses only`,
      circle: ({ from, to }: { from: string; to: string }) =>
        `this redirects ${from} to ${to}, which leads back here, without end; let one of them answer`,
    },
  },
  (ctx) => {
    const told = new Set<Occurrence>();
    const check = (at: Occurrence): void => {
      const word = targetOf(at);
      const server = ctx.model.server(at);
      if (word === undefined || server === null || told.has(at) || !isPlace(at, server)) return;
      for (const url of samples(ctx.model, server, at, word)) {
        if (leadsOn(ctx.model, url, word)) continue;
        const hops = redirectChain(ctx.model, url);
        const [first] = hops;
        if (first === undefined || first.at !== at) continue;
        const end = hops.at(-1)?.to;
        const back = hops.findIndex((hop) => hop.url === end);
        if (back === 0) {
          for (const hop of hops) if (hop.at !== null) told.add(hop.at);
          const message = hops.length === 1 ? 'self' : 'circle';
          const related = hops
            .slice(1)
            .flatMap((hop) => (hop.at === null || hop.at === at ? [] : [placeOf(hop, hop.at)]));
          ctx.report(at, word, message, { from: url, to: first.to }, { related });
          return;
        }
        if (back === -1 && isDowngrade(server, first, hops)) {
          const fixes = toTls(ctx.model, at, word, first);
          ctx.report(at, word, 'downgrade', { from: url, to: first.to }, { fixes });
          return;
        }
      }
    };
    return { directives: { return: check, rewrite: check } };
  },
);

function targetOf({ node: { name, args } }: Occurrence): Word | undefined {
  const [first, second] = args;
  if (name.value === 'rewrite') return second !== undefined && ABSOLUTE.test(second.value) ? second : undefined;
  if (first !== undefined && ABSOLUTE.test(first.value)) return first;
  return /^30[12378]$/.test(first?.value ?? '') && second !== undefined && ABSOLUTE.test(second.value)
    ? second
    : undefined;
}

/** Does it hold for all who come there, the next time too? */
function isPlace(at: Occurrence, { at: server }: ServerModel): boolean {
  if (server.implied) return false;
  for (let block = at.parent; block !== null; block = block.parent) {
    if (!/^(?:server|location)$/.test(block.name)) return false;
    if (!block.children.every(isSteady)) return false;
    if (block === server) return true;
  }
  return false;
}

function isSteady({ node: { name, args } }: Occurrence): boolean {
  if (/_by_lua|^js_/.test(name.value)) return false;
  if (name.value !== 'if') return true;
  const [first] = args;
  const variable = first?.value.replace(/^\(/, '') || args[1]?.value;
  return variable !== undefined && STEADY.test(variable);
}

/** Addresses of visitors that get to the directive: over TLS first, by its own name and by that of the target. */
function samples(model: ConfigModel, server: ServerModel, at: Occurrence, word: Word): readonly string[] {
  const path = pathTo(model, server, model.location(at));
  const names = plainNames(server);
  const aimed = hostOf(normalised(word.value.replace(/\$.*$/, '')) ?? '');
  const hosts = new Set([...names.slice(0, 2), ...names.filter((name) => name === aimed)]);
  if (names.length === 0 && server.names.every(({ value }) => /^_?$/.test(value))) hosts.add('host.example');
  const listens = [server.listens.find(({ tls, quic }) => tls && !quic), server.listens.find(({ tls }) => !tls)];
  if (path === null) return [];
  return listens.flatMap((listen) => {
    const origin = listen === undefined ? null : originAt(listen);
    return origin === null ? [] : [...hosts].flatMap((host) => normalised(origin.replace('*', host) + path) ?? []);
  });
}

/** Does it only lead to TLS, and to a host from which no TLS server redirects, so that there is nothing to follow? */
function leadsOn(model: ConfigModel, url: string, word: Word): boolean {
  if (!word.value.startsWith('https://')) return false;
  // What the TLS server makes of it is asked about there.
  if (url.startsWith('http:')) return true;
  const host = /^https:\/\/([\w.-]+)(?:[/:$]|$)/.exec(word.value)?.[1]?.toLowerCase();
  return host !== undefined && host !== hostOf(url) && !redirectingHosts(model).has(host);
}

const redirecting = new WeakMap<ConfigModel, ReadonlySet<string>>();

/** Names of TLS servers in which something redirects to an absolute address. */
function redirectingHosts(model: ConfigModel): ReadonlySet<string> {
  let hosts = redirecting.get(model);
  if (hosts === undefined) {
    const targets = [...model.named('return'), ...model.named('rewrite')].filter((at) => targetOf(at) !== undefined);
    const servers = new Set(targets.map((at) => model.server(at)).filter((server) => server?.tls));
    hosts = new Set(
      [...servers].flatMap((server) => server?.names.map(({ value }) => value.replace(/^\./, '').toLowerCase()) ?? []),
    );
    redirecting.set(model, hosts);
  }
  return hosts;
}

function originAt({ tls, port, unix }: ListenModel): string | null {
  return unix || port === null ? null : `${tls ? 'https' : 'http'}://*:${port}`;
}

function pathTo(model: ConfigModel, server: ServerModel, location: LocationModel | null): string | null {
  if (location === null) return '/page';
  const { match, pattern } = location;
  if (match === 'named') return null;
  const reach = match === 'regex' ? reachability(model, server).get(location) : undefined;
  const path =
    reach?.kind === 'reachable'
      ? reach.sample
      : match === 'prefix' || match === 'prefix-final'
        ? `${pattern}page`
        : pattern;
  return (match !== 'regex' || reach?.kind === 'reachable') && /^\/[\w./~-]*$/.test(path) ? path : null;
}

/** From TLS to a name of the same domain or server, where nothing sends the visitor back. */
function isDowngrade(server: ServerModel, { url, to }: Hop, hops: readonly Hop[]): boolean {
  if (!url.startsWith('https:') || !to.startsWith('http:')) return false;
  if (hops.slice(1).some((hop) => hop.to.startsWith('https:'))) return false;
  return domainOf(to) === domainOf(url) || plainNames(server).includes(hostOf(to));
}

function domainOf(url: string): string {
  return hostOf(url).split('.').slice(-2).join('.');
}

function placeOf({ url }: Hop, { file, node }: Occurrence) {
  return { file, span: { start: node.start, end: node.end }, message: `redirects ${url}` };
}

/** Where that is not the address that was asked for. */
function toTls(model: ConfigModel, at: Occurrence, word: Word, { url, to }: Hop): Fix[] {
  if (!word.value.startsWith('http://') || to.replace(/^http:/, 'https:') === url) return [];
  const span = partOfWord(model.source(at.file), word, 0, 4);
  if (span.end - span.start !== 4) return [];
  return [{ title: 'Redirect to https', safe: false, edits: [{ file: at.file, span, text: 'https' }] }];
}
