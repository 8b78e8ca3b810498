import type { Fault, ModelCheck } from '../fault.ts';
import { parseSize } from '../units.ts';

/** connection_pool_size of a 64-bit machine. */
const DEFAULT_POOL = 512;

/** `large_client_header_buffers` smaller than the pool of a connection: ngx_http_core_merge_srv_conf(). */
export const headerBuffers: ModelCheck = function* (model): Generator<Fault> {
  if (!model.certain || model.named('large_client_header_buffers').length === 0) return;
  const seen = new Set<unknown>();
  for (const { at: server } of model.servers) {
    const [at] = model.effective(server, 'large_client_header_buffers').values;
    const word = at?.node.args[1];
    if (at === undefined || word === undefined || seen.has(at)) continue;
    const [pool] = model.effective(server, 'connection_pool_size').values;
    const size = parseSize(word.value);
    const least = pool === undefined ? DEFAULT_POOL : parseSize(pool.node.args[0]?.value ?? '');
    if (size === null || least === null || size >= least) continue;
    seen.add(at);
    yield {
      rule: 'directive-invalid-value',
      at,
      span: word,
      message: `"large_client_header_buffers" must be ${least} bytes at least, as much as "connection_pool_size"`,
      nginx: 'the "large_client_header_buffers" size must be equal to or greater than "connection_pool_size"',
      ...(pool === undefined
        ? {}
        : { related: [{ file: pool.file, span: pool.node, message: 'the pool is set here' }] }),
    };
  }
};
