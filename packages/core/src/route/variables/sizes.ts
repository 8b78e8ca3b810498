import type { Bytes } from '../types.ts';

/** ngx_parse_size(), `4k`; null where it refuses. */
export function sizeOf(text: Bytes): bigint | null {
  const found = /^(\d+)([km]?)$/i.exec(text);
  if (found === null) return null;
  const unit = found[2]?.toLowerCase();
  return BigInt(found[1] ?? '0') * (unit === 'k' ? 1024n : unit === 'm' ? 1_048_576n : 1n);
}
