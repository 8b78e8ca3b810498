import type { DirectiveCheck } from '../fault.ts';
import { cpuAffinity } from './cpu-affinity.ts';
import { eventMethod } from './event-method.ts';
import { threadPool } from './thread-pool.ts';
import { workerConnections, workerPriority, workerProcesses } from './worker.ts';

/** Checks of what stands at the main level and in `events`. */
export const processChecks: readonly DirectiveCheck[] = [
  cpuAffinity,
  eventMethod,
  threadPool,
  workerConnections,
  workerPriority,
  workerProcesses,
];
