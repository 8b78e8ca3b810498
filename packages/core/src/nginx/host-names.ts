/** The names of a hash with wildcards, as ngx_hash_keys_array_init() begins them. */
export interface HostNames {
  readonly exact: Set<string>;
  readonly heads: Set<string>;
  readonly tails: Set<string>;
}

export function newHostNames(): HostNames {
  return { exact: new Set(), heads: new Set(), tails: new Set() };
}

/** Adds a key without wildcards; false where it is there already. */
export function addExact(names: HostNames, key: string): boolean {
  return add(names.exact, key.toLowerCase());
}

/**
 * Adds a name, as ngx_hash_add_key() with NGX_HASH_WILDCARD_KEY does: `.a` stands for `a` and `*.a`. Null where that
 * succeeds; `invalid` for a wildcard that is no whole label at an end, `conflict` for a name that is there already.
 */
export function refusesName(names: HostNames, key: string): 'invalid' | 'conflict' | null {
  const name = key.toLowerCase();
  if (!isHostName(name)) return 'invalid';
  if (name.length > 1 && name.startsWith('.')) {
    const rest = name.slice(1);
    return add(names.exact, rest) && add(names.heads, rest) ? null : 'conflict';
  }
  if (name.length > 2 && name.startsWith('*.')) return add(names.heads, name.slice(2)) ? null : 'conflict';
  if (name.length > 2 && name.endsWith('.*')) return add(names.tails, name.slice(0, -2)) ? null : 'conflict';
  return add(names.exact, name) ? null : 'conflict';
}

/** Has a name no wildcard, or one that is its first or last label? Behind a leading dot nginx looks no further. */
export function isHostName(name: string): boolean {
  if (name.includes('..')) return false;
  const star = name.indexOf('*');
  if (star < 0) return true;
  if (name.includes('*', star + 1)) return false;
  return name.startsWith('.') || (name.length > 2 && (name.startsWith('*.') || name.endsWith('.*')));
}

function add(names: Set<string>, name: string): boolean {
  if (names.has(name)) return false;
  names.add(name);
  return true;
}
