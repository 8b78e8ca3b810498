import { canMatch, type Pattern, requiredLiterals } from '@nginx-lint/regex';
import type { Occurrence } from '../tree/tree.ts';
import { enclosing, walk } from './blocks.ts';
import { likelyPath } from './likely-paths.ts';
import { isPrefix, locationRegex } from './location-search.ts';
import type { ConfigModel, LocationModel, ServerModel } from './types.ts';

/** Why no request has a path that a location takes; `text` is the part that stands in the way. */
export type Obstacle =
  | { readonly kind: 'start' | 'query' | 'slashes' | 'nothing' | 'nested' }
  | { readonly kind: 'escape' | 'dots'; readonly text: string };

const ESCAPE = /%[0-9a-f]{2}/i;
const ARGUMENTS = /\?[\w.~%[\]-]+=/;

/**
 * The locations of a server that no normalised path selects (`ngx_http_parse_complex_uri` makes the path,
 * `ngx_http_core_find_location` compares it), outermost ones only: what is in them has the same obstacle.
 */
export function impossibleIn(model: ConfigModel, server: ServerModel): ReadonlyMap<LocationModel, Obstacle> {
  let found: Map<LocationModel, Obstacle> | null = null;
  let targets: readonly Target[] | null = null;
  const { allLocations } = server;
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < allLocations.length; index++) {
    const location = allLocations[index];
    if (location === undefined || (found !== null && isInside(location, found))) continue;
    const obstacle = obstacleOf(model, location);
    if (obstacle === null) continue;
    if (obstacle.kind !== 'nested') {
      targets ??= internalTargets(server.at);
      if (targets.some((target) => mayLeadTo(target, location, obstacle))) continue;
    }
    found ??= new Map();
    found.set(location, obstacle);
  }
  return found ?? NONE;
}

const NONE: ReadonlyMap<LocationModel, Obstacle> = new Map();

function isInside({ parent }: LocationModel, found: ReadonlyMap<LocationModel, Obstacle>): boolean {
  for (let at = parent; at !== null; at = at.parent) if (found.has(at)) return true;
  return false;
}

function obstacleOf(model: ConfigModel, location: LocationModel): Obstacle | null {
  const { match, pattern, parent } = location;
  if (match === 'named') return null;
  if (match === 'regex') return obstacleOfRegex(model, location);
  // ngx_http_init_static_location_trees() makes no tree for what stands inside an expression.
  if (parent?.match === 'regex') return { kind: 'nested' };
  if (isPlainPath(pattern)) return null;
  // What lacks there is the "~", which is a mistake of its own.
  if (looksLikeExpression(pattern)) return null;
  // An empty prefix takes every path.
  if (!pattern.startsWith('/')) return pattern === '' && isPrefix(location) ? null : { kind: 'start' };
  return obstacleIn(model, pattern) ?? (match === 'exact' ? dotsAtEnd(pattern) : null);
}

/** Names of letters, digits, `_` and `-` between single slashes, which are most. */
function isPlainPath(pattern: string): boolean {
  if (!pattern.startsWith('/')) return false;
  for (let index = 1; index < pattern.length; index++) {
    const sign = pattern.charCodeAt(index);
    const isName = (sign >= 0x61 && sign <= 0x7a) || (sign >= 0x30 && sign <= 0x39) || (sign >= 0x41 && sign <= 0x5a);
    if (isName || sign === 0x2d || sign === 0x5f) continue;
    if (sign !== 0x2f || pattern.charCodeAt(index - 1) === 0x2f) return false;
  }
  return true;
}

/** Expressions that match some path, and ask for nothing that a path may lack. */
const free = new WeakSet<Pattern>();

function obstacleOfRegex(model: ConfigModel, location: LocationModel): Obstacle | null {
  const tree = locationRegex(model, location);
  // `${NAME}` is for a program that fills in a template; to the library it is an end with text behind it.
  if (tree === null || free.has(tree) || location.pattern.includes('${')) return null;
  if (likelyPath(tree) === null && canMatch(tree, { prefix: '/' }) === 'no') return { kind: 'nothing' };
  const texts = requiredLiterals(tree);
  for (const { text } of texts) {
    const obstacle = obstacleIn(model, text);
    if (obstacle !== null) return obstacle;
  }
  if (!texts.some(({ text }) => text.includes('//'))) free.add(tree);
  return null;
}

/** A text that every path of a location holds. */
function obstacleIn(model: ConfigModel, text: string): Obstacle | null {
  if (ARGUMENTS.test(text)) return { kind: 'query' };
  const [escaped] = ESCAPE.exec(text) ?? [];
  if (escaped !== undefined) return { kind: 'escape', text: escaped };
  const [dots] = /\/\.\.?(?=\/)/.exec(text) ?? [];
  if (dots !== undefined) return { kind: 'dots', text: dots };
  return text.includes('//') && mergesSlashes(model) ? { kind: 'slashes' } : null;
}

