import type { Occurrence } from '../../tree/tree.ts';
import { escapeUri } from '../escape.ts';
import { evaluateText } from '../script.ts';
import { type Exchange, isUnknown, type Step } from '../types.ts';
import { destination, type Schemes } from './destination.ts';

const PLAIN: Schemes = { known: [], required: false, uriPart: false };

/** memcached_pass: mirrors ngx_http_memcached_handler() and ngx_http_memcached_create_request(). `uri` is the key. */
export function passMemcached(exchange: Exchange, pass: Occurrence): Step {
  const { method, model, trace } = exchange;
  if (method !== 'GET' && method !== 'HEAD') {
    trace.add('upstream-refused', `memcached_pass does not take ${method}: 405`, pass, 'P3');
    return { kind: 'status', status: 405 };
  }
  const key = evaluateText(exchange, '$memcached_key');
  if (key === '') {
    trace.add('upstream-refused', '$memcached_key is not set: 500', pass, 'P3');
    return { kind: 'status', status: 500 };
  }
  const destined = destination(exchange, pass, PLAIN);
  if ('step' in destined) return destined.step;
  const { backend, group } = destined.to;
  const uri = isUnknown(key) ? key : escapeUri(key, 'memcached', model.facts);
  trace.add('upstream', `passed to ${group}`, pass, 'P3');
  return { kind: 'upstream', upstream: { backend, group, protocol: 'memcached', uri } };
}
