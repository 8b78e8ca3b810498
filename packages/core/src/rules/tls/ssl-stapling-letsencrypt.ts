import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { staplingServers } from '../../model/stapling.ts';

export default defineRule(
  {
    id: 'ssl-stapling-letsencrypt',
    group: 'tls',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'OCSP stapling is on for a certificate of Let’s Encrypt, which has no OCSP',
      why: 'Let’s Encrypt switched its OCSP responders off on 6 August 2025, and its certificates have named none since May 2025. nginx ignores the directive and warns about it at each start.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     /etc/letsencrypt/live/example.com/fullchain.pem;\n    ssl_certificate_key /etc/letsencrypt/live/example.com/privkey.pem;\n    ssl_stapling on;\n    resolver 127.0.0.53;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     /etc/letsencrypt/live/example.com/fullchain.pem;\n    ssl_certificate_key /etc/letsencrypt/live/example.com/privkey.pem;\n}',
      context: 'http',
      silent: [
        'where the path of a certificate does not tell that it is one of Let’s Encrypt',
        'where the directive also holds for servers with other certificates',
        'with an `ssl_stapling_file`',
      ],
      remedy: 'Remove `ssl_stapling`, and `ssl_stapling_verify` with it.',
      links: [
        'https://letsencrypt.org/2025/08/06/ocsp-service-has-reached-end-of-life',
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_stapling',
      ],
    },
    options: {},
    messages: {
      ended: (_: object) => 'certificates of Let’s Encrypt no longer name an OCSP responder; remove "ssl_stapling"',
    },
  },
  (ctx) => ({
    directives: {
      ssl_stapling(at) {
        const { model } = ctx;
        // A snippet may serve other certificates elsewhere.
        const servers = model.occurrencesOf(at.node).flatMap((each) => staplingServers(model, each));
        if (servers.length === 0 || staplingServers(model, at).length === 0) return;
        if (servers.some(({ ended }) => !ended)) return;
        if (servers.some(({ server }) => model.effective(server, 'ssl_stapling_file').values.length > 0)) return;
        const edits = [deleteStatement(model.source(at.file), at.node)];
        ctx.report(at, at.node.name, 'ended', {}, { fixes: [{ title: 'Remove "ssl_stapling"', safe: true, edits }] });
      },
    },
  }),
);
