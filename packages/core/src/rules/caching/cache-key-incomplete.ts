import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { type CacheKey, cacheKey, isForwarding, tellsHost, tellsQuery } from '../../model/cache-keys.ts';
import { type CachedPass, cachedPasses, cacheSetting } from '../../model/caching.ts';
import { locationRegex } from '../../model/location-search.ts';
import { isMediaOnly } from '../../model/media.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { either } from '../../nginx/wording.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'cache-key-incomplete',
    group: 'caching',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Different requests share one entry of a cache',
      why: 'Requests with the same key get the same response. A key of `$uri` serves page 1 to those who ask for page 2, and a key without the host serves one site the pages of another. With POST the body belongs into the key, with `slice` the variable `$slice_range`. FastCGI, uwsgi and SCGI have no default key: without one all requests share one entry.',
      bad: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    server_name a.example.com b.example.com;\n    location / {\n        proxy_cache pages;\n        proxy_cache_valid 5m;\n        proxy_cache_key $uri;\n        proxy_set_header Host $host;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'proxy_cache_path /var/cache/nginx/pages keys_zone=pages:1m max_size=1g;\nserver {\n    listen 80;\n    server_name a.example.com b.example.com;\n    location / {\n        proxy_cache pages;\n        proxy_cache_valid 5m;\n        proxy_cache_key $scheme$host$request_uri;\n        proxy_set_header Host $host;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'where the key holds a capture, or a variable of `map` or `set`',
        'for a missing host where the zone has one site only, or the backend does not learn the host',
        'for missing arguments where the backend does not get them, and in locations for styles, scripts and pictures',
        'where `proxy_pass` goes to the `$host` of the client, as in caches of downloads, which keep files of many hosts on purpose',
      ],
      remedy: 'Put everything by which responses differ into the key: `$scheme$host$request_uri`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_key',
        'https://nginx.org/en/docs/http/ngx_http_fastcgi_module.html#fastcgi_cache_key',
        'https://nginx.org/en/docs/http/ngx_http_slice_module.html',
      ],
    },
    options: {},
    messages: {
      incomplete: ({ missing, add }: { missing: string; add: string }) =>
        `the key leaves out ${missing}, so that different requests get the same response; add ${add}`,
      post: ({ key }: { key: string }) =>
        `the response to one POST is served to the next, whatever its body says; add "$request_body" to "${key}"`,
      slice: ({ key }: { key: string }) =>
        `all slices of a file share one entry of the cache; add "$slice_range" to "${key}"`,
      none: ({ zone, key }: { zone: string; key: string }) =>
        `all requests share one entry of "${zone}", as there is no "${key}"; set it to "$scheme$request_method$host$request_uri"`,
    },
  },
  (ctx) => ({
    config(model) {
      const said = new Set<Word>();
      const sites = sitesByZone(model);
      const report = (at: Occurrence, word: Word | undefined, message: 'post' | 'slice', key: string): void => {
        if (word === undefined || said.has(word)) return;
        said.add(word);
        ctx.report(at, word, message, { key });
      };
      for (const pass of cachedPasses(model)) {
        const key = cacheKey(model, pass);
        if (!key.known || hasUnread(model, pass.block)) continue;
        const name = `${pass.module}_cache_key`;
        const [setting] = cacheSetting(model, pass, 'cache_key');
        const [word] = setting?.node.args ?? [];
        const [zone] = pass.cache.node.args;
        if (setting === undefined && pass.module !== 'proxy') {
          if (zone === undefined || said.has(zone) || !model.certain) continue;
          said.add(zone);
          ctx.report(pass.cache, zone, 'none', { zone: zone.value, key: name });
          continue;
        }
        const missing = word === undefined ? [] : missingParts(model, pass, key, sites.get(zoneId(pass))?.size ?? 0);
        if (setting !== undefined && word !== undefined && missing.length > 0 && !said.has(word)) {
          said.add(word);
          const data = {
            missing: either(missing.map(({ what }) => what)).replace(' or ', ' and '),
            add: missing.map(({ variable }) => `"${variable}"`).join(' and '),
          };
          ctx.report(setting, word, 'incomplete', data, { fixes: repair(pass, setting, word, missing) });
        }
        const [methods] = cacheSetting(model, pass, 'cache_methods');
        const post = methods?.node.args.find(({ value }) => value.toUpperCase() === 'POST');
        if (methods !== undefined && !key.variables.has('request_body')) report(methods, post, 'post', name);
        const [slice] = model.effective(pass.block, 'slice').values;
        const size = slice?.node.args[0];
        if (slice !== undefined && size?.value !== '0' && !key.variables.has('slice_range'))
          report(slice, size, 'slice', name);
      }
    },
  }),
);

interface Missing {
  readonly what: string;
  readonly variable: string;
}

const HOST: Missing = { what: 'the host', variable: '$host' };
const QUERY: Missing = { what: 'the query', variable: '$is_args$args' };
const METHOD: Missing = { what: 'the method (a response to HEAD has no body)', variable: '$request_method' };

function missingParts(model: ConfigModel, pass: CachedPass, key: CacheKey, sites: number): readonly Missing[] {
  if (isForwarding(pass)) return [];
  const missing: Missing[] = [];
  if (!key.host && sites > 1 && tellsHost(model, pass)) missing.push(HOST);
  // proxy_cache makes a GET of a HEAD, the others do not.
  if (pass.module !== 'proxy' && !key.variables.has('request_method') && !key.variables.has('request'))
    missing.push(METHOD);
  if (!key.query && tellsQuery(model, pass) && !isForAssets(model, pass)) missing.push(QUERY);
  return missing;
}

function isForAssets(model: ConfigModel, { block }: CachedPass): boolean {
  const location = model.location(block);
  const tree = location === null ? null : locationRegex(model, location);
  return tree !== null && isMediaOnly(tree);
}

const zoneId = ({ module, zone }: CachedPass): string => `${module} ${zone}`;

/** The names under which requests come that share a zone; `www.` is no site of its own. */
function sitesByZone(model: ConfigModel): ReadonlyMap<string, ReadonlySet<string>> {
  const sites = new Map<string, Set<string>>();
  for (const pass of cachedPasses(model)) {
    const known = sites.get(zoneId(pass)) ?? new Set<string>();
    sites.set(zoneId(pass), known);
    for (const { value } of model.server(pass.block)?.names ?? []) {
      if (value !== '_' && value !== '') known.add(value.toLowerCase().replace(/^www\./, ''));
    }
  }
  return sites;
}

/** Where all that is missing can be written behind the key. */
function repair(pass: CachedPass, { file }: Occurrence, word: Word, missing: readonly Missing[]): Fix[] {
  const end = word.quote === null ? word.end : word.end - 1;
  const text = missing.map(({ variable }) => variable).join('');
  const edits = [{ file, span: { start: end, end }, text }];
  const added = missing.map(({ variable }) => variable).join(' and ');
  return [{ title: `Add ${added} to ${pass.module}_cache_key`, safe: false, edits }];
}
