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
      summary: 'A cache without proxy_cache_valid, or proxy_cache_valid without a cache',
      why: 'nginx keeps an answer only when it knows for how long. Without `proxy_cache_valid` that has to come with each answer, in `Cache-Control`, `Expires` or `X-Accel-Expires`; what comes without is fetched anew every time.',
      bad: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    location / {\n        proxy_cache pages;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    location / {\n        proxy_cache pages;\n        proxy_cache_valid 200 301 10m;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent:
        'Where an included file is missing that may set it. A warning where `proxy_ignore_headers` also keeps nginx from reading what the backend says, so that nothing is ever kept, and for a `proxy_cache_valid` that no cache makes use of. The same for FastCGI, uwsgi and SCGI.',
      remedy: 'Say how long answers without such headers may be kept: `proxy_cache_valid 200 301 10m;`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_valid'],
    },
    options: {},
    messages: {
      unset: ({ zone, valid }: { zone: string; valid: string }) =>
        `"${zone}" keeps only answers whose Cache-Control, Expires or X-Accel-Expires allow it; add "${valid}" for the others`,
      never: ({ zone, valid }: { zone: string; valid: string }) =>
        `"${zone}" never keeps an answer: what the backend says of its validity is ignored, and there is no "${valid}"`,
      dead: ({ name, cache }: { name: string; cache: string }) =>
        `"${name}" does nothing without "${cache}", which is on nowhere around or inside this block`,
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
  return [...walk(block)].some((at) => at.node.name.value === cache && isOn(at));
}

const isOn = ({ node }: Occurrence): boolean => node.args[0]?.value !== 'off';
