import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn } from '../../model/blocks.ts';
import type { ConfigModel, ListenModel, ServerModel } from '../../model/types.ts';
import { includesUnread } from '../../model/unread.ts';
import { parseUrl } from '../../model/url.ts';
import { type Socket, socketsOf } from '../../route/sockets.ts';

/** Parameters that mean the same for another address; the others set options of the socket. */
const LISTEN = { listen: true, defaultPort: 80 } as const;
const SAME: ReadonlySet<string> = new Set(['ssl', 'http2', 'quic', 'default_server', 'proxy_protocol']);

export default defineRule(
  {
    id: 'listen-ipv6-missing',
    group: 'routing',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    docs: {
      summary: 'A server listens on all IPv4 addresses and on no IPv6 address',
      why: '`listen 80` means IPv4 only. If the name has an IPv6 address, clients try that first, and some have nothing else. Parameters such as `ssl` must stand in both lines.',
      bad: 'server { listen 80 default_server; }',
      good: 'server { listen 80 default_server; listen [::]:80 default_server; }',
      context: 'http',
      silent: [
        'for single addresses and Unix sockets',
        'where `ipv6only=off` on the port takes IPv4 too',
        'where a part of the server is not seen',
      ],
      severities: ['`warning` where the line for IPv6 lacks a parameter of the one for IPv4'],
      remedy: 'Add `listen [::]:80;` with the same parameters.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#listen'],
    },
    options: {},
    messages: {
      missing: ({ address, port }: { address: string; port: number }) =>
        `"listen ${address}" takes IPv4 only; add "listen [::]:${port}"`,
      less: ({ word, address }: { word: string; address: string }) =>
        `"listen ${address}" lacks the "${word}" that this server has for IPv4, so that clients with IPv6 get something else; add it`,
    },
  },
  (ctx) => ({
    servers(server) {
      if (server.at.implied || includesUnread(ctx.model, server.at)) return;
      for (const listen of server.listens) {
        const port = wildcardPort(listen, 'inet');
        if (port === null) continue;
        const twin = twinOf(server, listen, port);
        if (twin === undefined) {
          const fixes = withTwin(ctx.model, server, listen, port);
          ctx.report(listen.at, listen.address, 'missing', { address: listen.address.value, port }, { fixes });
        } else {
          const word = lacking(ctx.model, server, listen, twin);
          if (word === null) continue;
          const data = { word, address: twin.address.value };
          const related = [{ file: listen.at.file, span: listen.address, message: `has "${word}"` }];
          ctx.report(twin.at, twin.address, 'less', data, { severity: 'warning', related });
        }
      }
    },
  }),
);

/** The port of a `listen` on all addresses of a family. */
function wildcardPort({ address }: ListenModel, family: 'inet' | 'inet6'): number | null {
  const url = parseUrl(address.value, LISTEN);
  if (typeof url === 'string' || url.family !== family || url.bytes === null || url.lastPort !== 0) return null;
  return url.bytes.every((byte) => byte === 0) ? url.port : null;
}

/** The `listen` of a server on the same port of all addresses of IPv6. */
function twinOf({ listens }: ServerModel, { quic }: ListenModel, port: number): ListenModel | undefined {
  if (listens.length === 1) return undefined;
  return listens.find((each) => each.quic === quic && wildcardPort(each, 'inet6') === port);
}

/** The socket of all addresses of IPv6 with a port. */
function wildcardSocket(model: ConfigModel, quic: boolean, port: number): Socket | undefined {
  for (const socket of socketsOf(model)) {
    if (socket.wildcard && socket.quic === quic && socket.address.family === 'inet6' && socket.address.port === port)
      return socket;
  }
  return undefined;
}

/** Of IPv6 as of IPv4: TLS, and to be the default where the other one is it by name. */
function lacking(model: ConfigModel, server: ServerModel, listen: ListenModel, twin: ListenModel): string | null {
  if (listen.tls && !twin.tls) return 'ssl';
  if (!listen.defaultServer || twin.defaultServer) return null;
  const socket = twin.port === null ? undefined : wildcardSocket(model, twin.quic, twin.port);
  return socket !== undefined && socket.defaultServer !== server ? 'default_server' : null;
}

function withTwin(model: ConfigModel, server: ServerModel, { at, quic }: ListenModel, port: number): Fix[] {
  if (!isWrittenIn(at, server.at)) return [];
  let statement = `listen [::]:${port}`;
  let asksForDefault = false;
  for (let index = 1; index < at.node.args.length; index++) {
    const word = at.node.args[index]?.value ?? '';
    if (!SAME.has(word)) return [];
    if (word === 'default_server') asksForDefault = true;
    statement += ` ${word}`;
  }
  const taken = wildcardSocket(model, quic, port);
  // With `ipv6only=off` the socket of IPv6 takes both.
  if (taken?.dual || (taken?.explicitDefault && asksForDefault)) return [];
  statement += ';';
  return [
    { title: `Add "${statement}"`, safe: true, edits: [insertAfter(model.source(at.file), at.node, [statement])] },
  ];
}
