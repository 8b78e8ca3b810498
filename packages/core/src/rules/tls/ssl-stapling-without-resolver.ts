import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { parseAddress } from '../../model/addresses.ts';
import { staplingServers } from '../../model/stapling.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'ssl-stapling-without-resolver',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'OCSP stapling is on, but nginx cannot look up the responder',
      why: 'nginx asks the responder while it runs, and looks its name up with a `resolver`. Without one it keeps the address that it found when it started, if any, and stapling stops when that changes.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_stapling on;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_stapling on;\n    resolver 127.0.0.53 valid=300s;\n}',
      context: 'http',
      silent: [
        'with an `ssl_stapling_file`',
        'with an `ssl_stapling_responder` that is an address',
        'in servers without TLS',
        'where an included file is missing',
        'for certificates of Let’s Encrypt, which `ssl-stapling-letsencrypt` reports',
      ],
      remedy: 'Name the DNS server of the machine: `resolver 127.0.0.53;`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_stapling',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#resolver',
      ],
    },
    options: {},
    messages: {
      missing: (_: object) =>
        'without a "resolver" nginx cannot look up the OCSP responder while it runs; add one, such as that of the machine',
    },
  },
  (ctx) => ({
    directives: {
      ssl_stapling(at) {
        const { model } = ctx;
        const asking = staplingServers(model, at).filter(({ server, ended }) => !ended && asksByName(model, server));
        if (asking.length === 0) return;
        const edit = insertAfter(model.source(at.file), at.node, ['resolver 127.0.0.53;']);
        const fixes = [{ title: 'Ask the local resolver of systemd', safe: false, edits: [edit] }];
        ctx.report(at, at.node.name, 'missing', {}, { fixes });
      },
    },
  }),
);

/** Does a server have to look up the responder, and cannot? */
function asksByName(model: ConfigModel, server: Occurrence): boolean {
  const value = (name: string): string | undefined => model.effective(server, name).values[0]?.node.args[0]?.value;
  if (value('ssl_stapling_file') !== undefined || (value('resolver') ?? 'off') !== 'off') return false;
  const responder = value('ssl_stapling_responder')?.replace(/^https?:\/\//, '');
  const address = responder === undefined ? null : parseAddress(responder, { uriPart: true });
  if (address !== null && (address.family === 'inet6' || /^[\d.]+$/.test(address.host))) return false;
  return !hasUnread(model, server);
}
