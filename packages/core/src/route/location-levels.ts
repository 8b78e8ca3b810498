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
  readonly byName: ReadonlyMap<Bytes, StaticName>;
  /** May one of the names have a redirect (F1c)? */
  readonly redirects: boolean;
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
  /** Is the name without its slash redirected to it (`auto_redirect`, F1c)? Modules of others are not known. */
  readonly redirects: boolean | 'unknown';
  /** The longest prefix name of the level that this one begins with, itself left out. */
  readonly around: StaticName | null;
}

const EMPTY: LocationLevel = { names: [], byName: new Map(), redirects: false, expressions: [] };

const levels = new WeakMap<ServerModel, LocationLevel>();

/** The outermost level of a server. */
export function locationLevel(model: ConfigModel, server: ServerModel): LocationLevel {
  let level = levels.get(server);
  if (level === undefined) {
    level = levelOf(model, server.locations, true);
    levels.set(server, level);
  }
  return level;
}

function levelOf(model: ConfigModel, locations: readonly LocationModel[], hasNames: boolean): LocationLevel {
  if (locations.length === 0) return EMPTY;
  const expressions: LocationNode[] = [];
  const found = new Map<Bytes, { exact: LocationNode | null; prefix: LocationNode | null }>();
  for (const location of locations) {
    const { match } = location;
    if (match === 'named') continue;
    if (match === 'regex') {
      // What has a name inside an expression is in no tree (C6).
      const inner = levelOf(model, location.children, false);
      const regex = regexOf(location.pattern, location.caseless, model.source(location.at.file).encoding);
      expressions.push({ location, regex, inner, found: { kind: 'location', location } });
    } else if (hasNames) {
      const name = locationName(model, location);
      const same = found.get(name) ?? { exact: null, prefix: null };
      const kind = match === 'exact' ? 'exact' : 'prefix';
      // nginx refuses a second one.
      const inner = levelOf(model, location.children, true);
      same[kind] ??= { location, regex: null, inner, found: { kind: 'location', location } };
      found.set(name, same);
    }
  }
  const names = sortedNames(found);
  const byName = new Map(names.map((each) => [each.name, each]));
  return { names, byName, redirects: names.some(({ redirects }) => redirects), expressions };
}

/** The name of a prefix or exact location in bytes. */
export function locationName(model: ConfigModel, { at, pattern }: LocationModel): Bytes {
  return wordBytes(model, at, pattern);
}

function sortedNames(found: ReadonlyMap<Bytes, Pick<StaticName, 'exact' | 'prefix'>>): StaticName[] {
  const names: StaticName[] = [];
  let around: StaticName | null = null;
  for (const [name, { exact, prefix }] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    while (around !== null && !name.startsWith(around.name)) around = around.around;
    const made: StaticName = { name, exact, prefix, redirects: redirectsTo(name, [exact, prefix]), around };
    names.push(made);
    if (prefix !== null) around = made;
  }
  return names;
}

/** The longest prefix name of the level that a URI starts with (F1b, F1d). */
export function longestPrefix({ names }: LocationLevel, uri: Bytes): StaticName | null {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle]?.name ?? '') <= uri) low = middle + 1;
    else high = middle;
  }
  // The names between the longest prefix and the URI all begin with that prefix.
  let candidate = names[low - 1] ?? null;
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

function redirectsTo(name: Bytes, nodes: readonly (LocationNode | null)[]): boolean | 'unknown' {
  if (!name.endsWith('/')) return false;
  let redirects: boolean | 'unknown' = false;
  for (const node of nodes) {
    for (const child of node?.location.at.children ?? []) {
      const directive = child.node.name.value;
      if (REDIRECTING.has(directive)) return true;
      // `redis_pass` and others are copies of such a setter, `drizzle_pass` is not.
      if (directive.endsWith('_pass') && !OWN_PASSES.has(directive) && isForeign(child.fact?.source)) {
        redirects = 'unknown';
      }
    }
  }
  return redirects;
}

const isForeign = (source: string | undefined): boolean => source === undefined || source.startsWith('third-party:');
