import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import { wordBytes } from './bytes.ts';
import { type Regex, regexOf } from './regexes.ts';
import type { Bytes, Found } from './types.ts';

/**
 * What nginx searches together: the locations directly in a server or in one location, as
 * `ngx_http_init_locations()` and `ngx_http_init_static_location_trees()` sort them.
 */
export interface LocationLevel {
  /** Prefix and exact names, in the order of their bytes. */
  readonly names: readonly StaticName[];
  /** In the order of the file; the first of equal ones is tried first (C5). */
  readonly expressions: readonly LocationNode[];
}

export interface LocationNode {
  readonly location: LocationModel;
  /** Null for prefix and exact locations. */
  readonly regex: Regex | null;
  readonly inner: LocationLevel;
  /** The answer where the search ends here. */
  readonly found: Found;
}

/** A name that an exact location, a prefix location or one of each have. */
export interface StaticName {
  readonly name: Bytes;
  readonly exact: LocationNode | null;
  readonly prefix: LocationNode | null;
  /** The longest prefix name of the level that this one begins with, itself left out. */
  readonly around: StaticName | null;
}

const EMPTY: LocationLevel = { names: [], expressions: [] };

/** Of more servers the levels are not kept: a configuration of very many has no room for them. */
const MOST_LEVELS = 2_000;

let levels = new WeakMap<ServerModel, LocationLevel>();
let kept = 0;

/** The outermost level of a server. */
export function locationLevel(model: ConfigModel, server: ServerModel): LocationLevel {
  let level = levels.get(server);
  if (level === undefined) {
    level = levelOf(model, server.locations, true);
    if (++kept > MOST_LEVELS) {
      levels = new WeakMap();
      kept = 1;
    }
    levels.set(server, level);
  }
  return level;
}

function levelOf(model: ConfigModel, locations: readonly LocationModel[], hasNames: boolean): LocationLevel {
  if (locations.length === 0) return EMPTY;
  const expressions: LocationNode[] = [];
  const names: GrowingName[] = [];
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < locations.length; index++) {
    const location = locations[index];
    if (location === undefined) break;
    const { match } = location;
    if (match === 'named') continue;
    if (match === 'regex') {
      // What has a name inside an expression is in no tree (C6).
      const inner = levelOf(model, location.children, false);
      const regex = regexOf(location.pattern, location.caseless, model.source(location.at.file).encoding);
      expressions.push({ location, regex, inner, found: { kind: 'location', location } });
    } else if (hasNames) {
      const inner = levelOf(model, location.children, true);
      const node: LocationNode = { location, regex: null, inner, found: { kind: 'location', location } };
      const exact = match === 'exact';
      const name = locationName(model, location);
      names.push({ name, exact: exact ? node : null, prefix: exact ? null : node, around: null });
    }
  }
  // As copies have no room for more, and there may be very many of them.
  return {
    names: names.length === 0 ? EMPTY.names : joined(inOrder(names)),
    expressions: expressions.length === 0 ? EMPTY.expressions : expressions.slice(),
  };
}

/** The name of a prefix or exact location in bytes. */
export function locationName(model: ConfigModel, { at, pattern }: LocationModel): Bytes {
  return wordBytes(model, at, pattern);
}

type GrowingName = { -readonly [K in keyof StaticName]: StaticName[K] };

function inOrder(names: GrowingName[]): GrowingName[] {
  const isInOrder = names.every(({ name }, index) => index === 0 || (names[index - 1]?.name ?? '') <= name);
  return isInOrder ? names : names.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** An exact location and a prefix of the same name are one; nginx refuses a second of a kind. */
function joined(sorted: readonly GrowingName[]): readonly StaticName[] {
  const names: StaticName[] = [];
  let last: GrowingName | null = null;
  for (const each of sorted) {
    if (last !== null && last.name === each.name) {
      last.exact ??= each.exact;
      last.prefix ??= each.prefix;
      continue;
    }
    let around: StaticName | null = last;
    while (around !== null && (around.prefix === null || !each.name.startsWith(around.name))) around = around.around;
    each.around = around;
    names.push(each);
    last = each;
  }
  return names.slice();
}

/** The place behind the last name of a level that does not come after a text. */
function placeBehind({ names }: LocationLevel, text: Bytes): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle]?.name ?? '') <= text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The locations of exactly that name. */
export function nameIn(level: LocationLevel, name: Bytes): StaticName | null {
  const found = level.names[placeBehind(level, name) - 1];
  return found !== undefined && found.name === name ? found : null;
}

/** The name that is a text and a slash. */
export function folderIn(level: LocationLevel, text: Bytes): StaticName | null {
  const { names } = level;
  for (let index = placeBehind(level, text); index < names.length; index++) {
    const each = names[index];
    if (each === undefined || !each.name.startsWith(text)) return null;
    const next = each.name.charCodeAt(text.length);
    if (next === SLASH && each.name.length === text.length + 1) return each;
    if (next >= SLASH) return null;
  }
  return null;
}

const SLASH = 0x2f;

/** The longest prefix name of the level that a URI starts with (F1b, F1d). */
export function longestPrefix(level: LocationLevel, uri: Bytes): StaticName | null {
  // The names between the longest prefix and the URI all begin with that prefix.
  let candidate = level.names[placeBehind(level, uri) - 1] ?? null;
  while (candidate !== null && (candidate.prefix === null || !uri.startsWith(candidate.name))) {
    candidate = candidate.around;
  }
  return candidate;
}

/** The setters of these mark a location whose name ends in a slash. */
const REDIRECTING: ReadonlySet<string> = new Set([
  ...['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass', 'memcached_pass'],
]);

/** Theirs do not. */
const OWN_PASSES: ReadonlySet<string> = new Set(['tunnel_pass']);

/** Is the name without its slash redirected to it (`auto_redirect`, F1c)? Modules of others are not known. */
export function redirectsTo({ name, exact, prefix }: StaticName): boolean | 'unknown' {
  if (!name.endsWith('/')) return false;
  const first = exact !== null && marksFolder(exact);
  return first === true || prefix === null ? first : marksFolder(prefix) || first;
}

function marksFolder({ location }: LocationNode): boolean | 'unknown' {
  let marks: boolean | 'unknown' = false;
  for (const child of location.at.children) {
    const directive = child.name;
    if (REDIRECTING.has(directive)) return true;
    // `redis_pass` and others are copies of such a setter, `drizzle_pass` is not.
    if (directive.endsWith('_pass') && !OWN_PASSES.has(directive) && isForeign(child.fact?.source)) {
      marks = 'unknown';
    }
  }
  return marks;
}

const isForeign = (source: string | undefined): boolean => source === undefined || source.startsWith('third-party:');
