import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'upstream-resolve-incomplete',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'safe',
    docs: {
      summary: 'A `server … resolve` lacks `zone` or `resolver`',
      why: 'For `resolve` the group must be in shared memory, and a `resolver` must be set in the group or in the `http` or `stream` block around it. nginx refuses to start otherwise.',
      bad: 'resolver 127.0.0.53;\nupstream api { server api.example.com:80 resolve; }\nserver { listen 80; location / { proxy_pass http://api; } }',
      good: 'resolver 127.0.0.53;\nupstream api { zone api 64k; server api.example.com:80 resolve; }\nserver { listen 80; location / { proxy_pass http://api; } }',
      context: 'http',
      silent: [
        'for addresses, which need no resolver',
        'before nginx 1.27.3, where `directive-invalid-value` reports `resolve` itself',
      ],
      remedy: 'Add `zone NAME 64k;` to the group, and `resolver` to it or to `http` or `stream`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_upstream_module.html#resolve'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'upstream-resolve-incomplete') }),
);
