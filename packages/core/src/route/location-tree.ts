import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import {
  folderIn,
  type LocationLevel,
  type LocationNode,
  locationLevel,
  longestPrefix,
  nameIn,
  redirectsTo,
  type StaticName,
} from './location-levels.ts';
import type { Bytes, Found } from './types.ts';

/** What is told of a search: each expression that was tried, and the groups of those that matched. */
export interface SearchListener {
  readonly onTry?: ((location: LocationModel, matched: boolean | 'unknown') => void) | undefined;
  readonly onMatch?: ((location: LocationModel, groups: readonly (string | null)[]) => void) | undefined;
}

/**
 * The location of a server for a URI (without arguments), or the redirect to one with a slash: F1 to F4. Mirrors
 * `ngx_http_core_find_location()` and `ngx_http_core_find_static_location()`. `unknown` where an expression cannot be
 * evaluated and the answer hangs on it.
 */
export function searchLocation(
  model: ConfigModel,
  server: ServerModel,
  uri: Bytes,
  onTry?: SearchListener['onTry'],
  onMatch?: SearchListener['onMatch'],
): Found {
  const search: Search = { uri, listener: { onTry, onMatch }, ended: false };
  return searchLevel(locationLevel(model, server), search) ?? SERVER;
}

const SERVER: Found = { kind: 'server' };

interface Search {
  readonly uri: Bytes;
  readonly listener: SearchListener;
  /** NGX_OK and NGX_DONE: no outer level has a say. */
  ended: boolean;
}

/** Null where nothing in the level matches. */
function searchLevel(level: LocationLevel, search: Search): Found | null {
  let found: Found | null = null;
  if (level.names.length > 0) {
    const { uri } = search;
    const equal = nameIn(level, uri);
    if (equal?.exact) return ended(search, equal.exact.found);
    const folder = equal === null ? folderIn(level, uri) : null;
    const redirects = folder !== null && redirectsTo(folder);
    if (folder !== null && redirects !== false) return ended(search, redirected(folder, redirects));
    const candidate = (equal ?? longestPrefix(level, uri))?.prefix;
    if (candidate) {
      found = searchInside(candidate, search);
      // Only the `^~` of this level counts, not that of a deeper prefix.
      if (search.ended || candidate.location.match === 'prefix-final') return found;
    }
  }
  return level.expressions.length === 0 ? found : (searchExpressions(level, search) ?? found);
}

function ended(search: Search, found: Found): Found {
  search.ended = true;
  return found;
}

function redirected({ name, exact, prefix }: StaticName, redirects: true | 'unknown'): Found {
  if (redirects === 'unknown') {
    return { kind: 'unknown', reason: `whether a third-party module redirects to ${name} with a slash at its end` };
  }
  const node = exact ?? prefix;
  return node === null ? SERVER : { kind: 'slash', location: node.location, to: name };
}

/** The deepest location inside a node, or the node itself. */
function searchInside({ inner, found }: LocationNode, search: Search): Found {
  return searchLevel(inner, search) ?? found;
}

/** The first expression of a level that matches; null where none does. */
function searchExpressions(level: LocationLevel, search: Search): Found | null {
  const { uri, listener } = search;
  for (const node of level.expressions) {
    const { location, regex } = node;
    if (regex === null) continue;
    const matched = regex.match(uri);
    if (matched === 'cannot-evaluate') {
      listener.onTry?.(location, 'unknown');
      return ended(search, { kind: 'unknown', reason: `whether the expression ${location.pattern} matches ${uri}` });
    }
    listener.onTry?.(location, matched !== null);
    if (matched === null) continue;
    listener.onMatch?.(location, matched.groups);
    return ended(search, searchInside(node, search));
  }
  return null;
}
