import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'ssl-cipher-string-invalid',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'none',
    docs: {
      summary: 'A list of ciphers or groups that no OpenSSL takes',
      why: 'OpenSSL passes over ciphers that it does not know, but refuses a list of which none is left or that it cannot read, and any list with an unknown group. nginx does not start then.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_ciphers NOT-A-CIPHER;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_ciphers HIGH:!aNULL:!MD5;\n}',
      context: 'http',
      silent:
        'At names that some version, build or relative of OpenSSL knows, such as `RC4` or post-quantum groups, and where nothing sets up TLS with the list.',
      remedy:
        'Correct the names; `openssl ciphers` and `openssl ecparam -list_curves` list those of the machine. The ciphers of TLS 1.3 are set with `ssl_conf_command Ciphersuites`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_ciphers',
        'https://docs.openssl.org/3.0/man1/openssl-ciphers/',
      ],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'ssl-cipher-string-invalid') }),
);
