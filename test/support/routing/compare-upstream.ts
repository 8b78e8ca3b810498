import type { UpstreamRequest, Value } from '../../../packages/core/src/route/types.ts';
import type { Differences } from './compare.ts';
import type { Observed, RecordedUpstream, RoutingRecord } from './record.ts';
import { bytesOf } from './recorded-text.ts';

/**
 * Did a backend answer in a way of its own, so that all that follows was its decision? Nobody can tell that from the
 * configuration; what leads to the backend can be told.
 */
export function decidedByBackend({ backends = [] }: RoutingRecord, { upstream = [] }: Observed): boolean {
  return upstream.some(({ backend, uri, params }) => {
    const asked = bytesOf(uri ?? params?.['SCRIPT_FILENAME'] ?? '');
    return backends.some(({ listen, when }) => (listen ?? backend) === backend && asked.startsWith(bytesOf(when)));
  });
}

/** A value that cannot be known is shown as its reason. */
function plain(value: Value | undefined): string | null {
  return value === undefined ? null : typeof value === 'string' ? value : `unknown: ${value.unknown}`;
}

export function compareUpstream(
  result: Differences,
  expected: RecordedUpstream | undefined,
  got: UpstreamRequest | null,
): void {
  if (expected === undefined || got === null) {
    result.check('upstream', expected?.backend ?? null, got === null ? null : (got.backend ?? got.group));
    return;
  }
  result.check('upstream.backend', expected.backend, got.backend);
  result.check('upstream.protocol', expected.protocol, got.protocol);
  if (expected.method !== undefined) result.check('upstream.method', expected.method, got.method);
  if (expected.uri !== undefined) result.check('upstream.uri', bytesOf(expected.uri), plain(got.uri));
  if (expected.headers !== undefined) {
    const sent = expected.headers.map(([name, value]) => `${name}: ${bytesOf(value)}`).sort();
    result.check('upstream.headers', sent, got.headers?.map(([name, value]) => `${name}: ${plain(value)}`).sort());
  }
  if (expected.params !== undefined) {
    const sent = Object.entries(expected.params).map(([name, value]) => `${name}=${bytesOf(value)}`);
    const ours = Object.entries(got.params ?? {}).filter(([name]) => !name.startsWith('HTTP_'));
    result.check('upstream.params', sent.sort(), ours.map(([name, value]) => `${name}=${plain(value)}`).sort());
  }
}
