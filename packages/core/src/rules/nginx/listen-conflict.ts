import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'listen-conflict',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'Several `listen` lines contradict each other',
      why: 'nginx takes the socket options of an address and port once, one default server for it, and each address once in a server. In mail, and in stream before nginx 1.25.5, an address can have one server only. Different `ssl`, `http2` or `proxy_protocol` on one address bring a warning, because they hold for all of its servers.',
      bad: 'server { listen 80 default_server; server_name a.example.com; }\nserver { listen 80 default_server; server_name b.example.com; }',
      good: 'server { listen 80 default_server; server_name a.example.com; }\nserver { listen 80; server_name b.example.com; }',
      context: 'http',
      silent: [
        'for a port on all addresses beside the same port on one of them',
        'for TCP and QUIC on one port',
        'for host names whose addresses only the machine knows',
      ],
      severities: ['`warning` for what nginx only warns about'],
      remedy: 'Keep the options and `default_server` on one of the lines, and write the address alone on the others.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#listen'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'listen-conflict') }),
);
