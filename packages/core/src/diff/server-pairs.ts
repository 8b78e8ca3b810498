import type { Budget } from '@nginx-lint/regex';
import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import { internalUris } from '../route/internal-uris.ts';
import { serverStop } from '../route/server-stop.ts';
import type { Bytes, Found } from '../route/types.ts';
import { type Digests, differences } from './digest.ts';
import { compareLocations, type LocationCell } from './location-cells.ts';

/** Two servers that some request leads to, one in each configuration. */
export interface ServerPair {
  readonly old: ServerModel;
  readonly new: ServerModel;
}

/** In what two servers are not alike, as far as requests notice. */
export interface PairComparison {
  /** Directives of the servers themselves. */
  readonly settings: readonly string[];
  readonly cells: readonly LocationCell[];
  /** Named locations that are not alike. */
  readonly named: readonly NamedDifference[];
  readonly doubts: ReadonlySet<string>;
}

export interface NamedDifference {
  readonly name: Bytes;
  readonly old: LocationModel | null;
  readonly new: LocationModel | null;
}

export type DigestPair = readonly [old: Digests, next: Digests];

/** Settings that show only where the server itself answers. */
const OF_ANSWERS: ReadonlySet<string> = new Set([
  'root',
  'index',
  'autoindex',
  'try_files',
  'etag',
  'default_type',
  'types',
]);

export function comparePair({ old, new: next }: ServerPair, digests: DigestPair, budget: Budget): PairComparison {
  const [before, after] = digests;
  // Where both servers answer before a location is looked for, none matters.
  const answers = serverStop(before.model, old) !== null && serverStop(after.model, next) !== null;
  const same = (a: Found, b: Found): boolean =>
    answers || foundDifferences(a, b, { old, new: next }, digests).length === 0;
  const { cells, doubts } = compareLocations(
    { model: before.model, server: old },
    { model: after.model, server: next },
    { same, budget, mergesSlashes: mergesSlashes(before.model) && mergesSlashes(after.model) },
  );
  const settings = differences(before.ofServer(old), after.ofServer(next));
  const always = [old, next].every(takesAll) && !usesRoot(before, old) && !usesRoot(after, next);
  return {
    settings: always ? settings.filter((name) => !OF_ANSWERS.has(name)) : settings,
    cells,
    named: namedDifferences({ old, new: next }, digests),
    doubts,
  };
}

/** The directives in which two ends of a search differ; empty where requests fare alike. */
export function foundDifferences(a: Found, b: Found, pair: ServerPair, [before, after]: DigestPair): readonly string[] {
  if (a.kind === 'unknown' || b.kind === 'unknown') return ['what cannot be evaluated'];
  if (a.kind === 'slash' || b.kind === 'slash') {
    const alike = a.kind === 'slash' && b.kind === 'slash' && a.to === b.to;
    if (!alike) return ['the redirect that adds a slash'];
    return differences(before.ofLocation(a.location), after.ofLocation(b.location)).filter(
      (name) => name === 'absolute_redirect',
    );
  }
  // That neither finds a location is what the settings of the servers are compared for.
  if (a.kind === 'server' && b.kind === 'server') return [];
  const old = a.kind === 'server' ? before.ofServer(pair.old) : before.ofLocation(a.location);
  const next = b.kind === 'server' ? after.ofServer(pair.new) : after.ofLocation(b.location);
  const mixed = a.kind !== b.kind;
  // A program of the server has been run before either.
  return differences(old, next).filter((name) => {
    if (!mixed) return true;
    if (name === 'server_name' || name === 'internal location') return false;
    return name !== 'rewrite' || (a.kind === 'location' ? old : next).has(name);
  });
}

function namedDifferences({ old, new: next }: ServerPair, [before, after]: DigestPair): readonly NamedDifference[] {
  const [left, right] = [namedIn(old), namedIn(next)];
  const found: NamedDifference[] = [];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const [a, b] = [left.get(name) ?? null, right.get(name) ?? null];
    const alike = a !== null && b !== null && differences(before.ofLocation(a), after.ofLocation(b)).length === 0;
    // What nothing names is no matter; a name that is not there is 500 where something does.
    if (!alike && (mayBeNamed(before.model, old, name) || mayBeNamed(after.model, next, name)))
      found.push({ name, old: a, new: b });
  }
  return found;
}

function namedIn({ locations }: ServerModel): ReadonlyMap<Bytes, LocationModel> {
  const found = new Map<Bytes, LocationModel>();
  for (const location of locations)
    if (location.match === 'named' && !found.has(location.pattern)) found.set(location.pattern, location);
  return found;
}

/** Is the name written where requests go on to, or may an answer or code hold it? */
function mayBeNamed(model: ConfigModel, server: ServerModel, name: Bytes): boolean {
  const { names, openNames } = internalUris(model, server);
  return names.has(name) || openNames !== 'nothing';
}

function mergesSlashes(model: ConfigModel): boolean {
  return !model.named('merge_slashes').some(({ node }) => node.args[0]?.value.toLowerCase() === 'off');
}

/** Is there a location for every path? */
function takesAll({ locations }: ServerModel): boolean {
  return locations.some(({ match, pattern }) => (match === 'prefix' || match === 'prefix-final') && pattern === '/');
}

function usesRoot(digests: Digests, server: ServerModel): boolean {
  return /\$\{?(?:document_root|realpath_root|request_filename)/.test(digests.ofServer(server).get('rewrite') ?? '');
}
