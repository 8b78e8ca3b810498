import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'proxy-pass-uri-forbidden',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'A `proxy_pass` has a URI where there is no prefix that it could replace',
      why: 'The URI of `proxy_pass` replaces the part of the path that the prefix of the location matches. A regex or named location, an `if` and a `limit_except` have no prefix, and nginx refuses even a lone `/`.',
      bad: 'location ~ ^/api/ { proxy_pass http://127.0.0.1:9000/v1/; }',
      good: 'location ~ ^/api/(?<rest>.*)$ { proxy_pass http://127.0.0.1:9000/v1/$rest$is_args$args; }',
      context: 'http, server',
      silent: ['for addresses with variables, whose URI is passed on as it is'],
      remedy:
        'Leave the URI out to pass on that of the request, make it of variables, or change the path before with `rewrite … break`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'proxy-pass-uri-forbidden') }),
);
