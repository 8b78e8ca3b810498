import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter, insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn } from '../../model/blocks.ts';
import { type Pass, passesOf } from '../../model/passes.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { socketsOf } from '../../route/sockets.ts';

export default defineRule(
  {
    id: 'grpc-without-http2',
    group: 'proxy',
    severity: 'error',
    preset: 'recommended',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'A server without HTTP/2 passes gRPC on',
      why: 'gRPC clients speak HTTP/2 and nothing else. A listener that knows HTTP/1.1 only answers them with an error before it looks for a location.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    location /pkg.Service/ { grpc_pass grpc://127.0.0.1:50051; }\n}',
      good: '# nginx version: 1.25.1\nserver {\n    listen 443 ssl;\n    http2 on;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    location /pkg.Service/ { grpc_pass grpc://127.0.0.1:50051; }\n}',
      context: 'http',
      silent: [
        'where one of the listeners of the server speaks HTTP/2 or HTTP/3, even by a `listen` of another server on the same address',
        'where an included file that may set it is missing, or the `http` block around the server is not seen',
        'for further `grpc_pass` lines of a server, which is reported once',
      ],
      remedy: 'Write `http2 on;` in the server, or before nginx 1.25.1 `listen 443 ssl http2;`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_grpc_module.html',
        'https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2',
      ],
    },
    options: {},
    messages: {
      old: ({ line }: { line: string }) =>
        `"grpc_pass" stands in a server without HTTP/2, the only protocol of gRPC clients; add "${line}"`,
    },
  },
  (ctx) => ({
    config(model) {
      const byServer = new Map<ServerModel, Pass[]>();
      for (const pass of passesOf(model)) {
        const server = pass.module === 'grpc' ? model.server(pass.at) : null;
        if (server === null || server.at.implied) continue;
        byServer.set(server, [...(byServer.get(server) ?? []), pass]);
      }
      for (const [server, [first, ...others]] of byServer) {
        if (first === undefined || speaksHttp2(model, server) || hasUnread(model, server.at)) continue;
        // Nobody sees the block around it, which may say "http2 on" for all servers.
        if (!model.certain && server.at.parent?.implied) continue;
        const related = others.map(({ at }) => ({ file: at.file, span: at.node.name, message: 'here too' }));
        const line = model.facts.atLeast('1.25.1') ? 'http2 on;' : 'listen … http2';
        ctx.report(first.at, first.at.node.name, 'old', { line }, { related, fixes: addHttp2(model, server) });
      }
    },
  }),
);

function speaksHttp2(model: ConfigModel, server: ServerModel): boolean {
  const [own] = model.effective(server.at, 'http2').values;
  if (own !== undefined && own.fact !== null && own.node.args[0]?.value.toLowerCase() === 'on') return true;
  return socketsOf(model).some(({ servers, http2, quic }) => (http2 || quic) && servers.includes(server));
}

/** A `listen` of old that has `http2` without TLS speaks nothing else, so that only those with TLS get it. */
function addHttp2(model: ConfigModel, { at, listens }: ServerModel): readonly Fix[] {
  const source = model.source(at.file);
  const title = 'Switch HTTP/2 on';
  if (model.facts.atLeast('1.25.1')) {
    if (model.effective(at, 'http2').values.some(({ parent }) => parent === at)) return [];
    const anchor = listens.findLast((listen) => isWrittenIn(listen.at, at));
    const edit = anchor
      ? insertAfter(source, anchor.at.node, ['http2 on;'])
      : insertAtStart(source, at.node, ['http2 on;']);
    return edit === null ? [] : [{ title, safe: true, edits: [edit] }];
  }
  const edits = listens
    .filter((listen) => listen.tls && !listen.quic)
    .map(({ at: { file, node } }) => {
      const end = node.args.at(-1)?.end ?? node.name.end;
      return { file, span: { start: end, end }, text: ' http2' };
    });
  return edits.length === 0 ? [] : [{ title, safe: true, edits }];
}
