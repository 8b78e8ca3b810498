import {
  coversPrefix,
  exactLiteral,
  type Pattern,
  requiredLiterals,
  suffixSet,
  type Universe,
} from '@nginx-lint/regex';
import type { Fix, Related } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import {
  areAlike,
  isExpression,
  isPrefix,
  locationRegex,
  pathsBelow,
  shownLocation,
} from '../../model/location-search.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { counted } from '../../nginx/wording.ts';
import { locationName } from '../../route/location-levels.ts';
import { searchLocation } from '../../route/location-tree.ts';
import { type Reach, reachability } from '../../route/reachability.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** More of those that take its paths would say no more. */
const MOST_SHOWN = 5;

/** Directives that were meant to keep somebody out. */
const ACCESS: ReadonlySet<string> = new Set(['deny', 'auth_basic', 'auth_request', 'auth_jwt', 'internal']);

export default defineRule(
  {
    id: 'location-prefix-shadowed-by-regex',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A regex location takes every path of a prefix location',
      why: 'nginx remembers the longest prefix, but then tries the regular expressions, and the first that matches is used. A prefix whose every path is matched by one expression is never used, and neither are its access rules.',
      bad: 'location /static/ { root /srv/www; }\nlocation ~ ^/ { proxy_pass http://127.0.0.1:9000; }',
      good: 'location ^~ /static/ { root /srv/www; }\nlocation ~ ^/ { proxy_pass http://127.0.0.1:9000; }',
      context: 'http, server',
      silent: [
        'where expressions take a part of the paths only, such as `\\.png$` beside `/static/`',
        'for `^~` and `=`',
        'for prefixes with a regex or exact location inside, which nginx tries first',
        'about paths with a newline (`%0A`), which the proof leaves aside',
      ],
      severities: ['`error` where access rules are lost', '`info` where both blocks hold the same directives'],
      remedy:
        'Write `^~` in front of the prefix, which keeps all expressions of its level away from it. Or put the expression into the block that it is meant for.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
    },
    options: {},
    messages: {
      shadowed: (found: Found) =>
        `location ${found.prefix} is never used: ${found.regex} matches every path below it, and a regular expression wins over a prefix; ${remedy(found)}`,
      access: (found: Found & { rule: string }) =>
        `"${found.rule}" of location ${found.prefix} is never applied: ${found.regex} matches every path below it, and a regular expression wins over a prefix; ${remedy(found)}`,
      together: ({ count, ...found }: Found & { count: number }) =>
        `location ${found.prefix} is never used: ${found.regex} and ${counted(count - 1, 'other location')} match every path below it, and a regular expression wins over a prefix; ${remedy(found)}`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const server of model.servers) {
        const count = expressionsIn(server);
        if (count === 0 || (count === 1 && !mayTakeAll(model, server))) continue;
        const shadowed = new Set<LocationModel>();
        for (const location of server.allLocations) {
          if (location.parent !== null && shadowed.has(location.parent)) {
            shadowed.add(location);
            continue;
          }
          const found = regexOver(model, location);
          const together = found === null && count > 1 ? regexesOver(model, location) : null;
          if (together !== null) {
            shadowed.add(location);
            ctx.report(location.at, location.word, 'together', dataOf(location, together), {
              related: together.regexes.slice(0, MOST_SHOWN).map(({ at, word }) => takes(at, word)),
              fixes: [finalPrefix(together.loser)],
            });
          }
          if (found === null) continue;
          shadowed.add(location);
          const { regex, loser } = found;
          const data = {
            prefix: shownLocation(location),
            regex: shownLocation(regex),
            outer: outerName(location, loser),
          };
          const rule = keepsOut(regex) ? undefined : location.at.children.find(isAccessRule);
          const extra = {
            related: [{ file: regex.at.file, span: regex.word, message: 'takes all of its requests' }],
            fixes: [finalPrefix(loser)],
          };
          if (areAlike(location.at, regex.at)) {
            ctx.report(location.at, location.word, 'shadowed', data, { ...extra, severity: 'info' });
          } else if (rule === undefined) ctx.report(location.at, location.word, 'shadowed', data, extra);
          else {
            const access = { ...data, rule: rule.name };
            ctx.report(location.at, location.word, 'access', access, { ...extra, severity: 'error' });
          }
        }
      }
    },
  }),
);

const isAccessRule = ({ node: { name, args } }: Occurrence): boolean =>
  ACCESS.has(name.value) && args[0]?.value !== 'off';

/** Does the location that answers instead have access rules too, or refuse everything? */
function keepsOut({ at }: LocationModel): boolean {
  return at.children.some(
    (child) => isAccessRule(child) || (child.name === 'return' && /^4\d\d$/.test(child.node.args[0]?.value ?? '')),
  );
}

interface Found {
  readonly prefix: string;
  readonly regex: string;
  /** The location around that must get the `^~`, where it is not the prefix itself. */
  readonly outer: string | null;
}

function remedy({ prefix, outer }: Found): string {
  const target = outer ?? prefix;
  return `write location "^~ ${target.slice(1)} to let the prefix win`;
}

