import type { Fix } from '../../lint/diagnostic.ts';
import { insertAtEnd } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { contentHandler } from '../../model/handlers.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { searchLocation } from '../../route/location-tree.ts';
import { socketsOf } from '../../route/sockets.ts';

export default defineRule(
  {
    id: 'http2-default-reject-421',
    group: 'tls',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'A default server rejects handshakes, but answers requests from other connections',
      why: 'Browsers use a connection of HTTP/2 or HTTP/3 for every name that its certificate and address fit. The handshake of another server may let such a request in, and its host then leads to the default server. `421` tells the browser to ask again on a connection of its own.',
      bad: '# nginx version: 1.25.1\nserver { listen 443 ssl default_server; http2 on; ssl_reject_handshake on; }',
      good: '# nginx version: 1.25.1\nserver { listen 443 ssl default_server; http2 on; ssl_reject_handshake on; return 421; }',
      context: 'http',
      silent: [
        'without HTTP/2 and HTTP/3',
        'in servers that are not the default',
        'where a `return` with an error status or `444` answers `/`',
        'where an included file is missing',
      ],
      remedy: 'Add `return 421;` to the server.',
      links: [
        'https://www.rfc-editor.org/rfc/rfc9110#section-15.5.20',
        'https://www.rfc-editor.org/rfc/rfc9113#section-9.1.1',
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_reject_handshake',
      ],
    },
    options: {},
    messages: {
      answers: (_: object) =>
        'requests for other names may come on a connection that was not rejected, and are answered here; add "return 421"',
    },
  },
  (ctx) => ({
    config(model) {
      if (model.named('ssl_reject_handshake').length === 0) return;
      const told = new Set<ServerModel>();
      for (const { defaultServer: server, http2, quic, tls } of socketsOf(model)) {
        if (!tls || (!http2 && !quic) || told.has(server) || hasUnread(model, server.at)) continue;
        const [reject] = model.effective(server.at, 'ssl_reject_handshake').values;
        if (reject?.node.args[0]?.value.toLowerCase() !== 'on' || refuses(model, server)) continue;
        told.add(server);
        const own = reject.parent === server.at;
        const at = own ? reject : server.at;
        ctx.report(at, own ? reject.node.name : server.at.node.name, 'answers', {}, { fixes: repair(model, server) });
      }
    },
  }),
);

function refuses(model: ConfigModel, server: ServerModel): boolean {
  const found = searchLocation(model, server, '/');
  const block = found.kind === 'location' ? found.location.at : found.kind === 'server' ? server.at : null;
  if (block === null) return true;
  const handler = contentHandler(model, block);
  return handler?.kind === 'return' && /^4\d\d$/.test(handler.at.node.args[0]?.value ?? '');
}

/** Not where the server also answers requests without TLS. */
function repair(model: ConfigModel, server: ServerModel): Fix[] {
  const { at, listens, locations } = server;
  const rewrites = at.children.some(({ name }) => /^(?:return|rewrite|if|set)$/.test(name));
  if (listens.some(({ tls }) => !tls) || locations.length > 0 || rewrites) return [];
  const edit = insertAtEnd(model.source(at.file), at.node, ['return 421;']);
  return edit === null ? [] : [{ title: 'Answer 421', safe: true, edits: [edit] }];
}
