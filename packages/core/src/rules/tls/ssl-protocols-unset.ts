import type { Fix } from '../../lint/diagnostic.ts';
import { insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { enclosing, own } from '../../model/blocks.ts';
import { forbidsOldProtocols } from '../../model/conf-commands.ts';
import { tlsServers } from '../../model/tls.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { socketsOf } from '../../route/sockets.ts';
import type { Occurrence } from '../../tree/tree.ts';

const SAFE_SINCE = '1.27.3';
/** From this version on each virtual server has its own versions. */
const BY_SERVER_SINCE = '1.29.2';
const LINE = 'ssl_protocols TLSv1.2 TLSv1.3;';

export default defineRule(
  {
    id: 'ssl-protocols-unset',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'Nothing sets the TLS versions, and this nginx still offers old ones',
      why: 'Without `ssl_protocols` nginx before 1.27.3 offers TLS 1.0 and TLS 1.1 too, which RFC 8996 forbids. Whether OpenSSL then refuses them depends on the system it was built for.',
      bad: '# nginx version: 1.22.1\nserver {\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n}',
      good: '# nginx version: 1.22.1\nssl_protocols TLSv1.2 TLSv1.3;\nserver {\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n}',
      context: 'http',
      silent: [
        'since nginx 1.27.3, and so without `nginxVersion` or `--nginx-version`',
        'where `ssl_conf_command` forbids old versions (`MinProtocol TLSv1.2`)',
        'for servers that reject every handshake, or speak HTTP/3 only',
        'for servers that share all their sockets with a default server which names its versions',
        'where an included file that may set it is missing',
        'for further servers of `http`, `mail` or `stream`, each of which is reported once',
      ],
      remedy: `Write \`${LINE}\` in \`http\`, so that no server is left out.`,
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_protocols',
        'https://nginx.org/en/CHANGES',
        'https://www.rfc-editor.org/rfc/rfc8996',
      ],
    },
    options: {},
    messages: {
      unset: ({ version, others }: { version: string; others: number }) =>
        `nothing sets "ssl_protocols" for this server${others === 0 ? '' : ` and ${others} more`}, and nginx ${version} offers TLS 1.0 and TLS 1.1 then; add "${LINE}"`,
    },
  },
  (ctx) => ({
    config(model) {
      if (model.facts.atLeast(SAFE_SINCE)) return;
      const open = new Map<Occurrence | null, Occurrence[]>();
      const governed = governedServers(model);
      for (const server of tlsServers(model)) {
        if (governed.has(server) || setsVersions(model, server) || hasUnread(model, server)) continue;
        const around = topOf(server);
        open.set(around, [...(open.get(around) ?? []), server]);
      }
      for (const [around, servers] of open) {
        const [first, ...others] = servers;
        if (first === undefined) continue;
        const listen = own(first, 'listen').find(({ node }) => node.args.some(({ value }) => value === 'ssl'));
        const place = listen ?? first;
        const data = { version: model.facts.target.version, others: others.length };
        const related = others.map(({ file, node }) => ({ file, span: node.name, message: 'this server too' }));
        const fixes = fixesOf(model, around === null || around.implied ? first : around);
        ctx.report(place, listen?.node.args[0] ?? first.node.name, 'unset', data, { related, fixes });
      }
    },
  }),
);

function topOf(server: Occurrence): Occurrence | null {
  return enclosing(server, 'http') ?? enclosing(server, 'stream') ?? enclosing(server, 'mail');
}

function setsVersions(model: ConfigModel, server: Occurrence): boolean {
  if (model.effective(server, 'ssl_protocols').values.length > 0) return true;
  if (model.effective(server, 'ssl_reject_handshake').values[0]?.node.args[0]?.value.toLowerCase() === 'on')
    return true;
  const commands = model.effective(server, 'ssl_conf_command').values;
  return commands.some(({ node }) => forbidsOldProtocols(node.args[0]?.value ?? '', node.args[1]?.value ?? ''));
}

/** Servers whose versions are never asked for: the default server of each of their sockets names its own, or HTTP/3. */
function governedServers(model: ConfigModel): ReadonlySet<Occurrence> {
  const own = new Set<Occurrence>();
  const all = new Set<Occurrence>();
  for (const { defaultServer, servers, quic, tls } of socketsOf(model)) {
    if (!tls) continue;
    for (const { at } of servers) {
      all.add(at);
      const lends =
        at !== defaultServer.at && !model.facts.atLeast(BY_SERVER_SINCE) && setsVersions(model, defaultServer.at);
      if (!quic && !lends) own.add(at);
    }
  }
  return new Set([...all].filter((server) => !own.has(server)));
}

function fixesOf(model: ConfigModel, block: Occurrence): readonly Fix[] {
  if (block.implied) return [];
  const edit = insertAtStart(model.source(block.file), block.node, [LINE]);
  return edit === null ? [] : [{ title: `Add ${LINE}`, safe: false, edits: [edit] }];
}
