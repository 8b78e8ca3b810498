import type { Occurrence } from '../tree/tree.ts';
import { isGetOrHead, NOT_ALLOWED } from './method-group.ts';
import { findFile, refusal } from './served-file.ts';
import { DECLINED, type Exchange, type Step } from './types.ts';
import { endsInSlash } from './uri-end.ts';
import { argumentValue } from './variables/headers.ts';

/**
 * `flv` and `mp4` (ngx_http_flv_handler, ngx_http_mp4_handler): what they decline goes on to the other handlers. Whether
 * a part can be cut out of an mp4 only its bytes tell. They make their response themselves: the static handler has no
 * part in it.
 */
export function mediaFile(exchange: Exchange, kind: 'flv' | 'mp4', at: Occurrence): Step {
  if (!isGetOrHead(exchange)) return NOT_ALLOWED;
  if (endsInSlash(exchange)) return DECLINED;
  const served = findFile(exchange);
  if ('step' in served) return served.step;
  const refused = refusal(served.kind);
  if (refused !== null) return refused;
  if (served.kind !== 'file') return DECLINED;
  const cut = kind === 'mp4' && (argumentValue(exchange, 'start') !== '' || argumentValue(exchange, 'end') !== '');
  if (cut && !exchange.decide('the part asked for can be cut out of the mp4 file', at)) {
    return { kind: 'status', status: 500 };
  }
  return { kind: 'response', status: 200, content: 'inline', body: { unknown: 'what the file holds' } };
}
