import type { Occurrence } from '../../tree/tree.ts';
import { clientHeaders } from '../client-headers.ts';
import type { Exchange, Step, UpstreamRequest, Value } from '../types.ts';
import { mayCache } from './cache.ts';
import { destination, type Schemes } from './destination.ts';
import { forgetFastcgiPath } from './fastcgi-path.ts';
import { gatewayParams } from './params.ts';

const PLAIN: Schemes = { known: [], required: false, uriPart: false };
const UWSGI: Schemes = {
  known: [
    { name: 'uwsgi', port: 0 },
    { name: 'suwsgi', port: 0 },
  ],
  required: false,
  uriPart: false,
};

/** fastcgi_pass: mirrors ngx_http_fastcgi_handler() and ngx_http_fastcgi_create_request(). */
export function passFastcgi(exchange: Exchange, pass: Occurrence): Step {
  forgetFastcgiPath(exchange);
  return passParams(exchange, pass, 'fastcgi', PLAIN);
}

/** uwsgi_pass: mirrors ngx_http_uwsgi_handler() and ngx_http_uwsgi_create_request(). */
export function passUwsgi(exchange: Exchange, pass: Occurrence): Step {
  return passParams(exchange, pass, 'uwsgi', UWSGI);
}

/** scgi_pass: mirrors ngx_http_scgi_handler() and ngx_http_scgi_create_request(). */
export function passScgi(exchange: Exchange, pass: Occurrence): Step {
  return passParams(exchange, pass, 'scgi', PLAIN);
}

type Gateway = Extract<UpstreamRequest['protocol'], 'fastcgi' | 'uwsgi' | 'scgi'>;

function passParams(exchange: Exchange, pass: Occurrence, protocol: Gateway, schemes: Schemes): Step {
  // Whether it is cached changes headers alone, of which nothing is told here.
  const cached = mayCache(exchange, protocol);
  if (typeof cached !== 'boolean') return cached;
  const destined = destination(exchange, pass, schemes);
  if ('step' in destined) return destined.step;
  const { backend, group } = destined.to;
  const params = gatewayParams(exchange, protocol);
  exchange.trace.add('upstream', `passed to ${group}`, pass, 'X9');
  // A packet of SCGI begins with the length of the body, whatever `scgi_param` sets.
  const length: Record<string, Value> = protocol === 'scgi' ? { CONTENT_LENGTH: bodyLength(exchange) } : {};
  return { kind: 'upstream', upstream: { backend, group, protocol, params: { ...length, ...params } } };
}

function bodyLength(exchange: Exchange): string {
  const header = clientHeaders(exchange).find(([name]) => name.toLowerCase() === 'content-length');
  return /^0*([1-9]\d*)$/.exec(header?.[1] ?? '')?.[1] ?? '0';
}
