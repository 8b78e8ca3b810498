import type { ModelCheck } from '../fault.ts';
import { cacheZones } from './cache-zones.ts';
import { repeatedExtensions, repeatedTypes } from './mime-types.ts';
import { sharedPaths } from './paths.ts';

/** What the folders and zones of caches have for themselves, and lists of types say once. */
export const cacheConflicts: readonly ModelCheck[] = [sharedPaths, cacheZones, repeatedTypes, repeatedExtensions];
