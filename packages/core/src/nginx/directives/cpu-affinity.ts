import type { DirectiveCheck, Fault } from '../fault.ts';

/** CPU_SETSIZE of Linux. */
const MOST_CPUS = 1024;

/** `worker_cpu_affinity auto [mask]` or masks: ngx_set_cpu_affinity(). */
export const cpuAffinity: DirectiveCheck = {
  names: ['worker_cpu_affinity'],
  *check(at) {
    const [first, ...others] = at.node.args;
    if (first === undefined) return;
    const fault = (message: string, nginx: string, span: Fault['span']): Fault => ({
      rule: 'directive-invalid-value',
      at,
      span,
      message,
      nginx,
    });
    const auto = first.value === 'auto';
    const extra = others[1];
    if (auto && extra !== undefined) {
      const nginx = 'invalid number of arguments in "worker_cpu_affinity" directive';
      yield fault('"worker_cpu_affinity auto" takes one mask at most', nginx, extra);
      return;
    }
    for (const word of auto ? others : at.node.args) {
      const { value } = word;
      if (value.length > MOST_CPUS) {
        const nginx = `"worker_cpu_affinity" supports up to ${MOST_CPUS} CPUs only`;
        yield fault(`a mask names ${MOST_CPUS} CPUs at most, this one ${value.length}`, nginx, word);
        continue;
      }
      // From the right, as nginx reads it.
      const wrong = [...value].findLast((char) => !' 01'.includes(char));
      if (wrong === undefined) continue;
      const nginx = `invalid character "${wrong}" in "worker_cpu_affinity"`;
      yield fault(`a mask of CPUs is made of "0" and "1", not "${value}"`, nginx, word);
    }
  },
};
