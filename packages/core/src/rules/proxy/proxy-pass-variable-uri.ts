import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { type Pass, passesOf } from '../../model/passes.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';

export default defineRule(
  {
    id: 'proxy-pass-variable-uri',
    group: 'proxy',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A variable in `proxy_pass` makes its path the path of every request',
      why: 'Where `proxy_pass` holds a variable, nginx replaces no prefix. The path that is written there is the whole path that the backend gets, for every request, and the arguments are lost too. `proxy_pass http://$backend/;` always asks for `/`.',
      bad: 'set $backend 127.0.0.1:9000;\nlocation /api/ { proxy_pass http://$backend/; }',
      good: 'set $backend 127.0.0.1:9000;\nlocation /api/ { proxy_pass http://$backend; }',
      context: 'http, server',
      silent: [
        'in exact, named and internal locations, where one address is often meant',
        'where the path holds a variable',
        'where a location without a trailing slash leads to a path without one, such as `/token` to `/oauth/token`',
      ],
      remedy:
        'Leave the path out to pass the request on as it came, or append `$request_uri`. To cut off a prefix, write a `rewrite … break;` and no path.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass'],
    },
    options: {},
    messages: {
      fixed: ({ value, uri }: { value: string; uri: string }) =>
        `with a variable in "${value}" nginx passes every request on as ${uri}, without its own path and arguments; leave "${uri}" out, or append $request_uri`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const pass of passesOf(model)) {
        const { at, module, target } = pass;
        const [word] = at.node.args;
        const { uri } = target;
        if (module !== 'proxy' || word === undefined || !target.variable || target.host !== null) continue;
        if (uri === null || uri.includes('$') || uri.includes('?') || target.unix) continue;
        const location = model.location(at);
        if (location === null || !takesMany(model, location, uri)) continue;
        const data = { value: word.value, uri };
        ctx.report(at, word, 'fixed', data, { fixes: fixesFor(model, pass, word, uri) });
      }
    },
  }),
);

/** Do several paths come into the location, which are not meant for one address? */
function takesMany(model: ConfigModel, { at, match, pattern }: LocationModel, uri: string): boolean {
  if (match === 'exact' || match === 'named' || model.effective(at, 'internal').values.length > 0) return false;
  return uri.endsWith('/') || (match !== 'regex' && pattern.endsWith('/'));
}

function fixesFor(model: ConfigModel, { at: { file } }: Pass, word: Word, uri: string): readonly Fix[] {
  const end = word.quote === null ? word.end : word.end - 1;
  const start = end - uri.length;
  if (model.source(file).text.slice(start, end) !== uri) return [];
  const without = { title: 'Leave the path out', safe: false, edits: [{ file, span: { start, end }, text: '' }] };
  const text = `${uri.replace(/\/$/, '')}$request_uri`;
  const append = { title: 'Append $request_uri', safe: false, edits: [{ file, span: { start, end }, text }] };
  return uri === '/' ? [without, append] : [append];
}
