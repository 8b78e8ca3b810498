import type { ModelCheck } from '../fault.ts';
import { addressConflicts } from './addresses.ts';
import { bufferSizes } from './buffers.ts';
import { cacheConflicts } from './caches.ts';
import { cutHeaderValues } from './cut-headers.ts';
import { duplicates } from './duplicates.ts';
import { hashBuckets } from './hash-buckets.ts';
import { headerBuffers } from './header-buffers.ts';
import { logBuffers } from './log-buffers.ts';
import { nameChecks } from './names.ts';
import { processConflicts } from './process.ts';
import { tlsConflicts } from './tls.ts';

/** Checks that look at several directives at once, in the order in which nginx comes to them. */
export const modelChecks: readonly ModelCheck[] = [
  duplicates,
  bufferSizes,
  hashBuckets,
  headerBuffers,
  logBuffers,
  ...addressConflicts,
  cutHeaderValues,
  ...processConflicts,
  ...tlsConflicts,
  ...cacheConflicts,
  ...nameChecks,
];
