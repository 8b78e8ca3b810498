import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { walk } from '../../model/blocks.ts';
import { CACHING_MODULES, cachedPasses, cacheSetting, ignoredHeaders } from '../../model/caching.ts';
import { isAllSeen } from '../../model/seen.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Where a backend says how long its answers may be kept. */
const VALIDITY = ['cache-control', 'expires', 'x-accel-expires'];

export default defineRule(
  {
    id: 'cache-without-validity',
    group: 'caching',
    severity: 'info',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'A cache has no `proxy_cache_valid`, or `proxy_cache_valid` has no cache',
      why: 'nginx caches a response only if it knows for how long. Without `proxy_cache_valid` the response itself has to say it, in `Cache-Control`, `Expires` or `X-Accel-Expires`; any other is fetched anew every time. The same holds for `fastcgi_…`, `uwsgi_…` and `scgi_…`.',
      bad: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    location / {\n        proxy_cache pages;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    location / {\n        proxy_cache pages;\n        proxy_cache_valid 200 301 10m;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: ['where an included file that may set it is missing'],
      severities: [
        '`warning` where `proxy_ignore_headers` also hides those headers, so that nothing is ever cached',
        '`warning` for a `proxy_cache_valid` that no cache uses',
      ],
      remedy: 'Set how long responses without such headers are cached: `proxy_cache_valid 200 301 10m;`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_valid'],
    },
    options: {},
    messages: {
      unset: ({ zone, valid }: { zone: string; valid: string }) =>
        `"${zone}" keeps only responses whose Cache-Control, Expires or X-Accel-Expires allow it; add "${valid}" for the others`,
      never: ({ zone, valid }: { zone: string; valid: string }) =>
        `"${zone}" never keeps a response: the headers that say for how long are ignored, and there is no "${valid}"; add it`,
      dead: ({ name, cache }: { name: string; cache: string }) =>
        `"${name}" does nothing without "${cache}", which is on nowhere around or inside this block; switch that on, or remove this`,
    },
  },
  (ctx) => ({
    config(model) {
      const said = new Set<Occurrence>();
      for (const pass of cachedPasses(model)) {
        const { cache, block, module } = pass;
        const [word] = cache.node.args;
        if (word === undefined || said.has(cache) || cacheSetting(model, pass, 'cache_valid').length > 0) continue;
        if (hasUnread(model, block)) continue;
        said.add(cache);
        const ignored = ignoredHeaders(model, pass);
        const never = VALIDITY.every((name) => ignored.has(name));
        const data = { zone: word.value, valid: `${module}_cache_valid` };
        const statement = `${module}_cache_valid 200 301 302 10m;`;
        const edits = [insertAfter(model.source(cache.file), cache.node, [statement])];
        ctx.report(cache, word, never ? 'never' : 'unset', data, {
          fixes: [{ title: `Add "${statement}"`, safe: false, edits }],
          ...(never ? { severity: 'warning' } : {}),
        });
      }
      if (!isAllSeen(model)) return;
      for (const module of CACHING_MODULES) {
        const name = `${module}_cache_valid`;
        const cache = `${module}_cache`;
        for (const at of model.named(name)) {
          if (at.parent === null || at.fact === null || isCached(model, at.parent, cache)) continue;
          if (said.has(at.parent)) continue;
          said.add(at.parent);
          ctx.report(at, at.node.name, 'dead', { name, cache }, { severity: 'warning' });
        }
      }
    },
  }),
);

/** Is there a cache at a block, or anywhere inside it? */
function isCached(model: ConfigModel, block: Occurrence, cache: string): boolean {
  const [here] = model.effective(block, cache).values;
  if (here !== undefined && isOn(here)) return true;
  return [...walk(block)].some((at) => at.name === cache && isOn(at));
}

const isOn = ({ node }: Occurrence): boolean => node.args[0]?.value !== 'off';
