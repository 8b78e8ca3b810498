import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, ModelCheck } from '../fault.ts';

/** Blocks whose handlers call ngx_count_modules(), after which no module can be added. */
const COUNTING: ReadonlySet<string> = new Set(['events', 'http', 'stream', 'mail']);

/** `load_module` behind a block that counts the modules: ngx_load_module(). */
export const loadModuleLate: ModelCheck = function* (model): Generator<Fault> {
  let counted: Occurrence | null = null;
  for (const at of model.roots) {
    const { node } = at;
    if (counted === null && COUNTING.has(node.name.value) && node.body !== null) counted = at;
    if (node.name.value !== 'load_module' || counted === null || at.implied) continue;
    const block = counted.node.name;
    yield {
      rule: 'directive-invalid-value',
      at,
      span: node.name,
      message: `"load_module" comes too late: it must stand before the block "${block.value}"`,
      nginx: '"load_module" directive is specified too late',
      related: [{ file: counted.file, span: block, message: 'modules can be loaded up to here' }],
    };
  }
};
