import { defineRule } from '../../lint/rule.ts';
import { CACHING_MODULES } from '../../model/caching.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** File systems in memory have a limit of their own. */
const IN_MEMORY = /^\/(?:dev\/shm|run|var\/run)\//;

export default defineRule(
  {
    id: 'cache-path-unbounded',
    group: 'caching',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A cache has no limit to its size',
      why: 'Without `max_size` a cache is limited only by `inactive` and by the number of keys that fit into its zone, about 8000 in a megabyte. Many different requests, such as those of a crawler, fill the disk before that, and the whole machine suffers.',
      bad: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:10m inactive=7d;\nserver { listen 80; location / { proxy_cache pages; proxy_cache_valid 5m; proxy_pass http://127.0.0.1:9000; } }',
      good: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:10m inactive=7d max_size=2g;\nserver { listen 80; location / { proxy_cache pages; proxy_cache_valid 5m; proxy_pass http://127.0.0.1:9000; } }',
      context: 'http',
      silent: [
        'with `min_free` (since nginx 1.19.1), which keeps a part of the disk free',
        'for folders below `/dev/shm` and `/run`, which lie in memory and have a limit of their own',
      ],
      remedy: 'Add `max_size=` with a little less than the space that the disk has for the cache.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_path'],
    },
    options: {},
    messages: {
      unbounded: ({ path }: { path: string }) =>
        `the cache in ${path} may grow until the disk is full; add "max_size="`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      const [path, ...parameters] = at.node.args;
      const last = parameters.at(-1);
      if (path === undefined || last === undefined || IN_MEMORY.test(path.value)) return;
      const free = ctx.model.facts.atLeast('1.19.1');
      if (parameters.some(({ value }) => value.startsWith('max_size=') || (free && value.startsWith('min_free='))))
        return;
      const edits = [{ file: at.file, span: { start: last.end, end: last.end }, text: ' max_size=1g' }];
      const fixes = [{ title: 'Add "max_size=1g"', safe: false, edits }];
      ctx.report(at, path, 'unbounded', { path: path.value }, { fixes });
    };
    return { directives: Object.fromEntries(CACHING_MODULES.map((module) => [`${module}_cache_path`, check])) };
  },
);
