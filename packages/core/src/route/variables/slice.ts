import { responseStatus } from '../response-status.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Value } from '../types.ts';
import type { BuiltIns } from './built-in.ts';
import { headerValues } from './headers.ts';
import { sizeOf } from './sizes.ts';

const LARGEST = 2n ** 63n - 1n;

const sizeIn = perBlock((block, model): { readonly size: bigint } => {
  const [at] = model.effective(block, 'slice').values;
  return { size: sizeOf(at?.node.args[0]?.value ?? '0') ?? 0n };
});

/** ngx_http_slice_range_variable(): the slice that the range of the client begins in. */
function sliceRange(exchange: Exchange): Value {
  const { size } = sizeIn(exchange.block, exchange.model);
  if (size === 0n) return '';
  const status = responseStatus(exchange);
  if (isUnknown(status)) return status;
  if (status !== '000' && status !== '009') return '';
  const start = (rangeStart(exchange) / size) * size;
  return `bytes=${start}-${start + size - 1n}`;
}

/** ngx_http_slice_get_start() */
function rangeStart(exchange: Exchange): bigint {
  const [range = ''] = headerValues(exchange, 'range');
  if (headerValues(exchange, 'if-range').length > 0) return 0n;
  const digits = range.includes(',') ? undefined : startDigits(range);
  const start = BigInt(digits ?? 0);
  return start > LARGEST ? 0n : start;
}

function startDigits(range: Bytes): string | undefined {
  return range.length < 'bytes=0'.length ? undefined : /^bytes= *(\d+)/i.exec(range)?.[1];
}

export const sliceVariables: BuiltIns = { slice_range: sliceRange };
