import type { Fix } from '../../lint/diagnostic.ts';
import { insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own } from '../../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { type Socket, socketsOf } from '../../route/sockets.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** The versions are chosen after the name from this version on (a callback for the ClientHello). */
const BY_SERVER_SINCE = '1.29.2';

export default defineRule(
  {
    id: 'ssl-protocols-ignored-in-vhost',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Another server decides on the TLS versions of a server',
      why: 'Before nginx 1.29.2 the TLS version is agreed on before the name of the server is known. Of several servers on one address and port only the default one decides, and `ssl_protocols` in the others has no effect: what they switch off stays on.',
      bad: '# nginx version: 1.28.0\nserver {\n    listen 443 ssl default_server;\n    server_name a.example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_protocols TLSv1.2 TLSv1.3;\n}\nserver {\n    listen 443 ssl;\n    server_name b.example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_protocols TLSv1.3;\n}',
      good: '# nginx version: 1.28.0\nssl_protocols TLSv1.3;\nserver {\n    listen 443 ssl default_server;\n    server_name a.example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n}\nserver {\n    listen 443 ssl;\n    server_name b.example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n}',
      context: 'http',
      silent: [
        'since nginx 1.29.2, and so without `nginxVersion` or `--nginx-version`',
        'where both servers name the same versions, in whatever order',
        'where a server is the default of one of its sockets, or has one to itself',
        'where an included file that may set it is missing',
      ],
      remedy:
        'Name the versions in `http` or in the default server of the socket, or give the server an address of its own.',
      links: [
        'https://nginx.org/en/docs/http/server_names.html#virtual_server_selection',
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_protocols',
      ],
    },
    options: {},
    messages: {
      ignored: ({ socket, server, versions }: { socket: string; server: string; versions: string }) =>
        `these versions have no effect: before nginx ${BY_SERVER_SINCE} ${server}, the default server of ${socket}, decides, with ${versions}; name them there or in "http"`,
    },
  },
  (ctx) => ({
    config(model) {
      if (model.facts.atLeast(BY_SERVER_SINCE)) return;
      const deciding = decidingServers(model);
      for (const [server, sockets] of deciding) {
        const { values, setIn } = model.effective(server.at, 'ssl_protocols');
        const [list] = values;
        const first = list?.node.args[0];
        if (list === undefined || first === undefined || setIn !== server.at || hasUnread(model, server.at)) continue;
        const others = sockets.filter(
          ({ defaultServer }) => versionsOf(model, defaultServer) !== versionsOf(model, server),
        );
        const [socket] = others;
        // One socket on which they are what holds anyway is a reason to leave them.
        if (socket === undefined || others.length < sockets.length || hasUnread(model, socket.defaultServer.at))
          continue;
        const { defaultServer } = socket;
        const decided = model.effective(defaultServer.at, 'ssl_protocols').values[0];
        const place = decided ?? defaultServer.at;
        const data = {
          socket: shownSocket(socket),
          server: nameOf(defaultServer),
          versions: decided === undefined ? 'the versions nginx offers by default' : versionsOf(model, defaultServer),
        };
        const span = { start: first.start, end: list.node.args.at(-1)?.end ?? first.end };
        const related = [{ file: place.file, span: place.node.name, message: 'decides' }];
        ctx.report(list, span, 'ignored', data, { related, fixes: fixesOf(model, list, defaultServer) });
      }
    },
  }),
);

/** Lets the server that decides name what this one wants. */
function fixesOf(model: ConfigModel, wanted: Occurrence, { at: server }: ServerModel): readonly Fix[] {
  const [first] = wanted.node.args;
  const last = wanted.node.args.at(-1);
  if (first === undefined || last === undefined || server.implied) return [];
  const versions = model.source(wanted.file).text.slice(first.start, last.end);
  const title = 'Name these versions in the default server';
  const [decided] = own(server, 'ssl_protocols');
  if (decided === undefined) {
    const edit = insertAtStart(model.source(server.file), server.node, [`ssl_protocols ${versions};`]);
    return edit === null ? [] : [{ title, safe: false, edits: [edit] }];
  }
  const [from] = decided.node.args;
  // An included file may decide for others too.
  if (from === undefined || !isWrittenIn(decided, server)) return [];
  const span = { start: from.start, end: decided.node.args.at(-1)?.end ?? from.end };
  return [{ title, safe: false, edits: [{ file: decided.file, span, text: versions }] }];
}

/** Servers that are the default of none of their TLS sockets, with these. */
function decidingServers(model: ConfigModel): ReadonlyMap<ServerModel, readonly Socket[]> {
  const found = new Map<ServerModel, Socket[]>();
  const free = new Set<Occurrence>();
  for (const socket of socketsOf(model)) {
    if (!socket.tls || socket.quic) continue;
    for (const server of socket.servers) {
      if (server === socket.defaultServer) free.add(server.at);
      else found.set(server, [...(found.get(server) ?? []), socket]);
    }
  }
  for (const server of found.keys()) if (free.has(server.at)) found.delete(server);
  return found;
}

/** In one order, so that they can be compared. */
function versionsOf(model: ConfigModel, { at }: ServerModel): string {
  const [list] = model.effective(at, 'ssl_protocols').values;
  if (list === undefined) return defaultVersions(model);
  return [...new Set(list.node.args.map(({ value }) => value))].sort().join(' ');
}

function defaultVersions(model: ConfigModel): string {
  if (model.facts.atLeast('1.27.3')) return 'TLSv1.2 TLSv1.3';
  return model.facts.atLeast('1.23.4') ? 'TLSv1 TLSv1.1 TLSv1.2 TLSv1.3' : 'TLSv1 TLSv1.1 TLSv1.2';
}

function nameOf({ names }: ServerModel): string {
  const name = names[0]?.value ?? '';
  return name === '' || name === '_' ? 'another one' : name;
}

function shownSocket({ address }: Socket): string {
  if (address.family === 'unix') return address.host;
  const host = address.family === 'inet6' ? `[${address.host}]` : address.host;
  return host === '0.0.0.0' ? `port ${address.port}` : `${host}:${address.port}`;
}
