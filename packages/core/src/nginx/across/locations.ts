import { type LocationPattern, locationPattern } from '../../model/locations.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
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
    const { parent } = at;
    const nested = at.context === 'location' || parent?.name === 'location';
    if (!nested && !hasWrongModifier(at)) continue;
    const location = locationAt(at);
    if (location === null) continue;
    if (hasWrongModifier(at)) yield modifierFault(at);
    const outer = parent && locationAt(parent);
    if (outer) yield* nestingFaults(location, outer);
    else if (location.match === 'named' && at.context === 'location') yield inside(location);
  }
  for (const { location, first, refused } of equalLocations(model)) if (refused) yield duplicate(location, first);
}

function locationAt(at: Occurrence): Location | null {
  if (at.name !== 'location' || at.fact?.source !== 'core') return null;
  const pattern = locationPattern(at.node.args);
  return pattern && { ...pattern, at };
}

const MODIFIERS: ReadonlySet<string> = new Set(['=', '~', '~*', '^~']);

function hasWrongModifier({ node }: Occurrence): boolean {
  return node.args.length > 1 && !MODIFIERS.has(node.args[0]?.value ?? '');
}

function modifierFault(at: Occurrence): Fault {
  const modifier = at.node.args[0] ?? at.node.name;
  const message = `"${modifier.value}" is not a modifier of "location"; there are "=", "^~", "~" and "~*"`;
  return invalidValue(at, modifier, `invalid location modifier "${modifier.value}"`, message);
}

function* nestingFaults({ at, pattern, match, word }: Location, parent: Location): Generator<Fault> {
  const outer = parent.pattern;
  const related = [{ file: parent.at.file, span: parent.word, message: 'is the location around it' }];
  const fault = (nginx: string, message: string): Fault => ({ ...invalidValue(at, word, nginx, message), related });
  if (parent.match === 'exact' || parent.match === 'named') {
    const nginx = `location "${pattern}" cannot be inside the ${parent.match} location "${outer}"`;
    yield fault(nginx, `the ${parent.match} location "${outer}" cannot hold locations`);
  } else if (match === 'named') {
    yield { ...inside({ at, pattern, word }), related };
  } else if (match !== 'regex' && !pattern.startsWith(outer)) {
    const hint = parent.match === 'regex' ? 'a regex location holds regex locations only' : 'it must begin with it';
    yield fault(
      `location "${pattern}" is outside location "${outer}"`,
      `"${pattern}" lies outside of "${outer}": ${hint}`,
    );
  }
}

/** Whatever the location around it is. */
function inside({ at, pattern, word }: Pick<Location, 'at' | 'pattern' | 'word'>): Fault {
  const nginx = `named location "${pattern}" can be on the server level only`;
  return invalidValue(at, word, nginx, `the named location "${pattern}" must stand directly in its server`);
}

/** A location with the same text and kind as one before it on its level. */
export interface EqualLocations {
  readonly location: Location;
  readonly first: Location;
  /** Does nginx refuse it? Of two equal expressions or names it takes the first, and says nothing. */
  readonly refused: boolean;
}

const equal = new WeakMap<ConfigModel, readonly EqualLocations[]>();

/** In reading order; found once a model. */
export function equalLocations(model: ConfigModel): readonly EqualLocations[] {
  let found = equal.get(model);
  if (found === undefined) {
    found = findEqual(model.named('location'));
    equal.set(model, found);
  }
  return found;
}

function findEqual(all: readonly Occurrence[]): EqualLocations[] {
  const found: EqualLocations[] = [];
  const levels = new Set<Occurrence | null>();
  let last: Occurrence | null | undefined;
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < all.length; index++) {
    const parent = all[index]?.parent ?? null;
    if (parent === last || levels.has(parent)) continue;
    last = parent;
    levels.add(parent);
    const level = (parent === null ? all.filter((at) => at.parent === null) : parent.children).filter(isLocation);
    if (level.length > 1 && mayBeEqual(level)) equalOn(level, found);
  }
  if (found.length < 2) return found;
  // Level by level is not the order in which nginx reads them.
  const later = new Map(found.map((each) => [each.location.at, each]));
  return all.flatMap((at) => later.get(at) ?? []);
}

const isLocation = ({ name }: Occurrence): boolean => name === 'location';

/** So few are compared one by one, which takes no table. */
const FEW = 8;

/** Have two of them the same pattern, whatever their modifiers? */
function mayBeEqual(level: readonly Occurrence[]): boolean {
  if (level.length > FEW) return true;
  for (let index = 1; index < level.length; index++) {
    const one = level[index]?.node.args ?? NO_WORDS;
    for (let before = 0; before < index; before++) if (endAlike(one, level[before]?.node.args ?? NO_WORDS)) return true;
  }
  return false;
}

const NO_WORDS: readonly Word[] = [];

function endAlike(one: readonly Word[], other: readonly Word[]): boolean {
  const text = one[one.length - 1]?.value ?? '';
  const otherText = other[other.length - 1]?.value ?? '';
  // Most differ in their last character; behind a modifier there may be nothing.
  const last = text.charAt(text.length - 1);
  if (last !== otherText.charAt(otherText.length - 1) && last !== '=' && last !== '~') return false;
  const length = text.length - gluedTo(one, text);
  return (
    length === otherText.length - gluedTo(other, otherText) && otherText.endsWith(text.slice(text.length - length))
  );
}

/** How many characters of the only word are its modifier. */
function gluedTo(args: readonly Word[], text: string): number {
  if (args.length > 1) return 0;
  if (text.startsWith('^~') || text.startsWith('~*')) return 2;
  return text.startsWith('=') || text.startsWith('~') ? 1 : 0;
}

function equalOn(level: readonly Occurrence[], found: EqualLocations[]): void {
  const seen = new Map<string, Location>();
  for (const at of level) {
    const location = locationAt(at);
    if (location === null) continue;
    const { match, caseless, pattern } = location;
    const key = `${match === 'prefix-final' ? 'prefix' : match}${caseless ? '*' : ''} ${pattern}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, location);
    else found.push({ location, first, refused: match !== 'regex' && match !== 'named' });
  }
}

function duplicate({ at, word, pattern, match }: Location, first: Location): Fault {
  const same = match === first.match ? '' : ', as "^~" makes no other location of it';
  return {
    rule: 'location-duplicate',
    at,
    span: word,
    message: `location "${pattern}" stands here twice${same}; put both into one block`,
    nginx: `duplicate location "${pattern}"`,
    related: [{ file: first.at.file, span: first.word, message: 'stands here first' }],
  };
}
