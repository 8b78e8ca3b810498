import { clientHeaders } from './client-headers.ts';
import type { Exchange } from './types.ts';

/** Does the client call itself MSIE, and not Opera? Mirrors ngx_http_process_user_agent(); of several headers the last. */
export function isMsie(exchange: Exchange): boolean {
  let msie = false;
  for (const [name, value] of clientHeaders(exchange)) {
    if (name.toLowerCase() !== 'user-agent') continue;
    const at = value.indexOf('MSIE ');
    if (at >= 0 && at + 7 < value.length) msie = true;
    if (value.includes('Opera')) msie = false;
  }
  return msie;
}
