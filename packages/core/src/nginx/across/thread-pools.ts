import { nearest } from '../../text/nearest.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, ModelCheck } from '../fault.ts';

const DEFAULT = 'default';
const PREFIX = 'threads=';

/** Pools defined twice (ngx_thread_pool()), and pools that `aio` names and nothing defines (ngx_thread_pool_init_conf()). */
export const threadPools: ModelCheck = function* (model): Generator<Fault> {
  const pools = new Map<string, Occurrence>();
  for (const at of model.named('thread_pool')) {
    const [name] = at.node.args;
    if (name === undefined || at.fact === null) continue;
    const before = pools.get(name.value);
    if (before === undefined) {
      pools.set(name.value, at);
      continue;
    }
    yield {
      rule: 'directive-duplicate',
      at,
      span: name,
      message: `the thread pool "${name.value}" is defined twice`,
      nginx: `duplicate thread pool "${name.value}"`,
      related: [{ file: before.file, span: before.node.args[0] ?? before.node, message: 'defined here first' }],
    };
  }
  if (!model.certain || !model.tree.whole) return;
  for (const at of model.named('aio')) {
    const [word] = at.node.args;
    if (at.fact === null || word === undefined || !word.value.startsWith(PREFIX)) continue;
    const pool = word.value.slice(PREFIX.length);
    if (pool === DEFAULT || pool.includes('$') || pools.has(pool)) continue;
    const [near] = nearest(pool, [...pools.keys(), DEFAULT]);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    yield {
      rule: 'directive-invalid-value',
      at,
      span: word,
      message: `no "thread_pool" defines "${pool}"${hint}`,
      nginx: `unknown thread pool "${pool}"`,
    };
  }
};
