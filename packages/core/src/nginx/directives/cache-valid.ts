import type { Word } from '../../syntax/nodes.ts';
import type { DirectiveCheck } from '../fault.ts';
import { parseNumber, parseSeconds } from '../units.ts';
import { valueFault } from '../values/index.ts';

/** `proxy_cache_valid [code … | any] time`: ngx_http_file_cache_valid_set_slot() */
export const cacheValid: DirectiveCheck = {
  names: ['fastcgi_cache_valid', 'proxy_cache_valid', 'scgi_cache_valid', 'uwsgi_cache_valid'],
  *check(at) {
    const name = at.name;
    const time = at.node.args.at(-1);
    if (time === undefined) return;
    if (parseSeconds(time.value) === null) {
      const message = `"${name}" ends with a time such as "10m" or "30s", not with "${time.value}"`;
      yield valueFault(at, time, { message, nginx: `invalid time value "${time.value}"` });
      return;
    }
    const wrong = at.node.args.slice(0, -1).find((word) => !isStatus(word));
    if (wrong === undefined) return;
    const message = `"${name}" takes codes from 100 to 599 or "any" before the time, not "${wrong.value}"`;
    yield valueFault(at, wrong, { message, nginx: `invalid status "${wrong.value}"` });
  },
};

function isStatus({ value }: Word): boolean {
  const code = parseNumber(value) ?? 0;
  return value === 'any' || (code >= 100 && code <= 599);
}
