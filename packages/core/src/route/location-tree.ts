import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import {
  type LocationLevel,
  type LocationNode,
  locationLevel,
  longestPrefix,
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
  const { found } = searchLevel(locationLevel(model, server), uri, { onTry, onMatch });
  return found ?? { kind: 'server' };
}

interface Outcome {
  /** NGX_OK and NGX_DONE: no outer level has a say. */
  readonly ended: boolean;
  /** Null where nothing in the level matches. */
  readonly found: Found | null;
}

const NOTHING: Outcome = { ended: false, found: null };

function searchLevel(level: LocationLevel, uri: Bytes, listener: SearchListener): Outcome {
  let found: Found | null = null;
  let candidate: LocationNode | null = null;
  if (level.names.length > 0) {
    const outcome = searchNames(level, uri);
    if (outcome.ended) return outcome;
    candidate = outcome.candidate;
  }
  if (candidate !== null) {
    const inside = searchInside(candidate, uri, listener);
    if (inside.ended) return inside;
    ({ found } = inside);
  }
  // Only the `^~` of this level counts, not that of a deeper prefix.
  if (candidate?.location.match === 'prefix-final') return { ended: false, found };
  return searchExpressions(level, uri, listener) ?? { ended: false, found };
}

function searchNames(level: LocationLevel, uri: Bytes): Outcome & { readonly candidate: LocationNode | null } {
  const equal = level.byName.get(uri);
  if (equal?.exact) return { ended: true, found: located(equal.exact), candidate: null };
  if (equal?.prefix) return { ...NOTHING, candidate: equal.prefix };
  const slashed = level.byName.get(`${uri}/`);
  if (slashed?.redirects) return { ended: true, found: redirected(slashed), candidate: null };
  return { ...NOTHING, candidate: longestPrefix(level, uri)?.prefix ?? null };
}

function redirected({ name, exact, prefix, redirects }: StaticName): Found {
  if (redirects === 'unknown') {
    return { kind: 'unknown', reason: `whether a third-party module redirects to ${name} with a slash at its end` };
  }
  const node = exact ?? prefix;
  return node === null ? { kind: 'server' } : { kind: 'slash', location: node.location, to: name };
}

const located = ({ location }: LocationNode): Found => ({ kind: 'location', location });

/** The deepest location inside a node, or the node itself. */
function searchInside(node: LocationNode, uri: Bytes, listener: SearchListener): Outcome {
  const { inner } = node;
  const inside = inner.names.length > 0 || inner.expressions.length > 0 ? searchLevel(inner, uri, listener) : NOTHING;
  return { ended: inside.ended, found: inside.found ?? located(node) };
}

/** The first expression of a level that matches; null where none does. */
function searchExpressions(level: LocationLevel, uri: Bytes, listener: SearchListener): Outcome | null {
  for (const node of level.expressions) {
    const { location, regex } = node;
    if (regex === null) continue;
    const matched = regex.matcher.match(uri);
    if (matched === 'cannot-evaluate') {
      listener.onTry?.(location, 'unknown');
      const reason = `whether the expression ${location.pattern} matches ${uri}`;
      return { ended: true, found: { kind: 'unknown', reason } };
    }
    listener.onTry?.(location, matched !== null);
    if (matched === null) continue;
    listener.onMatch?.(location, matched.groups);
    return { ended: true, found: searchInside(node, uri, listener).found };
  }
  return null;
}