function dotsAtEnd(pattern: string): Obstacle | null {
  const [dots] = /\/\.\.?$/.exec(pattern) ?? [];
  return dots === undefined ? null : { kind: 'dots', text: dots };
}

/** Of which server the setting counts is decided by the address, so that one `off` may hold for all. */
function mergesSlashes(model: ConfigModel): boolean {
  return !model.named('merge_slashes').some(({ node }) => node.args[0]?.value.toLowerCase() === 'off');
}

/** Without one of these none of the following is there. */
const SIGNS = /[\^*\\()[\]$+]/;

/** Has a plain name a sign that only an expression would have, or two that are rare elsewhere? */
export function looksLikeExpression(pattern: string): boolean {
  if (!SIGNS.test(pattern)) return false;
  if (/^\^|^\*\.|\\[.dws/]|\.\*|\([^)]*\|[^)]*\)|\][+*]|[\w/)*]\$$/.test(pattern)) return !pattern.includes('${');
  const signs = [/\.\+/, /\[[^\]]+\]/, /\(\?:/, /\)[?+*]/];
  return signs.filter((sign) => sign.test(pattern)).length > 1;
}

/** A path that a server's own directives give a request, taken as it is. */
interface Target {
  /** As far as it is known before its first variable. */
  readonly text: string;
  readonly open: boolean;
}

function internalTargets(server: Occurrence): readonly Target[] {
  const targets: Target[] = [];
  for (const at of walk(server)) {
    const target = targetOf(at);
    if (target === undefined || /^(?:https?:\/\/|\$scheme|[=@])/.test(target)) continue;
    const [path = ''] = target.split('?', 1);
    const [text = ''] = path.split('$', 1);
    targets.push({ text, open: text !== path });
  }
  return targets;
}

function targetOf({ node, parent }: Occurrence): string | undefined {
  const { name, args } = node;
  const last = args.at(-1)?.value;
  if (name.value === 'try_files') return last;
  // Without a slash it is the address of a redirect.
  if (name.value === 'error_page') return last !== undefined && /^[/$]/.test(last) ? last : undefined;
  if (name.value !== 'rewrite' || /^(?:redirect|permanent)$/.test(args[2]?.value ?? '')) return undefined;
  // After a `break` in a location nginx does not look for another one.
  const stays = args[2]?.value === 'break' && parent !== null && enclosing(parent, 'location') !== null;
  return stays ? undefined : args[1]?.value;
}

function mayLeadTo({ text, open }: Target, { match, pattern }: LocationModel, obstacle: Obstacle): boolean {
  if (match === 'regex') return obstacle.kind === 'nothing' ? !text.startsWith('/') : open || hasOddity(text);
  if (open && pattern.startsWith(text)) return true;
  return match === 'exact' ? !open && text === pattern : text.startsWith(pattern);
}

/** Might an expression for odd paths be meant for this one? */
const hasOddity = (text: string): boolean => /%|\/\.|\/\//.test(text);

/** The word that the author probably meant, quoted where it must be; null where that cannot be told or is taken. */
export function correctedPattern(location: LocationModel, obstacle: Obstacle): string | null {
  const { word, pattern, match, children } = location;
  // The names of locations inside must begin with this one.
  if (match === 'regex' || children.some((child) => child.match !== 'regex')) return null;
  const modifier = word.value.slice(0, word.value.length - pattern.length);
  const text = corrected(pattern, obstacle);
  if (text === null || isTaken(location, text)) return null;
  return written(modifier + text);
}

function corrected(pattern: string, obstacle: Obstacle): string | null {
  switch (obstacle.kind) {
    case 'start':
      return /^[\w.-]/.test(pattern) && !pattern.includes('://') ? `/${pattern}` : null;
    case 'query':
      return pattern.slice(0, pattern.search(ARGUMENTS));
    case 'slashes':
      return pattern.replace(/\/{2,}/g, '/');
    case 'escape':
      return decoded(pattern);
    default:
      return null;
  }
}

/** null for what does not decode to visible text. */
function decoded(pattern: string): string | null {
  try {
    const text = decodeURIComponent(pattern);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    return /[\x00-\x1f\x7f]|%[0-9a-f]{2}|\/\.{0,2}\/|\/\.{1,2}$/i.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** nginx refuses two equal names side by side, and one that does not begin as the one around it. */
function isTaken({ parent, server, match }: LocationModel, text: string): boolean {
  const beside = parent?.children ?? server.locations;
  const kind = (each: LocationModel['match']): string => (each === 'prefix-final' ? 'prefix' : each);
  if (beside.some((other) => kind(other.match) === kind(match) && other.pattern === text)) return true;
  return parent !== null && !text.startsWith(parent.pattern);
}

function written(text: string): string {
  return /[\s;{}"'\\#]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}
