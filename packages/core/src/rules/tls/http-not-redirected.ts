import type { FileEdit, Fix } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own, walk } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { sentOn } from '../../model/redirects.ts';
import type { ConfigModel, ListenModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { searchLocation } from '../../route/location-tree.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What tells that another server in front does TLS, or that somebody else decides. */
const TERMINATED =
  /\$\{?http_(?:x_forwarded_(?:proto|ssl)|x_scheme|cf_visitor|cloudfront_forwarded_proto|front_end_https)\b/;
const ANOTHER_DECIDES = /^(?:set_real_ip_from|rewrite_by_lua|access_by_lua|server_rewrite_by_lua|js_|auth_request$)/;

export default defineRule(
  {
    id: 'http-not-redirected',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'A site with TLS is served without it too',
      why: 'Visitors who type the name come by plain HTTP first. If they get the site there, cookies and passwords cross the network in the clear, and an attacker on the way can keep them from ever seeing `https://`.',
      bad: 'server {\n    listen 80;\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    root /srv/www;\n}',
      good: 'server {\n    listen 80;\n    server_name example.com;\n    return 301 https://$host$request_uri;\n}\nserver {\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    root /srv/www;\n}',
      context: 'http',
      silent: [
        'where any `return` or `rewrite` of the server leads to `https://`, as in `if ($scheme = http)`',
        'where `/` is denied or answered with a status',
        'on loopback addresses, Unix sockets and ports other than 80, and for names such as `localhost` and `app.test`',
        'where something in front of nginx may speak TLS: with `proxy_protocol` or `set_real_ip_from`, or where `X-Forwarded-Proto` is tested',
        'where an included file is missing',
      ],
      remedy:
        'Give port 80 a server of its own that only redirects: `return 301 https://$host$request_uri;`. The path of a certificate authority, `/.well-known/acme-challenge/`, may stay there.',
      links: [
        'https://nginx.org/en/docs/http/configuring_https_servers.html',
        'https://www.rfc-editor.org/rfc/rfc6797#section-7.2',
      ],
    },
    options: {},
    messages: {
      same: ({ name }: { name: string }) =>
        `${name} answers on port 80 without TLS too; let a server of its own redirect from there to https`,
      other: ({ name }: { name: string }) =>
        `${name} answers here without TLS, although another server has it with TLS; redirect to https`,
    },
  },
  (ctx) => ({
    config(model) {
      if (!model.servers.some(({ tls }) => tls)) return;
      const secured = new Map<string, ServerModel>();
      for (const server of model.servers) {
        if (!server.tls || !server.listens.some(({ tls, quic, loopback, unix }) => tls && !quic && !loopback && !unix))
          continue;
        for (const { value } of server.names) if (isName(value)) secured.set(value.toLowerCase(), server);
      }
      const taken = new Set<string>();
      for (const server of model.servers) {
        const plain = plainListen(server);
        const names = server.names.map(({ value }) => value.toLowerCase());
        const name = names.find((each) => secured.has(each) && !taken.has(each));
        if (plain === undefined) continue;
        for (const each of names) taken.add(each);
        if (!server.tls && name === undefined) continue;
        if (isForTrials(names) || !servesContent(model, server) || isBehindAnother(model, server)) continue;
        const twin = name === undefined ? undefined : secured.get(name);
        if (server.tls) {
          const data = {
            name: server.names[0] && isName(server.names[0].value) ? `"${server.names[0].value}"` : 'this server',
          };
          ctx.report(plain.at, plain.address, 'same', data, { fixes: split(model, server) });
        } else if (name !== undefined && twin !== undefined) {
          const related = [{ file: twin.at.file, span: twin.at.node.name, message: 'serves it with TLS' }];
          ctx.report(plain.at, plain.address, 'other', { name: `"${name}"` }, { related });
        }
      }
    },
  }),
);

const isName = (name: string): boolean => /^[\w*-]*(?:\.[\w-]+)+$/.test(name);

/** Names that no stranger can ask for. */
function isForTrials(names: readonly string[]): boolean {
  return (
    names.length > 0 &&
    names.every((name) => /^(?:(?:.+\.)?localhost|.+\.(?:test|local|localdomain)|[\d.]+)$/.test(name))
  );
}

function plainListen({ listens }: ServerModel): ListenModel | undefined {
  return listens.find(
    ({ at, tls, loopback, unix, port }) =>
      !tls && !loopback && !unix && port === 80 && !at.node.args.some(({ value }) => value === 'proxy_protocol'),
  );
}

/** Does `/` lead to files or to a backend, whatever the request? */
function servesContent(model: ConfigModel, server: ServerModel): boolean {
  const found = searchLocation(model, server, '/');
  const block = found.kind === 'location' ? found.location.at : found.kind === 'server' ? server.at : null;
  if (block === null || sentOn(model, block) !== null || hasUnread(model, block)) return false;
  const handler = contentHandler(model, block);
  if (handler === null || handler.kind === 'return' || handler.kind === 'module') return false;
  if (own(block, 'deny').some(({ node }) => node.args[0]?.value === 'all')) return false;
  const mapped = ['root', 'alias'].some((name) => model.effective(block, name).values.length > 0);
  return handler.kind !== 'static' || mapped;
}

/** Is TLS done in front of nginx, or may the request be redirected on the way? */
function isBehindAnother(model: ConfigModel, { at }: ServerModel): boolean {
  if (hasUnread(model, at)) return true;
  for (const inner of walk(at)) {
    const { name, args } = inner.node;
    if (ANOTHER_DECIDES.test(name.value) || args.some(({ value }) => TERMINATED.test(value))) return true;
    if (/^(?:return|rewrite|error_page)$/.test(name.value) && args.some(({ value }) => isToTls(value))) return true;
  }
  if (model.effective(at, 'set_real_ip_from').values.length > 0) return true;
  return model.named('map').some(({ node }) => node.args.some(({ value }) => TERMINATED.test(value)));
}

const isToTls = (target: string): boolean => /^(?:https:|\$(?!scheme|request_uri|uri))/.test(target);

/** The plain listeners of a server, moved into one that redirects. */
function split(model: ConfigModel, server: ServerModel): Fix[] {
  const { at } = server;
  const source = model.source(at.file);
  const plain = server.listens.filter(({ tls }) => !tls);
  const names = own(at, 'server_name');
  if ([...plain.map((each) => each.at), ...names].some((each) => !isWrittenIn(each, at))) return [];
  const line = source.lines.lineAt(at.node.start);
  const start = source.lines.startOf(line);
  const indent = /^[ \t]*/.exec(source.text.slice(start, at.node.start))?.[0] ?? '';
  if (source.text.slice(start, at.node.start) !== indent) return [];
  const text = ({ node }: Occurrence): string => source.text.slice(node.start, node.end);
  const lines = [...plain.map((each) => text(each.at)), ...names.map(text), 'return 301 https://$host$request_uri;'];
  const end = source.text.includes('\r\n') ? '\r\n' : '\n';
  const block = ['server {', ...lines.map((each) => `    ${each}`), '}'].map((each) => indent + each + end).join('');
  const edits: FileEdit[] = [{ file: at.file, span: { start, end: start }, text: block }];
  for (const { at: listen } of plain) edits.push(deleteStatement(source, listen.node));
  return [{ title: 'Redirect from port 80 in a server of its own', safe: false, edits }];
}
