import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { identityChecks } from '../../model/access.ts';
import { keepsUsersOut, keyTellsUsers, namesUser } from '../../model/cache-guards.ts';
import { type CachedPass, cachedPasses, cacheSetting } from '../../model/caching.ts';
import { locationRegex } from '../../model/location-search.ts';
import { isMediaOnly } from '../../model/media.ts';
import { isPublicName } from '../../model/requests.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const ASSETS =
  /^\/(?:[^/]+\/)*(?:assets?|static|images?|img|css|js|fonts?|media|uploads?|thumb\w*|files|dist|build)(?:\/|$)/i;

export default defineRule(
  {
    id: 'cache-private-responses',
    group: 'caching',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Responses for one user get into a cache for all',
      why: 'nginx does not cache a response with `Set-Cookie`, nor one that the backend marks `private` or `no-store`. `proxy_ignore_headers` removes this protection: the session cookie of one visitor is served to the next, and a personal page to everybody. The same happens where users log in, the backend is told who they are, and the key of the cache does not contain it.',
      bad: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    location / {\n        proxy_cache pages;\n        proxy_cache_valid 5m;\n        proxy_ignore_headers Set-Cookie;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    location / {\n        proxy_cache pages;\n        proxy_cache_valid 5m;\n        proxy_cache_bypass $http_authorization $cookie_session;\n        proxy_no_cache $http_authorization $cookie_session;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'where `proxy_hide_header Set-Cookie` removes the cookie',
        'where `proxy_no_cache` has a variable that may tell users apart, such as `$http_cookie` or a `$skip_cache` of `map` or `set`',
        'where the key holds such a variable',
        'for paths of assets, and for public hosts that belong to others',
        'for a password of which the backend learns nothing, as it is the same for all readers',
      ],
      severities: [
        '`info` where only `Cache-Control` is ignored, which matters only if the backend sends `private` or `no-store`',
      ],
      remedy:
        'Let nginx heed the headers. Or keep users out of the cache with `proxy_cache_bypass` and `proxy_no_cache` on what identifies them.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ignore_headers',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_no_cache',
        'https://www.rfc-editor.org/rfc/rfc9111#section-3.5',
      ],
    },
    options: {},
    messages: {
      cookie: ({ zone, guard }: { zone: string; guard: string }) =>
        `responses with Set-Cookie get into "${zone}", and so the cookie of one user to the next; let nginx heed it, or set "${guard}"`,
      control: ({ zone, guard }: { zone: string; guard: string }) =>
        `"private" and "no-store" of the backend keep nothing out of "${zone}"; if there are users who log in, set "${guard}"`,
      user: ({ zone, value, key }: { zone: string; value: string; key: string }) =>
        `the backend is told ${value}, but "${zone}" does not tell users apart; add it to "${key}", or keep them out of the cache`,
    },
  },
  (ctx) => ({
    config(model) {
      const said = new Set<Word>();
      for (const pass of cachedPasses(model)) {
        if (isForAll(model, pass) || keyTellsUsers(model, pass) || keepsUsersOut(model, pass)) continue;
        if (hasUnread(model, pass.block)) continue;
        const found = ignored(model, pass) ?? told(model, pass);
        if (found === null || said.has(found.word)) continue;
        said.add(found.word);
        const { at, word, message } = found;
        const guard = `${pass.module}_no_cache`;
        const data = {
          zone: pass.cache.node.args[0]?.value ?? '',
          guard,
          value: word.value,
          key: `${pass.module}_cache_key`,
        };
        const related = [{ file: pass.cache.file, span: pass.cache.node, message: 'caches it' }];
        const fixes = message === 'user' ? [] : repair(model, pass, at);
        ctx.report(at, word, message, data, { related, fixes, ...(message === 'control' ? { severity: 'info' } : {}) });
      }
    },
  }),
);

interface Finding {
  readonly at: Occurrence;
  readonly word: Word;
  readonly message: 'cookie' | 'control' | 'user';
}

/** Paths of assets, and hosts of others, have nothing for a single user. */
function isForAll(model: ConfigModel, { block, target }: CachedPass): boolean {
  if (target.upstream === null && target.host !== null && isPublicName(target.host)) return true;
  for (let location: LocationModel | null = model.location(block); location !== null; location = location.parent) {
    const tree = locationRegex(model, location);
    if (
      tree === null
        ? ASSETS.test(location.pattern)
        : isMediaOnly(tree) || ASSETS.test(location.pattern.replace(/^\^/, ''))
    )
      return true;
  }
  return false;
}

function ignored(model: ConfigModel, pass: CachedPass): Finding | null {
  const words = cacheSetting(model, pass, 'ignore_headers').flatMap((at) => at.node.args.map((word) => ({ at, word })));
  const cookie = words.find(({ word }) => word.value.toLowerCase() === 'set-cookie');
  if (cookie !== undefined && !hidesCookie(model, pass)) return { ...cookie, message: 'cookie' };
  const control = words.find(({ word }) => word.value.toLowerCase() === 'cache-control');
  return control === undefined ? null : { ...control, message: 'control' };
}

function hidesCookie(model: ConfigModel, pass: CachedPass): boolean {
  return cacheSetting(model, pass, 'hide_header').some(
    ({ node }) => node.args[0]?.value.toLowerCase() === 'set-cookie',
  );
}

/** Users log in, and a header or parameter says who they are. */
function told(model: ConfigModel, pass: CachedPass): Finding | null {
  const [check] = identityChecks(model, pass.block);
  if (check === undefined || cacheSetting(model, pass, 'cache_valid').length === 0) return null;
  const asked = new Set(
    model.effective(pass.block, 'auth_request_set').values.map(({ node }) => node.args[0]?.value.toLowerCase() ?? ''),
  );
  for (const at of cacheSetting(model, pass, pass.module === 'proxy' ? 'set_header' : 'param')) {
    const [, word] = at.node.args;
    if (word !== undefined && (namesUser(word.value) || asked.has(word.value.toLowerCase())))
      return { at, word, message: 'user' };
  }
  return null;
}

/** None where lists of their own further out would be lost. */
function repair(model: ConfigModel, pass: CachedPass, at: Occurrence): Fix[] {
  const { module } = pass;
  if (['cache_bypass', 'no_cache'].some((name) => cacheSetting(model, pass, name).length > 0)) return [];
  const statements = [
    `${module}_cache_bypass $http_authorization $http_cookie;`,
    `${module}_no_cache $http_authorization $http_cookie $upstream_http_set_cookie;`,
  ];
  const edits = [insertAfter(model.source(at.file), at.node, statements)];
  return [{ title: 'Keep users with a cookie or a password out of the cache', safe: false, edits }];
}
