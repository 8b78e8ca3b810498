import type { Occurrence, VariableScope } from '@nginx-lint/core';

/** The world of names that a place belongs to; lines of a `map` belong to that of their block. */
export function scopeOf(at: Occurrence): VariableScope {
  for (let block: Occurrence | null = at; block !== null; block = block.parent)
    if (block.context.startsWith('stream')) return 'stream';
  return 'http';
}
