import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn } from '../../model/blocks.ts';
import type { ConfigModel, ListenModel, ServerModel } from '../../model/types.ts';
import { includesUnread } from '../../model/unread.ts';
import { parseUrl } from '../../model/url.ts';
import { socketsOf } from '../../route/sockets.ts';

/** Parameters that mean the same for another address; the others set options of the socket. */
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
        const twin = server.listens.find((each) => each.quic === listen.quic && wildcardPort(each, 'inet6') === port);
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
  const url = parseUrl(address.value, { listen: true, defaultPort: 80 });
  if (typeof url === 'string' || url.family !== family || url.bytes === null || url.lastPort !== 0) return null;
  return url.bytes.every((byte) => byte === 0) ? url.port : null;
}

/** Of IPv6 as of IPv4: TLS, and to be the default where the other one is it by name. */
function lacking(model: ConfigModel, server: ServerModel, listen: ListenModel, twin: ListenModel): string | null {
  if (listen.tls && !twin.tls) return 'ssl';
  if (!listen.defaultServer || twin.defaultServer) return null;
  const socket = socketsOf(model).find(
    (each) =>
      each.address.family === 'inet6' && each.wildcard && each.quic === twin.quic && each.address.port === twin.port,
  );
  return socket !== undefined && socket.defaultServer !== server ? 'default_server' : null;
}

function withTwin(model: ConfigModel, server: ServerModel, { at, quic }: ListenModel, port: number): Fix[] {
  const words = at.node.args.slice(1).map(({ value }) => value);
  if (!isWrittenIn(at, server.at) || words.some((word) => !SAME.has(word))) return [];
  const taken = socketsOf(model).find(
    (each) => each.address.family === 'inet6' && each.wildcard && each.quic === quic && each.address.port === port,
  );
  // With `ipv6only=off` the socket of IPv6 takes both.
  if (taken?.dual || (taken?.explicitDefault && words.includes('default_server'))) return [];
  const statement = `${['listen', `[::]:${port}`, ...words].join(' ')};`;
  return [
    { title: `Add "${statement}"`, safe: true, edits: [insertAfter(model.source(at.file), at.node, [statement])] },
  ];
}
