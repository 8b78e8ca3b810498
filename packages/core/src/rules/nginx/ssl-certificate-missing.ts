import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'ssl-certificate-missing',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'none',
    docs: {
      summary: 'TLS is switched on without a certificate, its key or the authorities',
      why: 'nginx does not start where the default server of a TLS listener has no certificate, where a certificate has no key, or where certificates are to be verified without a list of authorities. The other servers of a listener may do without a certificate, and then use that of the default one.',
      bad: 'events { }\n\nhttp {\n    server {\n        listen 443 ssl;\n        server_name example.com;\n    }\n}',
      good: 'events { }\n\nhttp {\n    server {\n        listen 443 ssl default_server;\n        ssl_reject_handshake on;\n    }\n}',
      context: 'main',
      silent: [
        'where they may be set further out, in a file that is missing',
        'in servers that share the listener with a default server that has a certificate',
        'about whether the files exist, which depends on the machine',
      ],
      remedy:
        'Add `ssl_certificate` and `ssl_certificate_key` to the server or further out. Write `ssl_reject_handshake on` for a server that answers nobody, and `ssl_client_certificate` or `proxy_ssl_trusted_certificate` for verification.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_certificate',
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_reject_handshake',
      ],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'ssl-certificate-missing') }),
);
