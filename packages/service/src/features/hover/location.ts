import {
  type ConfigModel,
  escapedPath,
  type FileId,
  inSearchOrder,
  type LocationModel,
  type Reach,
  takersOf,
  whyUnreachable,
} from '@nginx-lint/core';
import {
  bullets,
  code,
  counted,
  distinct,
  join,
  listed,
  type Markdown,
  md,
  NOTHING,
  nginxBlock,
  ordinal,
  placeOf,
  written,
} from '../markdown.ts';
import { wayToLocation } from '../reach.ts';
import { answerText } from './answer.ts';
import { inheritedText } from './inherited.ts';
import type { Finding, Subject } from './subject.ts';

/** Locations of an included file are described in this many servers at most. */
const MOST = 3;

/** A word behind `location`; its name is told with the directive. */
export function locationHover(subject: Subject): Finding | null {
  if (subject.index === -1 || subject.directive.name.value !== 'location') return null;
  const texts = subject.standings.slice(0, MOST).map(({ model, at }) => {
    const location = model.location(at);
    return location?.at === at ? locationText(model, location, at.file) : NOTHING;
  });
  const markdown = join(distinct(texts), '\n\n---\n\n');
  return markdown.length === 0 ? null : { span: subject.word, markdown };
}

/** What a location matches, when nginx tries it, which requests come to it, and what answers them. */
export function locationText(model: ConfigModel, location: LocationModel, from: FileId): Markdown {
  const { at } = location;
  return join([
    nginxBlock([written(model, at)]),
    bullets([
      matchText(location),
      orderText(model, location),
      reachText(model, location, from),
      answerText(model, location),
    ]),
    inheritedText(model, at),
  ]);
}

function matchText({ match, pattern, caseless, parent }: LocationModel): Markdown {
  const within = parent === null ? NOTHING : md`, inside ${code(parent.pattern)}`;
  if (match === 'named') return ['Matches no path: only directives that name it lead here'];
  if (match === 'exact') return md`Matches the path ${code(pattern)} alone${within}`;
  if (match === 'regex')
    return md`Matches paths by an expression, ${caseless ? 'in either case' : 'case counts'}${within}`;
  return md`Matches paths that begin with ${code(pattern)}${within}`;
}

/** When nginx comes to it, among those of its level (ngx_http_core_find_location). */
function orderText(model: ConfigModel, location: LocationModel): Markdown {
  const { match, parent, server } = location;
  const level = parent?.children ?? server.locations;
  const expressions = level.filter((each) => each.match === 'regex');
  if (match === 'named') return NOTHING;
  if (match === 'exact') return ['Tried first: it ends the search'];
  if (match === 'regex') {
    const place = expressions.indexOf(location) + 1;
    const which =
      expressions.length === 1 ? 'The only expression' : `${ordinal(place)} of ${expressions.length} expressions`;
    return [`${which}: tried where no exact path and no \`^~\` prefix takes the request`];
  }
  const prefixes = inSearchOrder(model, level).filter(
    (each) => each.match === 'prefix' || each.match === 'prefix-final',
  );
  const place = prefixes.indexOf(location) + 1;
  const which =
    prefixes.length === 1 ? 'The only prefix' : `${ordinal(place)} of ${prefixes.length} prefixes by length`;
  if (match === 'prefix-final') return [`${which}: where it is the longest that fits, no expression is tried`];
  if (expressions.length === 0) return [`${which}: the longest that fits takes the request`];
  const rivals = expressions.length === 1 ? 'the expression' : `one of the ${expressions.length} expressions`;
  return [`${which}: the longest that fits takes the request, unless ${rivals} matches`];
}

function reachText(model: ConfigModel, location: LocationModel, from: FileId): Markdown {
  const { reach, server, url } = wayToLocation(model, location);
  if (server.kind === 'unreachable') return ['No request reaches it: other servers take all names of its server'];
  if (location.match === 'named') return namedReach(reach, model, from);
  switch (reach.kind) {
    case 'reachable': {
      const only = reach.lineFeedOnly === null ? '' : '; only paths with a line feed get here';
      return md`Sample: ${code(url ?? escapedPath(reach.sample))}${only}`;
    }
    case 'only-slash': {
      const takers = takersText(model, reach.takenBy, from);
      return md`Only redirects ${code(url ?? escapedPath(reach.sample))} to the same with a slash${takers}`;
    }
    case 'only-internal':
      return md`No client gets here, but a redirect inside nginx may: ${code(escapedPath(reach.sample))}`;
    case 'unreachable':
      return unreachableText(reach, model, from);
    default:
      return [`Not known whether requests get here: ${reach.reason}`];
  }
}

function namedReach(reach: Reach, model: ConfigModel, from: FileId): Markdown {
  if (reach.kind === 'unreachable') return unreachableText(reach, model, from);
  return reach.kind === 'unknown' ? [`Not known whether requests get here: ${reach.reason}`] : NOTHING;
}

function unreachableText(reach: Extract<Reach, { kind: 'unreachable' }>, model: ConfigModel, from: FileId): Markdown {
  const places = takersOf(reach).map((at) => md`${placeOf(model, at, from)}`);
  const by = places.length === 0 ? NOTHING : md` (${listed(places)})`;
  return md`No request reaches it: ${whyUnreachable(reach)}${by}`;
}

function takersText(model: ConfigModel, takenBy: readonly LocationModel[], from: FileId): Markdown {
  if (takenBy.length === 0) return NOTHING;
  const places = takenBy.map(({ at }) => md`${placeOf(model, at, from)}`);
  return md`; ${counted(takenBy.length, 'other takes', 'others take')} the rest (${listed(places)})`;
}
