import type { ModelCheck } from '../fault.ts';
import { enoughConnections } from './connections.ts';
import { cpuMasks } from './cpu-masks.ts';
import { loadModuleLate } from './load-module.ts';
import { requiredSections } from './sections.ts';
import { threadPools } from './thread-pools.ts';

/** What the main level as a whole must be: modules first, pools defined, `events` there, connections enough. */
export const processConflicts: readonly ModelCheck[] = [
  loadModuleLate,
  threadPools,
  cpuMasks,
  requiredSections,
  enoughConnections,
];
