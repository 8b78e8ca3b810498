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
      summary: 'Names are to be looked up at run time, but "zone" or "resolver" is missing',
      why: 'For `resolve` the group must be in shared memory, and a resolver must be known in the group or in the `http` or `stream` block around it.',
      bad: 'resolver 127.0.0.53;\nupstream api { server api.example.com:80 resolve; }\nserver { listen 80; location / { proxy_pass http://api; } }',
      good: 'resolver 127.0.0.53;\nupstream api { zone api 64k; server api.example.com:80 resolve; }\nserver { listen 80; location / { proxy_pass http://api; } }',
      context: 'http',
      silent:
        'At addresses, which need no look-up. Before 1.27.3 `resolve` itself is reported, by `directive-invalid-value`.',
      remedy: 'Add `zone NAME 64k;` to the group, and `resolver` to it or to `http` or `stream`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_upstream_module.html#resolve'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'upstream-resolve-incomplete') }),
);
