import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, ModelCheck } from '../fault.ts';
import { parseMilliseconds, parseNumber, parseSize } from '../units.ts';

/** What a buffer of one file is made with: its size, time and level, in one text. */
interface Buffered {
  readonly at: Occurrence;
  readonly made: string;
}

/** One file written through two different buffers: ngx_http_log_set_log(). */
export const logBuffers: ModelCheck = function* (model): Generator<Fault> {
  const files = new Map<string, Buffered>();
  for (const at of model.named('access_log')) {
    const made = at.fact?.source === 'core' ? bufferOf(at) : null;
    const [path] = at.node.args;
    if (made === null || path === undefined) continue;
    const before = files.get(path.value);
    if (before === undefined) files.set(path.value, { at, made });
    else if (before.made !== made)
      yield {
        rule: 'directive-invalid-value',
        at,
        span: path,
        message: `"${path.value}" has another buffer already; give every "access_log" of this file the same "buffer=", "flush=" and "gzip="`,
        nginx: `access_log "${path.value}" already defined with conflicting parameters`,
        related: [{ file: before.at.file, span: before.at.node, message: 'buffered in another way here' }],
      };
  }
};

/** Null for a log without a buffer, or for one that is wrong in itself. */
function bufferOf({ node }: Occurrence): string | null {
  const [path, , ...words] = node.args;
  if (path === undefined || /^syslog:|\$/.test(path.value)) return null;
  let size = 0;
  let flush = 0;
  let gzip = 0;
  for (const { value } of words) {
    if (value.startsWith('buffer=')) size = parseSize(value.slice('buffer='.length)) ?? 0;
    else if (value.startsWith('flush=')) flush = parseMilliseconds(value.slice('flush='.length)) ?? 0;
    else if (/^gzip(?:=|$)/.test(value)) {
      if (size === 0) size = 64 * 1024;
      gzip = value === 'gzip' ? 1 : (parseNumber(value.slice('gzip='.length)) ?? 0);
    }
  }
  return size === 0 ? null : `${size} ${flush} ${gzip}`;
}
