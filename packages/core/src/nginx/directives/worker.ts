import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { parseNumber } from '../units.ts';

function* refuse(at: Occurrence, what: string, nginx: (value: string) => string): Generator<Fault> {
  const [word] = at.node.args;
  if (word === undefined) return;
  const message = `"${at.name}" takes ${what}, not "${word.value}"`;
  yield { rule: 'directive-invalid-value', at, span: word, message, nginx: nginx(word.value) };
}

/** `worker_processes n | auto`: ngx_set_worker_processes(). */
export const workerProcesses: DirectiveCheck = {
  names: ['worker_processes'],
  *check(at) {
    const value = at.node.args[0]?.value ?? '';
    if (value === 'auto' || parseNumber(value) !== null) return;
    yield* refuse(at, 'a number or "auto"', () => '"worker_processes" directive invalid value');
  },
};

/** `worker_connections n`: ngx_event_connections(). */
export const workerConnections: DirectiveCheck = {
  names: ['worker_connections'],
  *check(at) {
    if (parseNumber(at.node.args[0]?.value ?? '') !== null) return;
    yield* refuse(at, 'a number', (value) => `invalid number "${value}"`);
  },
};

/** `worker_priority [+-]n`: ngx_set_priority(). */
export const workerPriority: DirectiveCheck = {
  names: ['worker_priority'],
  *check(at) {
    const value = at.node.args[0]?.value ?? '';
    if (parseNumber(value.replace(/^[+-]/, '')) !== null) return;
    yield* refuse(at, 'a number such as "-5"', () => '"worker_priority" directive invalid number');
  },
};
