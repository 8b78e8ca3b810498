import type { Bytes } from './types.ts';

const M = 0x5bd1e995;

/** ngx_murmur_hash2() */
export function murmurHash2(bytes: Bytes): number {
  const { length } = bytes;
  const byte = (at: number): number => bytes.charCodeAt(at);
  let hash = length;
  let at = 0;
  for (; length - at >= 4; at += 4) {
    let word = byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
    word = Math.imul(word, M);
    word ^= word >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(word, M);
  }
  const left = length - at;
  if (left >= 3) hash ^= byte(at + 2) << 16;
  if (left >= 2) hash ^= byte(at + 1) << 8;
  if (left >= 1) hash = Math.imul(hash ^ byte(at), M);
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return (hash ^ (hash >>> 15)) >>> 0;
}