const outerName = (location: LocationModel, loser: LocationModel): string | null =>
  loser === location ? null : shownLocation(loser);

/**
 * The expression that takes every path of a prefix, and the prefix on its level that loses to it. Expressions of an
 * outer level are tried too, unless the prefix of that level has `^~`; a `^~` further in does not count for them.
 */
function regexOver(model: ConfigModel, location: LocationModel): { regex: LocationModel; loser: LocationModel } | null {
  if (location.match !== 'prefix' || !(location.pattern === '' || location.pattern.startsWith('/'))) return null;
  if (leadsOn(location)) return null;
  const paths = pathsBelow(model, location.at.file, location.pattern || '/');
  for (let level: LocationModel | null = location; level !== null; level = level.parent) {
    // Inside an expression no prefix is ever looked for.
    if (!isPrefix(level)) return null;
    if (level.match === 'prefix-final') continue;
    const siblings: readonly LocationModel[] = level.parent?.children ?? level.server.locations;
    const regex = siblings.find((each) => each.match === 'regex' && takesAll(model, each, paths));
    if (regex !== undefined) return { regex, loser: level };
  }
  return null;
}

interface Together {
  readonly regexes: readonly LocationModel[];
  readonly loser: LocationModel;
}

/** Several expressions of one level that take every path of a prefix together; what is inside it takes none. */
function regexesOver(model: ConfigModel, location: LocationModel): Together | null {
  if (location.match !== 'prefix' || leadsOn(location) || takesItself(model, location)) return null;
  const reach = reachability(model, location.server).get(location);
  const takers = reach === undefined ? [] : takersOf(reach);
  const [first] = takers;
  if (first === undefined || takers.length < 2) return null;
  if (takers.some(({ match, parent }) => match !== 'regex' || parent !== first.parent)) return null;
  let loser = location;
  while (loser.parent !== first.parent) {
    if (loser.parent === null) return null;
    loser = loser.parent;
  }
  return { regexes: takers, loser };
}

/** Does the first path below it that comes to mind get there? Most do, and proofs take their time. */
function takesItself(model: ConfigModel, location: LocationModel): boolean {
  const name = locationName(model, location) || '/';
  return ['', 'x'].some((rest) => {
    const found = searchLocation(model, location.server, `${name}${rest}`);
    return found.kind === 'location' && found.location === location;
  });
}

/** Empty where some path, without a newline in it, gets to the location. */
function takersOf(reach: Reach): readonly LocationModel[] {
  if (reach.kind === 'reachable') return reach.lineFeedOnly ?? [];
  return reach.kind === 'only-slash' || (reach.kind === 'unreachable' && reach.proof.kind === 'taken')
    ? reach.takenBy
    : [];
}

function dataOf(location: LocationModel, { regexes, loser }: Together): Found & { readonly count: number } {
  const regex = regexes[0] === undefined ? '' : shownLocation(regexes[0]);
  return { prefix: shownLocation(location), regex, outer: outerName(location, loser), count: regexes.length };
}

const takes = ({ file }: Occurrence, span: Word): Related => ({ file, span, message: 'takes some of its requests' });

function expressionsIn({ allLocations }: ServerModel): number {
  return allLocations.filter(isExpression).length;
}

/** Is there an expression that every path of a prefix may fit? Those for the ends of names are most. */
function mayTakeAll(model: ConfigModel, { allLocations }: ServerModel): boolean {
  return allLocations.some((location) => {
    const tree = locationRegex(model, location);
    return tree !== null && demandsOf(tree) !== null;
  });
}

function takesAll(model: ConfigModel, location: LocationModel, paths: Universe & { readonly prefix: string }): boolean {
  const tree = locationRegex(model, location);
  if (tree === null) return false;
  const demands = demandsOf(tree);
  if (demands === null) return false;
  // The prefix itself is one of its paths: what an expression asks for must stand in it.
  const lower = paths.prefix.toLowerCase();
  return demands.every((text) => lower.includes(text)) && coversPrefix(tree, paths.prefix, paths) === 'yes';
}

const known = new WeakMap<Pattern, readonly string[] | null>();

/** Texts that every match holds, in lower case; null where it must end in a certain way, which no prefix assures. */
function demandsOf(tree: Pattern): readonly string[] | null {
  let demands = known.get(tree);
  if (demands === undefined) {
    const closed = suffixSet(tree) !== null || exactLiteral(tree) !== null;
    demands = closed ? null : requiredLiterals(tree).map(({ text }) => text.toLowerCase());
    known.set(tree, demands);
  }
  return demands;
}

/** Does something inside win before the expressions around are tried? */
function leadsOn({ children }: LocationModel): boolean {
  return children.some((child) => child.match === 'regex' || child.match === 'exact' || leadsOn(child));
}

function finalPrefix({ at, word, pattern }: LocationModel): Fix {
  const edit = { file: at.file, span: { start: word.start, end: word.start }, text: '^~ ' };
  return { title: `Write "^~ ${pattern}"`, safe: false, edits: [edit] };
}
