import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'log-format-undefined',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'An `access_log` uses a format that is not defined',
      why: 'nginx reads its configuration from top to bottom, and the format of a log must be defined before the `access_log` that uses it. Otherwise nginx does not start.',
      bad: 'events { }\nhttp {\n    server { listen 80; access_log /var/log/nginx/a.log detailed; }\n}',
      good: `events { }
http {
    log_format detailed '$remote_addr "$request" $status $request_time';
    server { listen 80; access_log /var/log/nginx/a.log detailed; }
}`,
      context: 'main',
      silent: ['for `combined`, which nginx defines itself', 'in a fragment, around which the format may be defined'],
      remedy: 'Define the format with `log_format` before its first use.',
      links: ['https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'log-format-undefined') }),
);
