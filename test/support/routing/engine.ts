// What is tested: the one place of the harness that imports it.
import type { RouteRequest } from '../../../packages/core/src/route/types.ts';
import { requestOfRecord as read } from '../../../packages/core/src/route/url-request.ts';
import type { RecordedRequest } from './record.ts';

export type { RouteOutcome } from '../../../packages/core/src/route/outcome.ts';
export { route } from '../../../packages/core/src/route/simulate.ts';
export type { FileProbe, RouteRequest } from '../../../packages/core/src/route/types.ts';

/** @throws where the recording is none */
export function requestOfRecord(recorded: RecordedRequest): RouteRequest {
  const request = read(recorded);
  if ('problem' in request) throw new Error(`${request.problem}: ${JSON.stringify(recorded)}`);
  return request;
}
