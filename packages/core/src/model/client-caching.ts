import type { Word } from '../syntax/nodes.ts';
import { readOnce } from '../text/read-once.ts';
import type { Occurrence } from '../tree/tree.ts';
import { namesHeader } from './headers.ts';
import type { ConfigModel } from './types.ts';

/** What a `Cache-Control` says. */
export interface CacheControl {
  /** Of `max-age`, in seconds; null where there is none. */
  readonly maxAge: number | null;
  readonly immutable: boolean;
  /** `no-cache` or `no-store` */
  readonly forbids: boolean;
}

/** Reads a fixed value; null where variables are in it. */
export const readCacheControl = readOnce(500, readValue);

function readValue(value: string): CacheControl | null {
  if (value.includes('$')) return null;
  const parts = value.toLowerCase().split(/[\s,]+/);
  const age = parts.map((part) => /^max-age=(\d+)$/.exec(part)?.[1]).find((found) => found !== undefined);
  return {
    maxAge: age === undefined ? null : Number(age),
    immutable: parts.includes('immutable'),
    forbids: parts.includes('no-cache') || parts.includes('no-store'),
  };
}

/** The `add_header Cache-Control` that holds in a block. */
export function cacheControlAt(
  model: ConfigModel,
  block: Occurrence,
): { readonly at: Occurrence; readonly value: string } | null {
  for (const at of model.effective(block, 'add_header').values) {
    const [name, value] = at.node.args;
    if (name === undefined || value === undefined || value.value === '' || !namesCacheControl(name)) continue;
    return { at, value: value.value };
  }
  return null;
}

export const namesCacheControl = (word: Word | undefined): boolean => namesHeader(word, 'cache-control');
