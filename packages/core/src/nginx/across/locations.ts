import { type LocationPattern, locationPattern } from '../../model/locations.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';

/** A location where it stands; around a fragment there may be some that nobody knows. */
interface Location extends LocationPattern {
  readonly at: Occurrence;
}

/** Mirrors ngx_http_core_location() for nested locations, and ngx_http_join_exact_locations() for equal ones. */
export function* locations(model: ConfigModel): Generator<Fault> {
  for (const at of model.named('location')) {
    const location = locationAt(at);
    if (location === null) continue;
    yield* modifierFaults(location);
    const outer = at.parent && locationAt(at.parent);
    if (outer) yield* nestingFaults(location, outer);
    else if (location.match === 'named' && at.context === 'location') yield inside(location);
  }
  for (const { location, first, refused } of equalLocations(model)) if (refused) yield duplicate(location, first);
}

function locationAt(at: Occurrence): Location | null {
  if (at.node.name.value !== 'location' || at.fact?.source !== 'core') return null;
  const pattern = locationPattern(at.node.args);
  return pattern && { ...pattern, at };
}

const MODIFIERS: ReadonlySet<string> = new Set(['=', '~', '~*', '^~']);

function* modifierFaults({ at }: Location): Generator<Fault> {
  const [modifier, pattern] = at.node.args;
  if (modifier === undefined || pattern === undefined || MODIFIERS.has(modifier.value)) return;
  const message = `"${modifier.value}" is no modifier of "location"; there are "=", "^~", "~" and "~*"`;
  yield invalidValue(at, modifier, `invalid location modifier "${modifier.value}"`, message);
}

function* nestingFaults({ at, pattern, match, word }: Location, parent: Location): Generator<Fault> {
  const outer = parent.pattern;
  const related = [{ file: parent.at.file, span: parent.word, message: 'the location around it' }];
  const fault = (nginx: string, message: string): Fault => ({ ...invalidValue(at, word, nginx, message), related });
  if (parent.match === 'exact' || parent.match === 'named') {
    const nginx = `location "${pattern}" cannot be inside the ${parent.match} location "${outer}"`;
    yield fault(nginx, `The ${parent.match} location "${outer}" cannot hold locations`);
  } else if (match === 'named') {
    yield { ...inside({ at, pattern, word }), related };
  } else if (match !== 'regex' && !pattern.startsWith(outer)) {
    const hint =
      parent.match === 'regex'
        ? 'in the location of an expression only expressions can stand'
        : 'it must begin with it';
    yield fault(
      `location "${pattern}" is outside location "${outer}"`,
      `"${pattern}" lies outside of "${outer}": ${hint}`,
    );
  }
}

/** Whatever the location around it is. */
function inside({ at, pattern, word }: Pick<Location, 'at' | 'pattern' | 'word'>): Fault {
  const nginx = `named location "${pattern}" can be on the server level only`;
  return invalidValue(at, word, nginx, `The named location "${pattern}" must stand directly in its server`);
}

/** A location with the same text and kind as one before it on its level. */
export interface EqualLocations {
  readonly location: Location;
  readonly first: Location;
  /** Does nginx refuse it? Of two equal expressions or names it takes the first, and says nothing. */
  readonly refused: boolean;
}

export function* equalLocations(model: ConfigModel): Generator<EqualLocations> {
  const levels = new Map<Occurrence | null, Map<string, Location>>();
  for (const at of model.named('location')) {
    const location = locationAt(at);
    if (location === null) continue;
    const level = levels.get(at.parent) ?? new Map<string, Location>();
    levels.set(at.parent, level);
    const { match, caseless, pattern } = location;
    const key = `${match === 'prefix-final' ? 'prefix' : match}${caseless ? '*' : ''} ${pattern}`;
    const first = level.get(key);
    if (first === undefined) level.set(key, location);
    else yield { location, first, refused: match !== 'regex' && match !== 'named' };
  }
}

function duplicate({ at, word, pattern, match }: Location, first: Location): Fault {
  const same = match === first.match ? '' : ': "^~" makes no other location of it';
  return {
    rule: 'location-duplicate',
    at,
    span: word,
    message: `The location "${pattern}" stands twice here${same}`,
    nginx: `duplicate location "${pattern}"`,
    related: [{ file: first.at.file, span: first.word, message: 'the first one' }],
  };
}
