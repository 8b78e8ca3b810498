import type { DirectiveFact, Facts } from '../facts/types.ts';
import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { parseNumber } from './units.ts';

/** Directives that fill the slot of another one. */
const SHARED: Readonly<Record<string, string>> = {
  alias: 'root',
  proxy_downstream_buffer: 'proxy_buffer_size',
  proxy_upstream_buffer: 'proxy_buffer_size',
};

/** Lists that `off` empties for good: it stands alone, and nothing may follow it. */
const LISTS_WITH_OFF: ReadonlySet<string> = new Set([
  'mirror',
  'proxy_cookie_domain',
  'proxy_cookie_flags',
  'proxy_cookie_path',
  'proxy_redirect',
]);

/** Directives whose slot is not that of their name, or not always. */
const UNUSUAL: ReadonlySet<string> = new Set([...LISTS_WITH_OFF, ...Object.keys(SHARED), 'limit_conn', 'limit_req']);

/** May a directive fill a slot, wherever it stands? Most may stand several times. */
export function mayFillSlot({ name, onRepeat, source }: DirectiveFact): boolean {
  return source === 'core' && (onRepeat === 'error' || onRepeat === 'ignored' || UNUSUAL.has(name));
}

/** The slot of its block that a directive fills once; null where it may stand several times. */
export function slotOf({ fact, node, context }: Occurrence, facts: Facts): string | null {
  if (fact === null || fact.source !== 'core' || node.terminator === null) return null;
  const { onRepeat, deprecated, name } = fact;
  if (onRepeat === 'error' && !UNUSUAL.has(name)) return name;
  if (LISTS_WITH_OFF.has(name)) return name;
  const zone = zoneOf(name, node.args);
  if (zone !== undefined) return `${name} ${zone}`;
  // What nginx passes over today was a slot before, `http2_push` excepted.
  const slot =
    onRepeat === 'error' ||
    (onRepeat === 'ignored' && name !== 'http2_push' && deprecated !== undefined && !facts.atLeast(deprecated.since));
  if (!slot) return null;
  const shared = SHARED[name];
  if (shared === undefined) return name;
  return name === 'alias' || context.startsWith('stream') ? shared : name;
}

/** Limits stand once for each zone: ngx_http_limit_req(), ngx_http_limit_conn() */
function zoneOf(name: string, args: readonly Word[]): string | undefined {
  if (name === 'limit_conn') return args[0]?.value;
  return name === 'limit_req'
    ? args.find(({ value }) => value.startsWith('zone='))?.value.slice('zone='.length)
    : undefined;
}

const MAP_SIZES = ['map_hash_max_size', 'map_hash_bucket_size'];

/** Directives that something of another name may have filled, or that fill the slot of another name. */
export const FILL_OTHERS: readonly string[] = [...Object.keys(SHARED), ...MAP_SIZES];

const NONE: readonly string[] = [];

/** Slots that a directive fills with their defaults where nothing has set them: ngx_http_map_block() */
export function slotsTakenBy({ fact, node }: Occurrence): readonly string[] {
  return node.name.value === 'map' && fact?.source === 'core' ? MAP_SIZES : NONE;
}

/** Does it fill its slot? A priority of 0 leaves it empty (ngx_set_priority()). */
export function counts({ node }: Occurrence): boolean {
  if (node.name.value !== 'worker_priority') return true;
  return parseNumber(node.args[0]?.value.replace(/^[+-]/, '') ?? '') !== 0;
}

/** Are both members of one list? */
export function lists(before: Occurrence, at: Occurrence): boolean {
  return LISTS_WITH_OFF.has(at.name) && !isOff(before) && !isOff(at);
}

const isOff = ({ node }: Occurrence): boolean => node.args.length === 1 && node.args[0]?.value === 'off';
