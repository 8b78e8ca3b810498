import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'upstream-method-order',
    group: 'upstream',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A balancing method replaces another one, or `keepalive`',
      why: 'A group has one method: of two the last one counts. Before nginx 1.29.7 a method behind `keepalive` replaces it too, so that no connection to the servers is kept open. nginx warns about both.',
      bad: 'upstream app {\n    ip_hash;\n    least_conn;\n    server 10.0.0.11:8080;\n    server 10.0.0.12:8080;\n}',
      good: 'upstream app {\n    least_conn;\n    server 10.0.0.11:8080;\n    server 10.0.0.12:8080;\n}',
      context: 'http',
      silent: ['for `keepalive` before the method since nginx 1.29.7, which keeps both'],
      remedy: 'Keep one method, and put it first in the group.',
      links: ['https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'upstream-method-order') }),
);
