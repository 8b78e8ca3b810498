import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { isRemovable } from '../../model/removal.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import { internalUris } from '../../route/internal-uris.ts';
import { locationName } from '../../route/location-levels.ts';
import { isServerSeen, misspeltNames } from '../../route/named-locations.ts';

export default defineRule(
  {
    id: 'named-location-unused',
    group: 'routing',
    severity: 'info',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Nothing leads to a named location',
      why: 'No request selects a named location by its path: only `error_page`, `try_files` and the like lead to it, by its name. A name that nothing mentions is left over, or it is misspelled where it is meant, and then nginx answers 500 there.',
      bad: 'server {\n    location / { try_files $uri @app; }\n    location @ap { proxy_pass http://127.0.0.1:9000; }\n}',
      good: 'server {\n    location / { try_files $uri @app; }\n    location @app { proxy_pass http://127.0.0.1:9000; }\n}',
      context: 'http',
      silent: [
        'where Lua, njs, Perl or SSI of the server may name it',
        'where a variable holds the name',
        'where an included file is missing, or the rest of the server is in a file that is not seen',
      ],
      severities: ['`error` where something leads to nearly the same name, so that nginx answers 500 there'],
      remedy:
        'Correct the name on one of the two sides, or delete the location. If a backend names it in `X-Accel-Redirect`, switch the rule off for the line.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files',
      ],
    },
    options: {},
    messages: {
      unused: ({ name }: { name: string }) =>
        `nothing leads to location "${name}"; delete it, or name it where it is meant`,
      misspelt: ({ name, meant }: { name: string; meant: string }) =>
        `nothing leads to location "${name}", but something does to "${meant}", which does not exist, so that nginx answers 500; write one name for both`,
      same: ({ name }: { name: string }) =>
        `location "${name}" is never used, as nginx takes the first of that name; make one of the two`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const server of model.servers) {
        const named = server.locations.filter(({ match }) => match === 'named');
        if (named.length === 0 || !isServerSeen(model, server)) continue;
        const { names, openNames } = internalUris(model, server);
        const defined = new Map<string, LocationModel>();
        for (const location of named) {
          const { at, word, pattern } = location;
          const name = locationName(model, location);
          const first = defined.get(name);
          if (first === undefined) defined.set(name, location);
          else {
            const fixes = removed(model, location);
            ctx.report(at, word, 'same', { name: pattern }, { related: usedInstead(first), fixes });
          }
        }
        if (openNames === 'code') continue;
        const misspelt = misspeltNames(model, server);
        for (const [name, location] of defined) {
          const { at, word, pattern } = location;
          // NGINX Plus checks its backends from inside the location.
          if (names.has(name) || own(at, 'health_check').length > 0) continue;
          const meant = misspelt.get(name);
          if (meant === undefined)
            ctx.report(at, word, 'unused', { name: pattern }, { fixes: removed(model, location) });
          else {
            const fixes = renamed(location, meant);
            ctx.report(at, word, 'misspelt', { name: pattern, meant }, { severity: 'error', fixes });
          }
        }
      }
    },
  }),
);

const usedInstead = ({ at, word }: LocationModel) => [{ file: at.file, span: word, message: 'is used instead' }];

function removed(model: ConfigModel, { at, pattern }: LocationModel): readonly Fix[] {
  if (!isRemovable(model, [at])) return [];
  return [
    { title: `Delete location ${pattern}`, safe: false, edits: [deleteStatement(model.source(at.file), at.node)] },
  ];
}

function renamed({ at, word: { start, end } }: LocationModel, meant: string): readonly Fix[] {
  if (!/^@[\w.-]+$/.test(meant)) return [];
  return [{ title: `Write ${meant}`, safe: false, edits: [{ file: at.file, span: { start, end }, text: meant }] }];
}
