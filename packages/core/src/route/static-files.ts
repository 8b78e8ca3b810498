import { escapeUri } from './escape.ts';
import { isGetHeadOrPost, NOT_ALLOWED } from './method-group.ts';
import { fileResponse, refusal, serveFile } from './served-file.ts';
import { DECLINED, type Exchange, isUnknown, type Step, type Value } from './types.ts';
import { endsInSlash } from './uri-end.ts';
import { currentArgs } from './variables/request.ts';

/** Mirrors ngx_http_static_handler(). */
export function staticFiles(exchange: Exchange): Step {
  if (!isGetHeadOrPost(exchange)) return NOT_ALLOWED;
  if (endsInSlash(exchange)) return DECLINED;
  const served = serveFile(exchange);
  if ('step' in served) return served.step;
  const refused = refusal(served.kind);
  if (refused !== null) return refused;
  if (served.kind === 'directory') return { kind: 'status', status: 301, location: withSlash(exchange) };
  return exchange.method === 'POST' ? NOT_ALLOWED : fileResponse(served.path);
}

/** The URI with a slash at its end, and the arguments. */
function withSlash(exchange: Exchange): Value {
  const location = `${escapeUri(exchange.uri, 'uri', exchange.model.facts)}/`;
  const args = currentArgs(exchange);
  return args === '' ? location : isUnknown(args) ? args : `${location}?${args}`;
}
