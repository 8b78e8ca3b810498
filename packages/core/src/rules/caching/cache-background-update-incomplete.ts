import type { FileEdit, Fix } from '../../lint/diagnostic.ts';
import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isInside } from '../../model/blocks.ts';
import { type CachedPass, cachedPasses, cacheSetting } from '../../model/caching.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'cache-background-update-incomplete',
    group: 'caching',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    absence: true,
    docs: {
      summary: '`proxy_cache_background_update` lacks `updating` in `proxy_cache_use_stale`',
      why: 'With an update in the background a client gets the stale response while nginx fetches a new one. nginx serves stale responses only where `proxy_cache_use_stale` names `updating`. Without it the first client after the expiry waits for the backend as before, and `proxy_cache_background_update on` changes nothing.',
      bad: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    location / {\n        proxy_cache pages;\n        proxy_cache_valid 5m;\n        proxy_cache_use_stale error timeout;\n        proxy_cache_background_update on;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    location / {\n        proxy_cache pages;\n        proxy_cache_valid 5m;\n        proxy_cache_use_stale error timeout updating;\n        proxy_cache_background_update on;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'where nothing is cached',
        'where a location says `proxy_cache_use_stale off`',
        'where an included file that may set it is missing',
      ],
      remedy:
        'Add `updating` to the `proxy_cache_use_stale` that holds there. A backend can allow the same for single responses with `Cache-Control: stale-while-revalidate`; if all of them do, switch the rule off.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_background_update',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_use_stale',
      ],
    },
    options: {},
    messages: {
      idle: ({ name, stale }: { name: string; stale: string }) =>
        `"${name}" does nothing without "updating" in "${stale}", as nobody gets the stale response meanwhile; add it`,
    },
  },
  (ctx) => ({
    config(model) {
      const found = new Map<Occurrence, Map<Occurrence | null, CachedPass>>();
      for (const pass of cachedPasses(model)) {
        const [update] = cacheSetting(model, pass, 'cache_background_update');
        if (update?.node.args[0]?.value.toLowerCase() !== 'on' || hasUnread(model, pass.block)) continue;
        const [stale = null] = cacheSetting(model, pass, 'cache_use_stale');
        if (stale?.node.args.some(({ value }) => value === 'updating')) continue;
        if (stale !== null && isSwitchedOff(stale, update)) continue;
        const before = found.get(update) ?? new Map<Occurrence | null, CachedPass>();
        found.set(update, before.set(stale, before.get(stale) ?? pass));
      }
      for (const [update, stales] of found) {
        const [word] = update.node.args;
        if (word === undefined) continue;
        const name = update.name;
        const related = [...stales.keys()].flatMap((stale) =>
          stale === null ? [] : [{ file: stale.file, span: stale.node, message: 'lacks "updating"' }],
        );
        const data = { name, stale: name.replace('background_update', 'use_stale') };
        ctx.report(update, word, 'idle', data, { related, fixes: repair(model, update, [...stales.keys()]) });
      }
    },
  }),
);

/** A block inside says `off` on purpose. */
function isSwitchedOff(stale: Occurrence, { parent }: Occurrence): boolean {
  if (stale.node.args[0]?.value !== 'off' || stale.parent === null || parent === null) return false;
  return stale.parent !== parent && isInside(stale.parent, parent);
}

function repair(model: ConfigModel, update: Occurrence, stales: readonly (Occurrence | null)[]): Fix[] {
  const edits = stales.map((stale) => withUpdating(model, update, stale));
  // The same words may come from two levels.
  const all = new Map(edits.map((edit) => [`${edit.file} ${edit.span.start}`, edit]));
  return [{ title: 'Serve the stale response meanwhile', safe: true, edits: [...all.values()] }];
}

/** What is set further out may hold for others, and is said anew beside the update. */
function withUpdating(model: ConfigModel, update: Occurrence, stale: Occurrence | null): FileEdit {
  const name = update.name.replace('background_update', 'use_stale');
  const words = (stale?.node.args ?? []).map(({ value }) => value).filter((value) => value !== 'off');
  const last = stale?.node.args.at(-1);
  if (stale !== null && last !== undefined && stale.parent !== null && isInside(stale.parent, update.parent ?? stale)) {
    const off = words.length === 0;
    const span = off ? { start: last.start, end: last.end } : { start: last.end, end: last.end };
    return { file: stale.file, span, text: off ? 'updating' : ' updating' };
  }
  return insertAfter(model.source(update.file), update.node, [`${[name, ...words].join(' ')} updating;`]);
}
