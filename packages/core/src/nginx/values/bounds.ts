import type { Facts } from '../../facts/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { parseNumber, parseSize } from '../units.ts';
import type { ValueProblem } from './index.ts';

type Bound = (value: string, name: string, at: Occurrence, facts: Facts) => ValueProblem | null;

/** What the post handlers of single directives want of a number or size that is one. */
const BOUNDS: Readonly<Record<string, Bound>> = {
  connection_pool_size: poolSize,
  request_pool_size: poolSize,
  http2_pool_size: poolSize,
  http2_recv_buffer_size: recvBuffer,
  http2_body_preread_size: preread,
  http2_chunk_size: chunk,
  http2_streams_index_size: powerOfTwo,
  gzip_window: among(9, 15, '512, 1k, 2k, 4k, 8k, 16k, or 32k'),
  gzip_hash: among(9, 17, '512, 1k, 2k, 4k, 8k, 16k, 32k, 64k, or 128k'),
  variables_hash_max_size: hashSize,
  variables_hash_bucket_size: hashSize,
  types_hash_max_size: hashSize,
  types_hash_bucket_size: hashSize,
  proxy_headers_hash_max_size: hashSize,
  proxy_headers_hash_bucket_size: hashSize,
};

/** Does a handler of a directive look at numbers that are right as such? */
export function isBounded(name: string): boolean {
  return Object.hasOwn(BOUNDS, name);
}

export function boundFault({ value }: Word, at: Occurrence, facts: Facts): ValueProblem | null {
  const name = at.name;
  return BOUNDS[name]?.(value, name, at, facts) ?? null;
}

/** NGX_MIN_POOL_SIZE of a 64-bit machine. */
const MIN_POOL_SIZE = 112;

/** ngx_http_core_pool_size(), ngx_http_v2_pool_size(): NGX_POOL_ALIGNMENT is 16. */
function poolSize(value: string, name: string): ValueProblem | null {
  const bytes = parseSize(value) ?? 0;
  if (bytes < MIN_POOL_SIZE)
    return {
      message: `"${name}" must be at least ${MIN_POOL_SIZE} bytes`,
      nginx: `the pool size must be no less than ${MIN_POOL_SIZE}`,
    };
  return bytes % 16 === 0
    ? null
    : { message: `"${name}" must be a multiple of 16 bytes`, nginx: 'the pool size must be a multiple of 16' };
}

/** ngx_http_v2_recv_buffer_size(): NGX_HTTP_V2_STATE_BUFFER_SIZE, twice that before 1.25.3 */
function recvBuffer(value: string, name: string, _at: Occurrence, facts: Facts): ValueProblem | null {
  const least = facts.atLeast('1.25.3') ? 16 : 32;
  if ((parseSize(value) ?? 0) > least) return null;
  return { message: `"${name}" must be more than ${least} bytes`, nginx: `"${name}" directive value is too small` };
}

/** ngx_http_v2_preread_size(): NGX_HTTP_V2_MAX_WINDOW */
function preread(value: string, name: string): ValueProblem | null {
  const most = 2 ** 31 - 1;
  if ((parseSize(value) ?? 0) <= most) return null;
  return { message: `"${name}" is at most ${most}`, nginx: `the maximum body preread buffer size is ${most}` };
}

/** ngx_http_v2_chunk_size() */
function chunk(value: string, name: string): ValueProblem | null {
  if (parseSize(value) !== 0) return null;
  return { message: `"${name}" cannot be 0`, nginx: 'the http2 chunk size cannot be zero' };
}

/** ngx_http_v2_streams_index_mask() */
function powerOfTwo(value: string, name: string): ValueProblem | null {
  const bits = Math.log2(parseNumber(value) ?? 0);
  if (Number.isInteger(bits)) return null;
  return {
    message: `"${name}" must be a power of two such as 32, not ${value}`,
    nginx: `"${name}" directive must be a power of two`,
  };
}

/** ngx_http_gzip_window(), ngx_http_gzip_hash(): a power of two between two. */
function among(least: number, most: number, list: string): Bound {
  return (value, name) => {
    const bits = Math.log2(parseSize(value) ?? 0);
    if (Number.isInteger(bits) && bits >= least && bits <= most) return null;
    return { message: `"${name}" is one of ${list}, not ${value}`, nginx: `"${name}" directive must be ${list}` };
  };
}

/** ngx_cacheline_size, to which sizes of buckets are rounded up. */
const CACHE_LINE = 64;
const MOST_BUCKET = 65_536 - CACHE_LINE;

/** ngx_hash_init() of the hashes that every configuration has. Inner blocks take over what the outermost has built. */
function hashSize(value: string, name: string, at: Occurrence): ValueProblem | null {
  if (at.context !== 'http' && at.context !== 'stream') return null;
  const size = parseNumber(value) ?? 1;
  const hash = name.replace(/_(?:max|bucket)_size$/, '');
  if (size === 0)
    return { message: `"${name}" cannot be 0`, nginx: `could not build ${hash}, you should increase ${name}: 0` };
  const rounded = Math.ceil(size / CACHE_LINE) * CACHE_LINE;
  if (name.endsWith('_max_size') || rounded <= MOST_BUCKET) return null;
  return {
    message: `"${name}" is at most ${MOST_BUCKET}`,
    nginx: `could not build ${hash}, too large ${name}: ${rounded}`,
  };
}
