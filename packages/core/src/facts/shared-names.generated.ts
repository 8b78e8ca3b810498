// Written by `npm run gen` from packages/core/data; do not edit.

/** Names that nginx and another module both have in one context. */
export const SHARED_NAMES: readonly string[] = [
  'slice',
  'status',
];
