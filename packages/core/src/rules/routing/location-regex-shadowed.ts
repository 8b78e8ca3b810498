import { canMatch, covers, isCatchAll, type Pattern } from '@nginx-lint/regex';
import type { Fix, Related } from '../../lint/diagnostic.ts';
import { moveBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import {
  areAlike,
  isExpression,
  type LocationLevel,
  levelsOf,
  locationRegex,
  pathsAt,
  shownLocation,
} from '../../model/location-search.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { counted } from '../../nginx/wording.ts';
import { type Reach, reachability } from '../../route/reachability.ts';

/** A level with more expressions than this before a location is searched from its start only so far. */
const MOST_EARLIER = 200;
/** More of those that take its paths would say no more. */
const MOST_SHOWN = 5;

export default defineRule(
  {
    id: 'location-regex-shadowed',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A regex location stands behind one that matches all of its paths',
      why: 'nginx tries the regular expressions of a level in the order of the file, and the first that matches is used. A specific expression behind a general one is never used, and the general one answers the requests that it was written for.',
      bad: 'location ~ ^/api/ { return 200 "all of it"; }\nlocation ~ ^/api/v2/users$ { return 200 "never"; }',
      good: 'location ~ ^/api/v2/users$ { return 200 "users"; }\nlocation ~ ^/api/ { return 200 "the rest"; }',
      context: 'http, server',
      silent: [
        'unless it is proved that the earlier expression matches every path of the later one: `^/foo$` hides nothing of `^/foobar`',
        'for lookarounds and backreferences',
        'for locations in two different blocks',
        'about paths with a newline (`%0A`), which the proof leaves aside',
      ],
      severities: ['`info` where both blocks hold the same directives'],
      remedy: 'Put the specific expression in front of the general one, or delete it.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
        'https://nginx.org/en/docs/http/request_processing.html',
      ],
    },
    options: {},
    messages: {
      shadowed: ({ later, earlier }: { later: string; earlier: string }) =>
        `location ${later} is never used: ${earlier} stands before it and matches every path that it matches; put it in front of that one`,
      all: ({ later, earlier }: { later: string; earlier: string }) =>
        `location ${later} is never used: ${earlier} stands before it and matches every path; put it in front of that one`,
      together: ({ later, earlier, count }: { later: string; earlier: string; count: number }) =>
        `location ${later} is never used: ${earlier} and ${counted(count - 1, 'other location')} before it match every path that it matches; delete it, or narrow those`,
      twice: ({ later }: { later: string }) =>
        `location ${later} is included into the same block twice, and only the first copy is used; include it once`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const server of model.servers) {
        // It takes two.
        if (!hasSeveral(server)) continue;
        for (const level of levelsOf(server)) {
          const shadowed = shadowedIn(model, level);
          for (const { later, takers } of hiddenTogether(model, server, level, shadowed)) {
            const [first] = takers;
            if (first === undefined) continue;
            const data = { later: shownLocation(later), earlier: shownLocation(first), count: takers.length };
            ctx.report(later.at, later.word, 'together', data, {
              related: takers.slice(0, MOST_SHOWN).map((taker) => related(taker, 'shadowed')),
            });
          }
          for (const { later, earlier, kind } of shadowed) {
            const data = { later: shownLocation(later), earlier: shownLocation(earlier) };
            ctx.report(later.at, later.word, kind, data, {
              related: [related(earlier, kind)],
              ...(areAlike(later.at, earlier.at) ? { severity: 'info' as const } : {}),
              fixes: kind === 'shadowed' || kind === 'all' ? reorder(model, later, earlier) : [],
            });
          }
        }
      }
    },
  }),
);

function hasSeveral({ allLocations }: ServerModel): boolean {
  return allLocations.filter(isExpression).length > 1;
}

type Kind = 'shadowed' | 'all' | 'twice';

interface Shadowed {
  readonly later: LocationModel;
  readonly earlier: LocationModel;
  readonly kind: Kind;
}

