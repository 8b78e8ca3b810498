import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'obsolete-http2-directives',
    group: 'deprecated',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A directive for HTTP/2 has no effect',
      why: 'Since nginx 1.19.7 the general directives for HTTP hold for HTTP/2 too, and since nginx 1.25.1 there is no server push. nginx warns about the old names and ignores their values.',
      bad: 'http2_push_preload on;\nhttp2_idle_timeout 3m;\nserver { listen 80; }',
      good: 'keepalive_timeout 3m;\nserver { listen 80; }',
      context: 'http',
      silent: ['where `nginxVersion` is an nginx in which the directive still has an effect'],
      remedy: 'Remove the directive. If its value is needed, set the general directive that the message names.',
      links: ['https://nginx.org/en/docs/http/ngx_http_v2_module.html', 'https://nginx.org/en/CHANGES'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'obsolete-http2-directives') }),
);
