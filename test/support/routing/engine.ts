// What is tested: the one place of the harness that imports it.
export type { RouteOutcome } from '../../../packages/core/src/route/outcome.ts';
export { route } from '../../../packages/core/src/route/simulate.ts';
export type { FileProbe, RouteRequest } from '../../../packages/core/src/route/types.ts';
export { requestOfRecord } from '../../../packages/core/src/route/url-request.ts';
