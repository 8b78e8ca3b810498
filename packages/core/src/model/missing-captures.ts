import { captures, type Pattern } from '@nginx-lint/regex';
import type { Occurrence } from '../tree/tree.ts';
import { own, walk } from './blocks.ts';
import { conditionRegex, numberedFrom } from './captures.ts';
import { capturingMaps } from './capturing-maps.ts';
import { expressionAt } from './expressions.ts';
import { locationRegex } from './location-search.ts';
import type { ConfigModel, ServerModel } from './types.ts';
import { hasUnread } from './unread.ts';
import { programs } from './variable-sources.ts';

/** The highest number that a group of an expression has; null where the library refuses it. */
export function highestGroup(tree: Pattern): number | null {
  return tree.accepted ? Math.max(0, ...captures(tree).map(({ index }) => index)) : null;
}

/** Why `$n` is empty where `at` stands. */
export type Missing =
  /** The expression that was matched last has too few groups. */
  | { readonly kind: 'few'; readonly by: Occurrence; readonly groups: number }
  /** That of the location has it, but another one was matched since. */
  | { readonly kind: 'replaced'; readonly by: Occurrence; readonly location: Occurrence }
  /** No expression of the server has so many. */
  | { readonly kind: 'nowhere' };

/** Is `$n` sure to be empty where `at` stands? null where it may have a value. */
export function missingCapture(model: ConfigModel, at: Occurrence, n: number): Missing | null {
  // A map brings its captures whenever its variable is evaluated.
  if (mapsHave(model, n)) return null;
  const from = numberedFrom(model, at);
  if (from === null) return isNowhere(model, at, n) ? { kind: 'nowhere' } : null;
  const groups = highestGroup(from.tree);
  if (groups === null || groups >= n || othersHave(model, at, from.at, n)) return null;
  const location = model.location(at);
  const outer = location === null || location.at === from.at ? null : locationRegex(model, location);
  if (location !== null && outer !== null && (highestGroup(outer) ?? 0) >= n)
    return { kind: 'replaced', by: from.at, location: location.at };
  return { kind: 'few', by: from.at, groups };
}

function mapsHave(model: ConfigModel, n: number): boolean {
  return capturingMaps(model).some(({ entries }) =>
    entries.some(({ groups }) => groups.some(({ index }) => index >= n)),
  );
}

/** May a condition that does not enclose `at` have been met on the way? */
function othersHave(model: ConfigModel, at: Occurrence, by: Occurrence, n: number): boolean {
  for (const { block, before } of programs(at)) {
    if (conditionsBefore(model, block, before, n)) return true;
    if (block === by) return false;
  }
  return false;
}

function conditionsBefore(model: ConfigModel, block: Occurrence, before: Occurrence | null, n: number): boolean {
  const end = before === null ? block.children.length : block.children.indexOf(before);
  return block.children.slice(0, end).some((child) => {
    const name = child.name;
    if (name === 'if') return mayCapture(conditionRegex(model, child), n) || walkHas(model, child, n);
    return name === 'rewrite' && mayCapture(rewriteRegex(model, child), n);
  });
}

function walkHas(model: ConfigModel, block: Occurrence, n: number): boolean {
  return own(block, 'rewrite').some((rewrite) => mayCapture(rewriteRegex(model, rewrite), n));
}

function rewriteRegex(model: ConfigModel, at: Occurrence): Pattern | null {
  const [regex] = at.node.args;
  return regex === undefined ? null : expressionAt(model, at, regex.value, false);
}

function mayCapture(tree: Pattern | null, n: number): boolean {
  return tree !== null && (highestGroup(tree) ?? n) >= n;
}

const highest = new WeakMap<ServerModel, number>();

/** Has no expression of a whole server so many groups? A request may come from any of its locations. */
function isNowhere(model: ConfigModel, at: Occurrence, n: number): boolean {
  const server = model.server(at);
  if (server === null || server.at.implied || !model.certain || hasUnread(model, server.at)) return false;
  let most = highest.get(server);
  if (most === undefined) {
    most = highestIn(model, server);
    highest.set(server, most);
  }
  return most < n;
}

function highestIn(model: ConfigModel, server: ServerModel): number {
  const trees: (Pattern | null)[] = server.allLocations.map((location) => locationRegex(model, location));
  for (const at of walk(server.at)) {
    const name = at.name;
    if (name === 'if') trees.push(conditionRegex(model, at));
    else if (name === 'rewrite') trees.push(rewriteRegex(model, at));
    else if (name === 'include' && model.tree.includeTarget(at.node)?.files.length === 0) return 9;
    else if (name === 'server_name') {
      for (const { value } of at.node.args)
        if (value.startsWith('~')) trees.push(expressionAt(model, at, value.slice(1), true));
    }
  }
  return Math.max(0, ...trees.map((tree) => (tree === null ? 0 : (highestGroup(tree) ?? 9))));
}
