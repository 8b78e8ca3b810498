import { findWitness, type Pattern, READABLE_BYTES } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { likelyPath } from '../../model/likely-paths.ts';
import { locationRegex, shownLocation } from '../../model/location-search.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import { correctedPattern, impossibleIn, type Obstacle } from '../../model/unmatchable.ts';
import { normalisedPaths } from '../../route/normalised-paths.ts';
import { reachability } from '../../route/reachability.ts';

export default defineRule(
  {
    id: 'location-can-never-match',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A location is for paths that no request has',
      why: 'nginx looks for a location after it has decoded `%20` and the like, resolved `.` and `..`, merged `//` and cut off the arguments. A path that holds one of these, or does not begin with `/`, never gets a request. Neither does a prefix inside a regex location.',
      bad: 'location api/v1 { return 204; }\nlocation /a%20b { return 204; }\nlocation /search?q=1 { return 204; }',
      good: 'location /api/v1 { return 204; }\nlocation "/a b" { return 204; }\nlocation /search { return 204; }',
      context: 'http, server',
      silent: [
        'where a `rewrite`, `try_files` or `error_page` of the server may lead there, as nginx takes their targets as they are',
        'for `//` where `merge_slashes off` stands anywhere',
        'for regular expressions, unless it is proved that they match no path',
      ],
      remedy:
        'Write the path as nginx sees it: with a leading `/`, decoded (in quotes if it holds spaces), without arguments. Arguments are in `$arg_name`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#merge_slashes',
      ],
    },
    options: {},
    messages: {
      start: ({ location }: { location: string }) =>
        `location ${location} gets no request, as every path begins with "/"; add it`,
      escape: ({ location, text }: { location: string; text: string }) =>
        `location ${location} gets no request for that address, as nginx decodes "${text}" before it looks for a location; write the decoded character, in quotes if it is a space`,
      query: ({ location }: { location: string }) =>
        `location ${location} gets no request, as the arguments behind "?" take no part in the choice of a location; remove them and use $arg_… instead`,
      dots: ({ location, text }: { location: string; text: string }) =>
        `location ${location} gets no request, as nginx resolves "${text}" before it looks for a location; write the path without it`,
      slashes: ({ location }: { location: string }) =>
        `location ${location} gets no request, as nginx merges "//" to "/" before it looks for a location; write one "/"`,
      nothing: ({ location }: { location: string }) =>
        `location ${location} gets no request: its expression matches no path that begins with "/"; correct the expression`,
      resolved: ({ location }: { location: string }) =>
        `location ${location} gets no request: its expression matches no path in which nginx has resolved "." and ".." and merged "//"; write the path without them`,
      nested: ({ location, outer }: { location: string; outer: string }) =>
        `location ${location} gets no request: inside a regex location nginx looks for regular expressions only; put it beside ${outer}, or make it an expression`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const server of model.servers) {
        const found = impossibleIn(model, server);
        for (const location of server.allLocations) {
          if (!matchesNoPath(model, location) || isHidden(location, found)) continue;
          ctx.report(location.at, location.word, 'resolved', { location: shownLocation(location) });
        }
        for (const [location, obstacle] of found) {
          const data = { location: shownLocation(location), text: '', outer: '', ...textOf(obstacle, location) };
          ctx.report(location.at, location.word, obstacle.kind, data, { fixes: fixOf(location, obstacle) });
        }
      }
    },
  }),
);

/** Proved of the whole expression, where no part of it alone stands in the way. */
function matchesNoPath(model: ConfigModel, location: LocationModel): boolean {
  // `${NAME}` is for a program that fills in a template.
  if (location.match !== 'regex' || location.pattern.includes('${')) return false;
  const tree = location.parent === null ? locationRegex(model, location) : null;
  if (tree !== null && matchesSomePath(tree)) return false;
  const reach = reachability(model, location.server).get(location);
  // Paths with a newline (`%0A`), before which `$` matches too, are left aside.
  if (reach?.kind === 'reachable') return reach.lineFeedOnly?.length === 0;
  return reach?.kind === 'unreachable' && reach.proof.kind === 'no-such-path';
}

/** By expression: the same ones stand in many servers. */
const matching = new WeakMap<Pattern, boolean>();

/** Is there a path, readable and as every server makes it of a request, that the expression matches? */
function matchesSomePath(tree: Pattern): boolean {
  if (likelyPath(tree) !== null) return true;
  let found = matching.get(tree);
  if (found === undefined) {
    const within = [normalisedPaths(true)];
    const path = findWitness({
      some: [tree],
      none: [],
      within,
      prefix: '/',
      bytes: READABLE_BYTES,
      budget: { left: 20_000 },
    });
    found = typeof path !== 'string';
    matching.set(tree, found);
  }
  return found;
}

function isHidden(location: LocationModel, found: ReadonlyMap<LocationModel, Obstacle>): boolean {
  for (let at: LocationModel | null = location; at !== null; at = at.parent) if (found.has(at)) return true;
  return false;
}

function textOf(obstacle: Obstacle, { parent }: LocationModel): { text?: string; outer?: string } {
  if (obstacle.kind === 'nested') return { outer: parent === null ? '' : shownLocation(parent) };
  return 'text' in obstacle ? { text: obstacle.text } : {};
}

function fixOf(location: LocationModel, obstacle: Obstacle): Fix[] {
  const text = correctedPattern(location, obstacle);
  if (text === null) return [];
  const edit = { file: location.at.file, span: location.word, text };
  return [{ title: `Write ${text}`, safe: false, edits: [edit] }];
}
