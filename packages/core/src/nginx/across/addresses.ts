import type { ModelCheck } from '../fault.ts';
import { balancingFaults } from './balancing.ts';
import { listenConflicts } from './listen.ts';
import { serverFaults } from './servers.ts';
import { groupFaults } from './upstreams.ts';
import { zoneFaults } from './zones.ts';

/** Checks between directives that take addresses, in the order in which nginx comes to them. */
export const addressConflicts: readonly ModelCheck[] = [
  listenConflicts,
  groupFaults,
  balancingFaults,
  serverFaults,
  zoneFaults,
];
