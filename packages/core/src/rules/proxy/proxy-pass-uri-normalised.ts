import { defineRule } from '../../lint/rule.ts';
import { walk } from '../../model/blocks.ts';
import { isPrefix } from '../../model/location-search.ts';
import { passesOf } from '../../model/passes.ts';

export default defineRule(
  {
    id: 'proxy-pass-uri-normalised',
    group: 'proxy',
    severity: 'info',
    preset: 'strict',
    fix: 'none',
    docs: {
      summary: 'A `proxy_pass` with a URI passes the path on decoded and normalised',
      why: 'With a URI, even a lone `/`, nginx passes on what it made of the path: `%2F` has become `/`, `/a/../b` has become `/b`, and slashes are merged. A backend whose names hold such characters, such as an object store or a registry, then looks for something else. Without a URI the path goes on as the client sent it.',
      bad: 'location /app/ { proxy_pass http://127.0.0.1:9000/; }',
      good: 'location /app/ { proxy_pass http://127.0.0.1:9000; }',
      context: 'http, server',
      silent: [
        'in exact locations, whose path is known',
        'where variables make the URI',
        'where a `rewrite` changes the path anyway',
      ],
      remedy:
        'Let the backend serve under the same path and leave the URI out. To cut a prefix off and keep the encoding, match `$request_uri` in a `map` and pass on what it captures. If nobody asks for encoded paths, switch the rule off.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass'],
    },
    options: {},
    messages: {
      decoded: ({ uri, path, sent }: { uri: string; path: string; sent: string }) =>
        `with the URI "${uri}" nginx passes paths on decoded, ${path} as ${sent}; leave the URI out if the backend can do without`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const { at, block, module, target } of passesOf(model)) {
        const { uri, variable } = target;
        if (uri === null || variable || module !== 'proxy') continue;
        const location = model.location(at);
        const [word] = at.node.args;
        if (location === null || location.at !== block || word === undefined) continue;
        if (!isPrefix(location) || uri.includes('?')) continue;
        const inside = walk(block, ({ name }) => name === 'if');
        if ([...inside].some(({ name }) => name === 'rewrite')) continue;
        const slash = location.pattern.endsWith('/') ? '' : '/';
        const data = { uri, path: `${location.pattern}${slash}a%2Fb`, sent: `${uri}${slash}a/b` };
        ctx.report(at, word, 'decoded', data);
      }
    },
  }),
);
