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
      summary: '"listen" lines that contradict each other',
      why: 'For one address and port nginx takes the options of the socket once, one default server, and each server once. In mail, and in stream before 1.25.5, an address can have one server only. Different `ssl`, `http2` and `proxy_protocol` for one address bring a warning: they hold for all of its servers.',
      bad: 'server { listen 80 default_server; server_name a.example.com; }\nserver { listen 80 default_server; server_name b.example.com; }',
      good: 'server { listen 80 default_server; server_name a.example.com; }\nserver { listen 80; server_name b.example.com; }',
      context: 'http',
      silent:
        'At a port on all addresses beside the same port on one of them, at TCP and QUIC on one port, and at names of which only the machine knows the addresses.',
      remedy: 'Keep the options and `default_server` on one of the lines and leave the address alone on the others.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#listen'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'listen-conflict') }),
);
