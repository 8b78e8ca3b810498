import type { Fault, ModelCheck } from '../fault.ts';
import { parseNumber } from '../units.ts';

/** Masks and worker processes that are not of one number: ngx_core_module_init_conf() warns. */
export const cpuMasks: ModelCheck = function* (model): Generator<Fault> {
  const at = model.named('worker_cpu_affinity').find(({ fact }) => fact !== null);
  const masks = at?.node.args ?? [];
  if (at === undefined || masks.length < 2 || masks[0]?.value === 'auto') return;
  const workers = model.named('worker_processes').find(({ fact }) => fact !== null);
  // How many processors the machine has, nobody knows here.
  const value = workers?.node.args[0]?.value ?? (model.tree.whole ? '1' : 'auto');
  const processes = parseNumber(value);
  if (processes === null || processes === masks.length) return;
  yield {
    rule: 'directive-invalid-value',
    at,
    span: at.node.name,
    message: `${masks.length} masks for ${processes} worker processes: nginx uses the last one for the rest`,
    nginx:
      'the number of "worker_processes" is not equal to the number of "worker_cpu_affinity" masks, using last mask for remaining worker processes',
    warning: true,
    ...(workers ? { related: [{ file: workers.file, span: workers.node, message: 'the number of processes' }] } : {}),
  };
};
