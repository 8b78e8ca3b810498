import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'cache-zone-undefined',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'none',
    docs: {
      summary: 'A zone of shared memory is used but not defined',
      why: 'A cache or a limit keeps its data in a zone, which another directive defines. Without it nginx does not start, and of most zones it says only "zero size shared memory zone".',
      bad: 'events { }\nhttp {\n    server { listen 80; location / { proxy_cache pages; proxy_pass http://127.0.0.1:9000; } }\n}',
      good: 'events { }\nhttp {\n    proxy_cache_path /var/cache/nginx/pages keys_zone=pages:10m max_size=1g;\n    server { listen 80; location / { proxy_cache pages; proxy_cache_valid 200 10m; proxy_pass http://127.0.0.1:9000; } }\n}',
      context: 'main',
      silent:
        'At `off`, at names with variables, and at zones that are defined behind their use. In a fragment, whose zones may be defined elsewhere.',
      remedy:
        'Correct the name, or define the zone: `proxy_cache_path … keys_zone=`, `limit_req_zone`, `limit_conn_zone`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'cache-zone-undefined') }),
);