interface Candidate {
  readonly location: LocationModel;
  readonly tree: Pattern;
  readonly all: boolean;
}

function shadowedIn(model: ConfigModel, { parent, locations }: LocationLevel): Shadowed[] {
  const paths = pathsAt(model, parent);
  const found: Shadowed[] = [];
  const earlier: Candidate[] = [];
  const byTree = new Map<Pattern, LocationModel>();
  for (const location of locations) {
    const tree = locationRegex(model, location);
    if (tree === null) continue;
    const same = byTree.get(tree);
    const cover =
      same === undefined ? earlier.find((each) => each.all || covers(each.tree, tree, paths) === 'yes') : null;
    if (same !== undefined) {
      // Two that are written alike are location-duplicate's.
      if (same.at.node === location.at.node) found.push({ later: location, earlier: same, kind: 'twice' });
    } else if (cover) {
      // What matches no path at all is not hidden by anything.
      if (canMatch(tree, paths) === 'no') continue;
      found.push({ later: location, earlier: cover.location, kind: cover.all ? 'all' : 'shadowed' });
    } else {
      byTree.set(tree, location);
      if (earlier.length < MOST_EARLIER) earlier.push({ location, tree, all: takesAll(tree, paths) });
    }
  }
  return found;
}

/** By expression and prefix: the same ones stand in many servers. */
const catchAlls = new WeakMap<Pattern, Map<string, boolean>>();

function takesAll(tree: Pattern, paths: ReturnType<typeof pathsAt>): boolean {
  const known = catchAlls.get(tree) ?? new Map<string, boolean>();
  catchAlls.set(tree, known);
  const answer = known.get(paths.prefix) ?? isCatchAll(tree, paths);
  known.set(paths.prefix, answer);
  return answer;
}

/** Those that no single expression hides, but several of the level together do. */
function hiddenTogether(
  model: ConfigModel,
  server: ServerModel,
  { locations }: LocationLevel,
  shadowed: readonly Shadowed[],
): { later: LocationModel; takers: readonly LocationModel[] }[] {
  const expressions = locations.filter(({ match }) => match === 'regex');
  // Two or more have to stand before it.
  if (expressions.length < 3) return [];
  const reaches = reachability(model, server);
  const told = new Set(shadowed.map(({ later }) => later));
  return expressions.flatMap((later) => {
    const reach = told.has(later) ? undefined : reaches.get(later);
    const takers = reach === undefined ? [] : takersOf(reach);
    const inOrder = expressions.slice(0, expressions.indexOf(later)).filter((each) => takers.includes(each));
    return inOrder.length > 1 && inOrder.length === takers.length ? [{ later, takers: inOrder }] : [];
  });
}

/** Empty where some path, without a newline in it, gets to the location. */
function takersOf(reach: Reach): readonly LocationModel[] {
  if (reach.kind === 'reachable') return reach.lineFeedOnly ?? [];
  return reach.kind === 'unreachable' && reach.proof.kind === 'taken' ? reach.takenBy : [];
}

function related({ at, word, ...location }: LocationModel, kind: Kind): Related {
  const step = at.via.at(-1);
  if (kind === 'twice' && step) return { file: step.file, span: step.include, message: 'included here first' };
  return { file: at.file, span: word, message: `${shownLocation({ at, word, ...location })} is tried first` };
}

/** Only where both stand in one block of one file. */
function reorder(model: ConfigModel, later: LocationModel, earlier: LocationModel): Fix[] {
  const together = later.at.file === earlier.at.file && later.at.via.length === earlier.at.via.length;
  if (!together || later.at.parent !== earlier.at.parent) return [];
  const edits = moveBefore(model.source(later.at.file), later.at.node, earlier.at.node);
  return [{ title: `Move ${shownLocation(later)} in front of ${shownLocation(earlier)}`, safe: false, edits }];
}
