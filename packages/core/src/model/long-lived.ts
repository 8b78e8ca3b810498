import { headerNamed, headersAt } from './headers.ts';
import type { Pass } from './passes.ts';
import type { ConfigModel } from './types.ts';

/** Paths of what is kept open for a long time, by what people call it. */
const WORDS =
  'ws|wss|websockets?|socket\\.io|sockjs|events?|event-?stream|sse|streams?|streaming|live|push|poll' +
  '|longpoll|long-polling|comet|hub|hubs|signalr|cable|notifications?|subscribe|subscriptions?|mqtt' +
  '|terminal|shell|console|tail|logs?|watch|vnc|novnc|websockify|download|downloads|upload|uploads|hls';
const NAMES = new RegExp(`(?:^|[^a-z])(?:${WORDS})(?:[^a-z]|$)`, 'i');

/** Is it for WebSockets, events and other answers that take as long as the client stays? */
export function isLongLived(model: ConfigModel, { at, block, module }: Pass): boolean {
  if (module === 'grpc') return true;
  if (module === 'proxy' && headerNamed(headersAt(model, block, 'proxy_set_header'), 'upgrade').length > 0) return true;
  return NAMES.test(model.location(at)?.pattern ?? '');
}
