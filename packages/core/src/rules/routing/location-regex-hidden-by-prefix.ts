import { defineRule } from '../../lint/rule.ts';
import { shownLocation } from '../../model/location-search.ts';
import type { LocationModel } from '../../model/types.ts';
import { reachability } from '../../route/reachability.ts';

export default defineRule(
  {
    id: 'location-regex-hidden-by-prefix',
    group: 'routing',
    severity: 'info',
    preset: 'strict',
    fix: 'none',
    docs: {
      summary: 'A `^~` keeps all paths of a regex location away from it',
      why: 'Where the longest prefix carries `^~`, nginx does not try the regular expressions beside it. An expression whose every path lies below such a prefix is never used.',
      bad: 'location ^~ /files/ { root /srv; }\nlocation ~ ^/files/.*\\.php$ { return 403; }',
      good: 'location ^~ /files/ {\n    root /srv;\n    location ~ \\.php$ { return 403; }\n}',
      context: 'http, server',
      silent: [
        'for expressions that match some path outside of the prefix, such as `\\.php$`, which `^~` is there to keep out',
        'where nothing is proved, as with lookarounds and backreferences',
      ],
      remedy: 'Put the expression into the prefix location, where nginx tries it, or remove the `^~`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
    },
    options: {},
    messages: {
      hidden: ({ regex, prefix }: { regex: string; prefix: string }) =>
        `location ${regex} is never used: ${prefix} keeps regular expressions away from every path that it matches; put it inside that one`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const server of model.servers) {
        if (!server.allLocations.some(({ match }) => match === 'prefix-final')) continue;
        for (const [location, reach] of reachability(model, server)) {
          if (location.match !== 'regex' || reach.kind !== 'unreachable' || reach.proof.kind !== 'taken') continue;
          const prefix = prefixOver(location, reach.takenBy);
          if (prefix === null) continue;
          const data = { regex: shownLocation(location), prefix: shownLocation(prefix) };
          const related = [{ file: prefix.at.file, span: prefix.word, message: 'answers instead' }];
          ctx.report(location.at, location.word, 'hidden', data, { related });
        }
      }
    },
  }),
);

/** The first of the `^~` locations beside an expression, if it is only they that take its paths. */
function prefixOver(location: LocationModel, takers: readonly LocationModel[]): LocationModel | null {
  const found = takers.map((taker) => besideOf(taker, location));
  return found.every((each) => each?.match === 'prefix-final') ? (found[0] ?? null) : null;
}

/** The location around a taker, or itself, that stands on the level of the expression. */
function besideOf(taker: LocationModel, { parent }: LocationModel): LocationModel | null {
  let at: LocationModel | null = taker;
  while (at !== null && at.parent !== parent) at = at.parent;
  return at;
}
