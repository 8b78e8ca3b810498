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
      summary: 'A backup server in a group whose method knows none',
      why: 'The methods `hash`, `ip_hash` and `random` use no backup servers, and nginx refuses to start. It names neither the method nor its line.',
      bad: 'upstream app {\n    ip_hash;\n    server 10.0.0.11:8080;\n    server 10.0.0.12:8080 backup;\n}',
      good: 'upstream app {\n    least_conn;\n    server 10.0.0.11:8080;\n    server 10.0.0.12:8080 backup;\n}',
      context: 'http',
      silent:
        'Where the method stands behind the server: nginx takes that. `least_conn` and the choice in turn know backup servers.',
      remedy: 'Take `backup` away, or take another method.',
      links: ['https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'upstream-backup-with-affinity') }),
);
