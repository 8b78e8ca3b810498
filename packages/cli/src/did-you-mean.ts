import { nearest } from '@nginx-lint/core';

/** `did you mean X?` for a misspelt name, or else what is said otherwise. */
export function didYouMean(name: string, candidates: Iterable<string>, otherwise: string, prefix = ''): string {
  const [near] = nearest(name, candidates);
  return near === undefined ? otherwise : `did you mean ${prefix}${near}?`;
}
