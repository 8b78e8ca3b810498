import type { Fix, Related } from '../../lint/diagnostic.ts';
import { insertAfter, insertAtStart, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { headerNamed, headersAt } from '../../model/headers.ts';
import { responseHeader } from '../../model/response-headers.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const HEADER = 'Strict-Transport-Security';
const LINE = `add_header ${HEADER} "max-age=31536000" always;`;

export default defineRule(
  {
    id: 'hsts-missing',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'An HTTPS server does not send Strict-Transport-Security',
      why: 'Without the header a browser still tries plain HTTP when somebody types the name or follows an old link. An attacker on the way can answer that request and keep the visitor on plain HTTP.',
      bad: 'server {\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    root /srv/www;\n}',
      good: 'server {\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    add_header Strict-Transport-Security "max-age=31536000" always;\n    root /srv/www;\n}',
      context: 'http',
      silent: [
        'in servers that reject every handshake, only `return 444` or `421`, or go back to `http://`',
        'in servers that listen on loopback addresses or Unix sockets only',
        'in servers whose names are addresses, where browsers ignore the header, or `localhost`',
        'with certificates for trials (`snakeoil`)',
        'where `location /`, or every location, sends the header, with `more_set_headers` and `security_headers` too',
        'where a script sets headers, or an included file is missing',
      ],
      remedy:
        'Add the header to the server, with `always`; a server that only redirects needs it too. Begin with a short `max-age`: browsers keep to it until it is over, so that the whole site must work over HTTPS.',
      links: [
        'https://www.rfc-editor.org/rfc/rfc6797',
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
      ],
    },
    options: { backend: false, ignoreNames: [] as string[] },
    optionDocs: {
      backend:
        'Leave out servers whose `location /` passes requests on, because the servers behind nginx send the header.',
      ignoreNames: 'Server names to leave out, such as `app.internal` or `*.internal`.',
    },
    messages: {
      missing: ({ server }: { server: string }) =>
        `${server} answers over TLS without ${HEADER}, so that browsers still try plain HTTP; add the header to it`,
    },
  },
  (ctx) => ({
    servers(server) {
      const { model, options } = ctx;
      if (!server.tls || isExempt(model, server) || isNamedOut(server, options.ignoreNames)) return;
      const listen = server.listens.find(({ tls, loopback, unix }) => tls && !loopback && !unix);
      if (listen === undefined && server.listens.length > 0) return;
      if (sendsHeader(model, server) || (options.backend && passesOn(server)) || isElsewhere(model, server.at)) return;
      const at = listen?.at ?? server.at;
      const name = server.names[0]?.value ?? '';
      ctx.report(
        at,
        listen?.address ?? server.at.node.name,
        'missing',
        { server: name === '' || name === '_' ? 'this server' : name },
        {
          fixes: addHeader(model, server.at),
          related: whyHidden(model, server.at),
        },
      );
    },
  }),
);

/** Servers of which no browser keeps the header, or that nobody should visit. */
function isExempt(model: ConfigModel, { at, names }: ServerModel): boolean {
  const first = (directive: string): string => model.effective(at, directive).values[0]?.node.args[0]?.value ?? '';
  if (first('ssl_reject_handshake').toLowerCase() === 'on') return true;
  const certificates = model.effective(at, 'ssl_certificate').values;
  if (certificates.some(({ node }) => /snakeoil|self-?signed/i.test(node.args[0]?.value ?? ''))) return true;
  if (names.length > 0 && names.every(({ value }) => /^((.+\.)?localhost|[\d.]+|\[[\da-f:.]+\])$/i.test(value)))
    return true;
  const handler = contentHandler(model, at);
  if (handler?.kind !== 'return') return false;
  const { args } = handler.at.node;
  // Who sends its visitors back to plain HTTP has no use for the header.
  return /^(444|421)$/.test(args[0]?.value ?? '') || (args.at(-1)?.value ?? '').startsWith('http://');
}

function isNamedOut({ names }: ServerModel, ignored: readonly string[]): boolean {
  const matches = (name: string): boolean =>
    ignored.some((each) => (each.startsWith('*.') ? name.endsWith(each.slice(1)) : name === each));
  return names.length > 0 && names.every(({ value }) => matches(value.toLowerCase()));
}

/** One answer with the header is enough for a browser: that of `/`, or those of all locations. */
function sendsHeader(model: ConfigModel, server: ServerModel): boolean {
  const sends = (at: Occurrence): boolean => responseHeader(model, at, HEADER).state !== 'absent';
  if (sends(server.at)) return true;
  const { locations } = server;
  const home = locations.filter(({ match, pattern }) => match !== 'named' && match !== 'regex' && pattern === '/');
  return home.some(({ at }) => sends(at)) || (locations.length > 0 && locations.every(({ at }) => sends(at)));
}

/** Files of Certbot and nginx that set no header. */
const HARMLESS = /(?:^|\/)(?:options-ssl-nginx\.conf|mime\.types|[a-z]+_params|fastcgi\.conf)$/;

/** May it stand in a file that could not be read? */
function isElsewhere(model: ConfigModel, server: Occurrence): boolean {
  return hasUnread(model, server, HARMLESS);
}

function passesOn(server: ServerModel): boolean {
  const home = server.locations.find(({ match, pattern }) => match !== 'exact' && pattern === '/');
  return home !== undefined && (own(home.at, 'proxy_pass').length > 0 || own(home.at, 'grpc_pass').length > 0);
}

/** The header of `http`, which a server without it must keep away by an `add_header` of its own. */
function hiddenHeader(model: ConfigModel, server: Occurrence): Occurrence | null {
  const outer = server.parent === null ? [] : headersAt(model, server.parent, 'add_header');
  return headerNamed(outer, HEADER)[0]?.at ?? null;
}

function whyHidden(model: ConfigModel, server: Occurrence): Related[] {
  const hidden = hiddenHeader(model, server);
  const [hiding] = own(server, 'add_header');
  if (hidden === null || hiding === undefined) return [];
  return [
    { file: hidden.file, span: hidden.node.name, message: 'sets it, but this server does not inherit it' },
    { file: hiding.file, span: hiding.node.name, message: 'keeps the inherited header out' },
  ];
}

/** Own headers keep those of `http` away, so that these are repeated where the server had none of its own. */
function addHeader(model: ConfigModel, server: Occurrence): Fix[] {
  const source = model.source(server.file);
  const { values, setIn } = model.effective(server, 'add_header');
  const merged = model.effective(server, 'add_header_inherit').values[0]?.node.args[0]?.value === 'merge';
  const repeated = setIn === server || merged ? [] : values.map((at) => statementText(model.source(at.file), at.node));
  const hidden = hiddenHeader(model, server);
  const lines = [...repeated, hidden === null ? LINE : statementText(model.source(hidden.file), hidden.node)];
  const here = server.children.filter(({ via }) => via.length === server.via.length);
  const named = (...names: string[]) => here.findLast(({ name }) => names.includes(name));
  const anchor = named('add_header') ?? named('ssl_certificate_key') ?? named('listen', 'server_name');
  const edit = anchor ? insertAfter(source, anchor.node, lines) : insertAtStart(source, server.node, lines);
  return edit === null ? [] : [{ title: `Add ${HEADER}`, safe: false, edits: [edit] }];
}
