import { defineRule } from '../../lint/rule.ts';
import { shownLocation } from '../../model/location-search.ts';
import type { LocationModel } from '../../model/types.ts';

export default defineRule(
  {
    id: 'style-location-order',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'none',
    docs: {
      summary: 'Locations stand in another order than that in which they win',
      why: 'Exact locations win over all others, `^~` over expressions, expressions over plain prefixes, and of prefixes the longest wins. Written in this order, a server reads from top to bottom as nginx searches it.',
      bad: 'location / { return 204; }\nlocation = /a { return 204; }',
      good: 'location = /a { return 204; }\nlocation / { return 204; }',
      context: 'http, server',
      silent: [
        'between two expressions, whose order decides',
        'between prefixes of which none is the beginning of the other',
        'for named locations',
        'across files',
      ],
      remedy: 'Move the location up. Keep the order of the expressions among themselves.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
    },
    options: {},
    messages: {
      late: ({ location, before }: { location: string; before: string }) =>
        `location ${location} wins over location ${before}, which stands above it; move it up so that the order shows it`,
    },
  },
  (ctx) => ({
    config(model) {
      const judge = (siblings: readonly LocationModel[]): void => {
        for (let index = 1; index < siblings.length; index++) {
          const location = siblings[index];
          const before = location === undefined ? null : loserBefore(location, siblings);
          if (location === undefined || before === null) continue;
          const data = { location: shownLocation(location), before: shownLocation(before) };
          const message = 'loses against it';
          const related = [{ file: before.at.file, span: before.word, message }];
          ctx.report(location.at, location.word, 'late', data, { related });
        }
      };
      for (const { locations, allLocations } of model.servers) {
        judge(locations);
        for (const { children } of allLocations) if (children.length > 1) judge(children);
      }
    },
  }),
);

/** The first above a location that it wins over. */
function loserBefore(location: LocationModel, siblings: readonly LocationModel[]): LocationModel | null {
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < siblings.length; index++) {
    const other = siblings[index];
    if (other === undefined || other === location) return null;
    if (wins(location, other) && isInSameFile(location, other)) return other;
  }
  return null;
}

const RANKS: Readonly<Record<LocationModel['match'], number>> = {
  exact: 0,
  'prefix-final': 1,
  regex: 2,
  prefix: 3,
  named: 4,
};

function wins(one: LocationModel, other: LocationModel): boolean {
  if (one.match === 'named' || other.match === 'named') return false;
  if (one.match !== other.match) return RANKS[one.match] < RANKS[other.match];
  if (one.match === 'regex' || one.match === 'exact') return false;
  return one.pattern.length > other.pattern.length && one.pattern.startsWith(other.pattern);
}

function isInSameFile({ at: one }: LocationModel, { at: other }: LocationModel): boolean {
  return one.file === other.file && one.via.length === other.via.length;
}
