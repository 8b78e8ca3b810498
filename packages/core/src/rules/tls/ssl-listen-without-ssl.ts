import type { FileEdit } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { isBlock, own } from '../../model/blocks.ts';
import { speakingServers } from '../../model/tls-settings.ts';
import type { ConfigModel, ListenModel, ServerModel } from '../../model/types.ts';
import { includesUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'ssl-listen-without-ssl',
    group: 'tls',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Port 443 lacks the parameter `ssl`, or nothing uses a certificate',
      why: 'Without `ssl` in `listen` the port speaks plain HTTP, whatever its number is. Browsers expect TLS there, get a response that is none, and show an error. The certificates of the server are not used.',
      bad: 'server {\n    listen 443;\n    server_name example.com;\n    ssl_certificate     /etc/nginx/tls/site.pem;\n    ssl_certificate_key /etc/nginx/tls/site.key;\n}',
      good: 'server {\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     /etc/nginx/tls/site.pem;\n    ssl_certificate_key /etc/nginx/tls/site.key;\n}',
      context: 'http',
      silent: [
        'on port 443 without any certificate, where plain HTTP may be meant',
        'where another server gives the same address and port `ssl`, which holds for both',
        'where the server has the old `ssl on;`',
        'in `stream` where nothing names a certificate, as when TLS is passed through',
      ],
      severities: ['`warning` for certificates of a server that listens without TLS on other ports'],
      remedy: 'Add `ssl` to the `listen` of port 443, or remove certificates that are left over.',
      links: [
        'https://nginx.org/en/docs/http/configuring_https_servers.html',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#listen',
      ],
    },
    options: {},
    messages: {
      plain: ({ address }: { address: string }) =>
        `"listen ${address}" without "ssl" speaks plain HTTP, although there is a certificate; add "ssl"`,
      unused: (_: object) =>
        'this certificate is never used, as no "listen" of the server has "ssl"; add it, or remove the certificate',
    },
  },
  (ctx) => {
    const { model } = ctx;
    if (model.named('ssl_certificate').length === 0) return {};
    return {
      servers(server) {
        if (hasOldSsl(model, server.at)) return;
        const plain = server.listens.filter((listen) => listen.port === 443 && !listen.tls && !listen.unix);
        if (plain.length > 0 && model.effective(server.at, 'ssl_certificate').values.length > 0) {
          for (const listen of plain) {
            const edits: FileEdit[] = [withSsl(listen)];
            const fixes = [{ title: 'Add "ssl"', safe: false, edits }];
            ctx.report(listen.at, listen.address, 'plain', { address: listen.address.value }, { fixes });
          }
          return;
        }
        const [certificate] = own(server.at, 'ssl_certificate');
        if (certificate === undefined || server.tls || mayListenElsewhere(model, server)) return;
        ctx.report(certificate, certificate.node.name, 'unused', {}, { severity: 'warning' });
      },
      config() {
        for (const at of model.named('server')) {
          if (at.context !== 'stream' || !isBlock(at) || speakingServers(model).has(at)) continue;
          const [certificate] = own(at, 'ssl_certificate');
          if (certificate === undefined || includesUnread(model, at) || own(at, 'listen').length === 0) continue;
          const preread = model.effective(at, 'ssl_preread').values[0]?.node.args[0]?.value.toLowerCase();
          if (preread !== 'on') ctx.report(certificate, certificate.node.name, 'unused', {}, { severity: 'warning' });
        }
      },
    };
  },
);

/** The old `ssl on;`, which newer versions refuse by themselves. */
function hasOldSsl(model: ConfigModel, server: Occurrence): boolean {
  return model.effective(server, 'ssl').values[0]?.node.args[0]?.value.toLowerCase() === 'on';
}

function mayListenElsewhere(model: ConfigModel, server: ServerModel): boolean {
  if (server.listens.length === 0 || server.at.implied || includesUnread(model, server.at)) return true;
  // Words of other builds, such as Tengine's `xquic`.
  return server.listens.some(({ at }) => at.node.args.some(({ value }) => /^\w+(?:quic|ssl|tls)$/i.test(value)));
}

function withSsl({ at, address }: ListenModel): FileEdit {
  return { file: at.file, span: { start: address.end, end: address.end }, text: ' ssl' };
}
