import { defineRule } from '../../lint/rule.ts';
import { isInside, own } from '../../model/blocks.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { internalUris } from '../../route/internal-uris.ts';
import { locationName } from '../../route/location-levels.ts';
import { nearest } from '../../text/nearest.ts';

export default defineRule(
  {
    id: 'named-location-unused',
    group: 'routing',
    severity: 'info',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A named location that nothing leads to',
      why: 'No request selects a named location by its path: only `error_page`, `try_files` and their like lead to it, by its name. One that nothing names is left over, or its name is misspelt where it is meant, and then nginx answers 500 there.',
      bad: 'server {\n    location / { try_files $uri @app; }\n    location @ap { proxy_pass http://127.0.0.1:9000; }\n}',
      good: 'server {\n    location / { try_files $uri @app; }\n    location @app { proxy_pass http://127.0.0.1:9000; }\n}',
      context: 'http',
      silent:
        'Where Lua, njs, Perl or SSI of the server may name it, a variable holds the name, a file that is included is missing, or the rest of the server is in a file that is not seen. That a backend may name it in `X-Accel-Redirect` does not count.',
      remedy: 'Correct the name on one of the two sides, or delete the location.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files',
      ],
    },
    options: {},
    messages: {
      unused: ({ name }: { name: string }) =>
        `nothing leads to location ${name}; delete it, or name it where it is meant`,
      misspelt: ({ name, meant }: { name: string; meant: string }) =>
        `nothing leads to location ${name}, but something does to ${meant}, which is not there; write one name for both`,
      same: ({ name }: { name: string }) =>
        `location ${name} is never used, as the first of that name is taken; make one of the two`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const server of model.servers) {
        const named = server.locations.filter(({ match }) => match === 'named');
        if (named.length === 0 || !isSeen(model, server)) continue;
        const { names, openNames } = internalUris(model, server);
        const defined = new Map<string, LocationModel>();
        for (const location of named) {
          const { at, word, pattern } = location;
          const name = locationName(model, location);
          const first = defined.get(name);
          if (first === undefined) defined.set(name, location);
          else ctx.report(at, word, 'same', { name: pattern }, { related: usedInstead(first) });
        }
        if (openNames === 'code') continue;
        const missing = [...names].filter((name) => !defined.has(name));
        for (const [name, { at, word, pattern }] of defined) {
          // NGINX Plus checks its backends from inside the location.
          if (names.has(name) || own(at, 'health_check').length > 0) continue;
          const [meant] = nearest(name, missing);
          if (meant === undefined) ctx.report(at, word, 'unused', { name: pattern });
          else ctx.report(at, word, 'misspelt', { name: pattern, meant });
        }
      }
    },
  }),
);

const usedInstead = ({ at, word }: LocationModel) => [{ file: at.file, span: word, message: 'this one is used' }];

/** Is all of the server there to be read? */
function isSeen(model: ConfigModel, server: ServerModel): boolean {
  if (server.at.implied || hasUnread(model, server.at)) return false;
  return !model.tree.problems.some(({ rule, at }) => rule === 'include-not-found' && isInside(at, server.at));
}
