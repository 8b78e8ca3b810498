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
      summary: 'A directive of HTTP/2 that nginx passes over',
      why: 'Since 1.19.7 the general directives of HTTP hold for HTTP/2 too, and since 1.25.1 nginx pushes nothing. It warns of the old names and ignores what they say.',
      bad: 'http2_push_preload on;\nhttp2_idle_timeout 3m;\nserver { listen 80; }',
      good: 'keepalive_timeout 3m;\nserver { listen 80; }',
      context: 'http',
      silent: 'Where `nginxVersion` names an nginx for which the directive still counts.',
      remedy: 'Remove the directive. If its value was meant, set the general directive that the message names.',
      links: ['https://nginx.org/en/docs/http/ngx_http_v2_module.html', 'https://nginx.org/en/CHANGES'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'obsolete-http2-directives') }),
);
