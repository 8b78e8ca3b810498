import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isInside } from '../../model/blocks.ts';
import { type CachedPass, cachedPasses, cacheSetting } from '../../model/caching.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Settings by which one sees that a block is meant to be cached. */
const OF_CACHES = ['cache', 'cache_valid', 'cache_key'];

export default defineRule(
  {
    id: 'cache-with-buffering-off',
    group: 'caching',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A cache is never filled, because buffering is off',
      why: 'nginx caches what it buffers. With `proxy_buffering off` it passes each response on as it comes and stores nothing, so that every request goes to the backend. The same holds for `fastcgi_…`, `uwsgi_…` and `scgi_…`.',
      bad: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    location / {\n        proxy_buffering off;\n        proxy_cache pages;\n        proxy_cache_valid 5m;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    location / {\n        proxy_cache pages;\n        proxy_cache_valid 5m;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'where a location switches buffering off for streams and inherits the cache from further out',
        'for `proxy_request_buffering`, which is about request bodies',
      ],
      remedy:
        'Leave buffering on where responses are to be cached, or write `proxy_cache off;` where they are to be streamed. A backend can switch buffering on for a single response with `X-Accel-Buffering: yes`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache',
      ],
    },
    options: {},
    messages: {
      unused: ({ name, zone }: { name: string; zone: string }) =>
        `with "${name} off" nothing gets into the cache "${zone}"; leave buffering on, or switch the cache off here`,
    },
  },
  (ctx) => ({
    config(model) {
      const said = new Set<Occurrence>();
      for (const pass of cachedPasses(model)) {
        const [buffering] = cacheSetting(model, pass, 'buffering');
        const word = buffering?.node.args[0];
        if (buffering === undefined || word?.value.toLowerCase() !== 'off' || said.has(buffering)) continue;
        if (isForStreams(model, pass, buffering)) continue;
        said.add(buffering);
        const { cache } = pass;
        const data = { name: buffering.name, zone: cache.node.args[0]?.value ?? '' };
        const related = [{ file: cache.file, span: cache.node, message: 'this cache stays empty' }];
        ctx.report(buffering, word, 'unused', data, { related, fixes: repair(model, buffering, pass) });
      }
    },
  }),
);

/** Buffering is switched off in a block that says nothing of caches itself. */
function isForStreams(model: ConfigModel, pass: CachedPass, { parent }: Occurrence): boolean {
  if (parent === null) return false;
  return OF_CACHES.every((name) =>
    cacheSetting(model, pass, name).every((setting) => setting.parent === null || !isInside(setting.parent, parent)),
  );
}

/** Only where no other location loses its buffering by the same line. */
function repair(model: ConfigModel, buffering: Occurrence, pass: CachedPass): Fix[] {
  if (buffering.parent !== pass.block) return [];
  const edits = [deleteStatement(model.source(buffering.file), buffering.node)];
  return [{ title: `Remove "${buffering.name} off"`, safe: false, edits }];
}
