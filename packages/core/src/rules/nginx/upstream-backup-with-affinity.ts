import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'upstream-backup-with-affinity',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'A group has a backup server, and its method does not support any',
      why: 'The methods `hash`, `ip_hash` and `random` use no backup servers, and nginx refuses to start. It names neither the method nor its line.',
      bad: 'upstream app {\n    ip_hash;\n    server 10.0.0.11:8080;\n    server 10.0.0.12:8080 backup;\n}',
      good: 'upstream app {\n    least_conn;\n    server 10.0.0.11:8080;\n    server 10.0.0.12:8080 backup;\n}',
      context: 'http',
      silent: [
        'where the method stands behind the server, which nginx accepts',
        'for `least_conn` and for groups without a method, which support backup servers',
      ],
      remedy: 'Remove `backup`, or choose another method.',
      links: ['https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'upstream-backup-with-affinity') }),
);
