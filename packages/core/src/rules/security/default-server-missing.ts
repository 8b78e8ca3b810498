import type { Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own } from '../../model/blocks.ts';
import { isPrefix } from '../../model/location-search.ts';
import { isPrivate } from '../../model/openness.ts';
import type { ConfigModel, ListenModel, ServerModel } from '../../model/types.ts';
import { serverStop } from '../../route/server-stop.ts';
import { type Socket, socketsOf } from '../../route/sockets.ts';

export default defineRule(
  {
    id: 'default-server-missing',
    group: 'security',
    severity: 'info',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'The order of files decides which site answers for unknown names',
      why: 'A request for a name that no server has, or without a name, goes to the default server of the address. If none is marked, that is the first one in the order of the files. A real site then answers under foreign names, and another one does as soon as a file with an earlier name is added.',
      bad: 'events { }\nhttp {\n    server { listen 80; server_name a.example.com; root /srv/a; }\n    server { listen 80; server_name b.example.com; root /srv/b; }\n}',
      good: 'events { }\nhttp {\n    server { listen 80 default_server; server_name _; return 444; }\n    server { listen 80; server_name a.example.com; root /srv/a; }\n    server { listen 80; server_name b.example.com; root /srv/b; }\n}',
      context: 'main',
      silent: [
        'for addresses with one server',
        'for loopback addresses, private addresses and Unix sockets',
        'where the first server refuses or redirects everything, or has `_` or no name, and so was written to be the default',
        'in fragments',
      ],
      remedy:
        'Add a server with `listen … default_server` that refuses: `return 444;`, with TLS `ssl_reject_handshake on;`. Or mark the one that is meant to answer.',
      links: [
        'https://nginx.org/en/docs/http/request_processing.html',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#listen',
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_reject_handshake',
      ],
    },
    options: {},
    messages: {
      missing: ({ addresses, name }: { addresses: string; name: string }) =>
        `no server of ${addresses} is marked "default_server", so that ${name} answers for every unknown name, as it stands first; add a default server that refuses`,
    },
  },
  (ctx) => ({
    config(model) {
      // In another file a server may be marked.
      if (!model.tree.whole) return;
      const byServer = new Map<ServerModel, Socket[]>();
      for (const socket of socketsOf(model)) {
        if (!isUndecided(model, socket)) continue;
        byServer.set(socket.defaultServer, [...(byServer.get(socket.defaultServer) ?? []), socket]);
      }
      for (const [server, sockets] of byServer) {
        const listens = server.listens.filter((listen) => sockets.some((socket) => isFor(listen, socket)));
        const [listen] = listens;
        const words = listens.map(({ address }) => `"${address.value}"`);
        const addresses = words.length === 0 ? 'port 80' : words.join(' and ');
        const data = { addresses, name: `"${server.names[0]?.value ?? ''}"` };
        const fixes = refusing(model, server, sockets);
        // A file of `listen` lines that several servers include is not the place to mend.
        const written = listen !== undefined && isWrittenIn(listen.at, server.at) ? listen : null;
        ctx.report(written?.at ?? server.at, written?.address ?? server.at.node.name, 'missing', data, { fixes });
      }
    },
  }),
);

function isUndecided(model: ConfigModel, { explicitDefault, servers, defaultServer, quic }: Socket): boolean {
  if (explicitDefault || quic || servers.length < 2 || servers.some(({ at }) => at.implied)) return false;
  if (isPrivate(defaultServer) || isMeant(defaultServer)) return false;
  return !answersNobody(model, defaultServer);
}

function isFor({ address, port, quic }: ListenModel, socket: Socket): boolean {
  return !quic && port === socket.address.port && address.value.startsWith('[') === (socket.address.family === 'inet6');
}

/** Names that are written for what has no other: `_`, `""`, none at all, expressions for everything. */
function isMeant({ names }: ServerModel): boolean {
  return (
    names.length === 0 || names.some(({ value }) => /^(?:_|__|-|\*|localhost|default.*|~\^?\.?[*+]?\$?)?$/.test(value))
  );
}

/** Does it refuse or redirect all that it is asked? */
function answersNobody(model: ConfigModel, server: ServerModel): boolean {
  if (serverStop(model, server) !== null) return true;
  const [reject] = model.effective(server.at, 'ssl_reject_handshake').values;
  if (reject?.node.args[0]?.value === 'on') return true;
  const all = server.locations.find((location) => isPrefix(location) && location.pattern === '/');
  return all !== undefined && own(all.at, 'return').length > 0;
}

/** One for all addresses of the server; none with TLS before there is `ssl_reject_handshake`. */
function refusing(model: ConfigModel, server: ServerModel, sockets: readonly Socket[]): Fix[] {
  const tls = sockets.some((socket) => socket.tls);
  if (sockets.some((socket) => socket.tls !== tls) || (tls && !model.facts.atLeast('1.19.4'))) return [];
  if (server.listens.length !== sockets.length) return [];
  const listens = server.listens.map(({ address }) => `listen ${address.value}${tls ? ' ssl' : ''} default_server;`);
  const refusal = tls ? 'ssl_reject_handshake on;' : 'return 444;';
  const text = `server { ${listens.join(' ')} server_name _; ${refusal} }`;
  const node = server.at.via.at(-1) === undefined ? server.at.node : null;
  if (node === null) return [];
  const edits = [insertBefore(model.source(server.at.file), node, [text])];
  return [{ title: 'Add a default server that refuses', safe: false, edits }];
}
