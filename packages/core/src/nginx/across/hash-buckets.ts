import { enclosing } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, ModelCheck } from '../fault.ts';
import { parseNumber } from '../units.ts';
import { serversInHashes } from './server-names.ts';

/** ngx_cacheline_size of most machines: the default size of a bucket, and what sizes are rounded up to. */
const CACHE_LINE = 64;
const POINTER = 8;

/** Names of servers and keys of maps that are too long for a bucket of their hash: ngx_hash_init() on 64-bit machines. */
export const hashBuckets: ModelCheck = function* (model): Generator<Fault> {
  if (model.certain) yield* longNames(model);
  yield* longKeys(model);
};

function* longNames(model: ConfigModel): Generator<Fault> {
  const settings = model.named('server_names_hash_bucket_size').map(bucketOf);
  const least = Math.min(CACHE_LINE, ...settings);
  if (!model.named('server_name').some(({ node }) => node.args.some(({ value }) => isTooLong(value, least)))) return;
  const sizes = new Map<Occurrence | null, number>();
  for (const server of serversInHashes(model)) {
    let bucket = sizes.get(server.parent);
    if (bucket === undefined) {
      const [setting] = server.parent ? model.effective(server.parent, 'server_names_hash_bucket_size').values : [];
      bucket = bucketOf(setting);
      sizes.set(server.parent, bucket);
    }
    for (const at of server.children) {
      if (at.name !== 'server_name') continue;
      const word = at.node.args.find(({ value }) => isTooLong(value, bucket ?? 0));
      if (word === undefined) continue;
      yield tooLong(at, word, longestKey(word.value), 'server_names_hash', bucket);
      return;
    }
  }
}

function isTooLong(name: string, bucket: number): boolean {
  // The longest key is no longer than the name.
  return neededFor(name) > bucket && !name.startsWith('~') && neededFor(longestKey(name)) > bucket;
}

function* longKeys(model: ConfigModel): Generator<Fault> {
  const sizes = new Map<Occurrence | null, number>();
  for (const at of model.named('map_hash_bucket_size')) {
    // The first map has taken its size by then.
    const mapped = at.parent?.children.find(({ name }) => name === 'map');
    if (at.fact && !sizes.has(at.parent) && !(mapped && isBefore(mapped, at, model)))
      sizes.set(at.parent, bucketOf(at));
  }
  for (const map of model.named('map')) {
    if (map.fact?.source !== 'core' || enclosing(map, 'map') === null) continue;
    const bucket = sizes.get(map.parent) ?? CACHE_LINE;
    const hosts = map.children.some(({ name, node }) => name === 'hostnames' && node.args.length === 0);
    for (const entry of map.children) {
      const { name } = entry.node;
      if (name.value === 'default' || name.value === 'include' || name.value.startsWith('~')) continue;
      const text = name.value.replace(/^\\/, '');
      const key = hosts ? longestKey(text) : text;
      if (neededFor(key) <= bucket) continue;
      yield tooLong(entry, name, key, 'map_hash', bucket);
      return;
    }
  }
}

function isBefore(one: Occurrence, other: Occurrence, model: ConfigModel): boolean {
  return model.tree.all.indexOf(one) < model.tree.all.indexOf(other);
}

function bucketOf(setting: Occurrence | undefined): number {
  const size = parseNumber(setting?.node.args[0]?.value ?? '') ?? CACHE_LINE;
  return Math.ceil(size / CACHE_LINE) * CACHE_LINE;
}

/** A name itself; of one with an asterisk the longest label, as each has a hash: ngx_hash_wildcard_init() */
function longestKey(name: string): string {
  if (!/^\*?\.|\.\*$/.test(name)) return name;
  return name.split('.').reduce((longest, label) => (label.length > longest.length ? label : longest), '');
}

/** NGX_HASH_ELT_SIZE() and the pointer that ends a bucket. Characters are counted, of which none is less than a byte. */
function neededFor(name: string): number {
  return POINTER + Math.ceil((name.length + 2) / POINTER) * POINTER + POINTER;
}

function tooLong(at: Occurrence, word: Word, name: string, hash: string, bucket: number): Fault {
  const enough = Math.ceil(neededFor(name) / CACHE_LINE) * CACHE_LINE;
  return {
    rule: 'directive-invalid-value',
    at,
    span: word,
    message: `"${name}" is too long for a bucket of ${bucket} bytes; set "${hash}_bucket_size ${enough};"`,
    nginx: `could not build ${hash}, you should increase ${hash}_bucket_size: ${bucket}`,
  };
}
