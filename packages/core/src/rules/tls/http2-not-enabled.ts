import type { FileEdit, Fix } from '../../lint/diagnostic.ts';
import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel, ListenModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { heldWord } from '../../nginx/tls/settings.ts';
import { socketsOf } from '../../route/sockets.ts';

/** Has the directive `http2`. */
const SINCE = '1.25.1';

/** Other places that a message points to. */
const MOST_RELATED = 10;

export default defineRule(
  {
    id: 'http2-not-enabled',
    group: 'tls',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'A TLS server does not speak HTTP/2',
      why: 'With HTTP/2 a browser fetches a whole page over one connection, which saves handshakes and waiting. It takes one line, and clients that do not know it go on with HTTP/1.1.',
      bad: '# nginx version: 1.25.1\nserver {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    root /srv/www;\n}',
      good: '# nginx version: 1.25.1\nserver {\n    listen 443 ssl;\n    http2 on;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    root /srv/www;\n}',
      context: 'http',
      silent: [
        'with `http2 off`',
        'where any server of the same address has the parameter `http2` in its `listen`, which holds for all of them',
        'on loopback addresses and Unix sockets',
        'in servers that reject every handshake',
        'where an included file is missing',
        'for further servers without it, as all of them are reported once',
      ],
      remedy: `Write \`http2 on;\` into \`http\` or the server; before nginx ${SINCE} append \`http2\` to \`listen\`.`,
      links: ['https://nginx.org/en/docs/http/ngx_http_v2_module.html', 'https://www.rfc-editor.org/rfc/rfc9113'],
    },
    options: {},
    messages: {
      off: ({ line }: { line: string }) => `this TLS server speaks HTTP/1.1 only; add ${line}`,
    },
  },
  (ctx) => ({
    config(model) {
      const modern = model.facts.atLeast(SINCE);
      const secured = model.servers.filter(({ tls }) => tls);
      const speaking = secured.length === 0 ? new Set() : withWord(model);
      const lacking = secured.flatMap((server) => {
        const listen = isExempt(model, server) ? undefined : server.listens.find(isOpen);
        return listen === undefined || speaking.has(server) ? [] : [{ server, listen }];
      });
      const [first, ...others] = lacking;
      if (first === undefined) return;
      const related = others
        .slice(0, MOST_RELATED)
        .map(({ listen }) => ({ file: listen.at.file, span: listen.address, message: 'here too' }));
      const line = modern ? '"http2 on;"' : '"http2" to "listen"';
      const fixes = repair(model, lacking, modern);
      ctx.report(first.listen.at, first.listen.address, 'off', { line }, { related, fixes });
    },
  }),
);

const isOpen = ({ tls, quic, loopback, unix }: ListenModel): boolean => tls && !quic && !loopback && !unix;

function isExempt(model: ConfigModel, server: ServerModel): boolean {
  if (server.at.implied || hasUnread(model, server.at)) return true;
  return heldWord(model, server.at, 'ssl_reject_handshake') === 'on' || heldWord(model, server.at, 'http2') !== null;
}

/** Those of sockets on which any server has the old word. */
function withWord(model: ConfigModel): ReadonlySet<ServerModel> {
  const found = socketsOf(model).filter(({ servers, address }) =>
    servers.some(({ listens }) =>
      listens.some(
        ({ at, port }) => port === address.port && at.node.args.some(({ value }) => /^(?:http2|spdy)$/.test(value)),
      ),
    ),
  );
  return new Set(found.flatMap(({ servers }) => servers));
}

interface Lacking {
  readonly server: ServerModel;
  readonly listen: ListenModel;
}

function repair(model: ConfigModel, lacking: readonly Lacking[], modern: boolean): Fix[] {
  const edits = new Map<string, FileEdit>();
  for (const { server, listen } of lacking) {
    if (modern) {
      const edit = insertAfter(model.source(listen.at.file), listen.at.node, ['http2 on;']);
      edits.set(`${edit.file} ${edit.span.start}`, edit);
      continue;
    }
    for (const { at } of server.listens.filter(isOpen)) {
      const end = at.node.args.at(-1)?.end ?? at.node.name.end;
      edits.set(`${at.file} ${end}`, { file: at.file, span: { start: end, end }, text: ' http2' });
    }
  }
  return [{ title: 'Switch HTTP/2 on', safe: true, edits: [...edits.values()] }];
}
