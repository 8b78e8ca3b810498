import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'proxy-buffer-sizes-inconsistent',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'The sizes of buffers contradict each other',
      why: 'The busy buffers must hold the largest buffer and leave one buffer free. Raising `proxy_buffer_size` alone often breaks that, and nginx refuses the configuration without naming a line other than the end of `http`.',
      bad: 'proxy_buffer_size 64k;\nproxy_buffers 2 8k;\nproxy_pass http://127.0.0.1:9000;',
      good: 'proxy_buffer_size 64k;\nproxy_buffers 4 64k;\nproxy_busy_buffers_size 128k;\nproxy_pass http://127.0.0.1:9000;',
      context: 'http, server, location',
      silent: ['where the sizes fit those of outer blocks and the defaults, which are taken for a page size of 4k'],
      remedy:
        'Raise the number of buffers or their size together with `proxy_buffer_size`. The same holds for `fastcgi_…`, `uwsgi_…` and `scgi_…`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_busy_buffers_size'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'proxy-buffer-sizes-inconsistent') }),
);
