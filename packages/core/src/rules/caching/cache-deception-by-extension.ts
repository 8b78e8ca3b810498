import { defineRule } from '../../lint/rule.ts';
import { type CachedPass, cachedPasses, cacheSetting } from '../../model/caching.ts';
import { locationRegex, shownLocation } from '../../model/location-search.ts';
import { isMediaOnly } from '../../model/media.ts';
import { passesOf } from '../../model/passes.ts';
import { isPublicName } from '../../model/requests.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const ASSET_HOST = /(?:^|[._-])(?:assets?|static|cdn|media|images?|img|files|bucket|storage|s3|minio|blob)/i;
/** Of the answers that say of themselves whether they may be kept. */
const PROTECTIVE = /^(?:cache-control|set-cookie)$/i;

export default defineRule(
  {
    id: 'cache-deception-by-extension',
    group: 'caching',
    severity: 'warning',
    preset: 'strict',
    fix: 'none',
    docs: {
      summary: 'A cache keeps every response to a path that ends like a style sheet or picture',
      why: "Many applications answer `/account/x.css` with the page of `/account`. Where nginx caches by the extension alone, whatever the application says, an attacker lures a user to such a link and then fetches the user's page from the cache.",
      bad: 'proxy_cache_path /var/cache/nginx/assets keys_zone=assets:1m max_size=1g;\nserver {\n    listen 80;\n    location ~* \\.(css|js)$ {\n        proxy_cache assets;\n        proxy_cache_valid any 1h;\n        proxy_ignore_headers Cache-Control Expires;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'proxy_cache_path /var/cache/nginx/assets keys_zone=assets:1m max_size=1g;\nserver {\n    listen 80;\n    location ~* \\.(css|js)$ {\n        proxy_cache assets;\n        proxy_cache_valid 200 1h;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'where nginx heeds the headers of the backend and caches certain statuses only',
        'in locations that begin with a folder, such as `^/assets/.*\\.css$`',
        'where the backend is a host for assets, by its name or because the rest of the server goes elsewhere',
      ],
      remedy:
        'Let the backend decide: remove `Cache-Control` from `proxy_ignore_headers` and name the statuses in `proxy_cache_valid`. Or cache by folder.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ignore_headers',
        'https://owasp.org/www-community/attacks/Cache_Poisoning',
        'https://www.rfc-editor.org/rfc/rfc9111#section-7',
      ],
    },
    options: {},
    messages: {
      ignored: ({ header, location }: { header: string; location: string }) =>
        `every response to a path such as "/account/x${location}" is cached, as ${header} is ignored; heed it, or cache by folder`,
      any: ({ location }: { location: string }) =>
        `errors and redirects for a path such as "/account/x${location}" are cached for everybody too; name the statuses in place of "any"`,
    },
  },
  (ctx) => ({
    config(model) {
      const said = new Set<Word>();
      for (const pass of cachedPasses(model)) {
        const location = model.location(pass.block);
        if (location === null || location.parent !== null || !isByEnding(model, location)) continue;
        if (isAssetHost(model, pass)) continue;
        const found = forced(model, pass);
        if (found === null || said.has(found.word)) continue;
        said.add(found.word);
        const { at, word, message } = found;
        const related = [
          { file: location.at.file, span: location.word, message: `location ${shownLocation(location)}` },
        ];
        ctx.report(at, word, message, { header: word.value, location: ending(location) }, { related });
      }
    },
  }),
);

function isByEnding(model: ConfigModel, location: LocationModel): boolean {
  const tree = locationRegex(model, location);
  return tree !== null && isMediaOnly(tree);
}

/** An ending that the location asks for, for the message. */
function ending({ pattern }: LocationModel): string {
  return /css/.test(pattern) ? '.css' : /js/.test(pattern) ? '.js' : /png/.test(pattern) ? '.png' : '.jpg';
}

/** What makes nginx keep an answer that says nothing of it, or the contrary. */
function forced(
  model: ConfigModel,
  pass: CachedPass,
): { readonly at: Occurrence; readonly word: Word; readonly message: 'ignored' | 'any' } | null {
  for (const at of cacheSetting(model, pass, 'ignore_headers')) {
    const word = at.node.args.find(({ value }) => PROTECTIVE.test(value));
    if (word !== undefined && cacheSetting(model, pass, 'cache_valid').length > 0)
      return { at, word, message: 'ignored' };
  }
  for (const at of cacheSetting(model, pass, 'cache_valid')) {
    const word = at.node.args.slice(0, -1).find(({ value }) => value === 'any');
    if (word !== undefined) return { at, word, message: 'any' };
  }
  return null;
}

/** Does the rest of the server go elsewhere, or does the name of the backend say that it has files only? */
function isAssetHost(model: ConfigModel, { block, target }: CachedPass): boolean {
  const { host, port } = target;
  if (host === null || ASSET_HOST.test(host)) return true;
  if (target.upstream === null && isPublicName(host)) return true;
  const server = model.server(block);
  const others = passesOf(model).filter((other) => {
    const location = model.location(other.block);
    return model.server(other.block) === server && (location === null || !isByEnding(model, location));
  });
  return others.length > 0 && others.every((other) => other.target.host !== host || other.target.port !== port);
}
