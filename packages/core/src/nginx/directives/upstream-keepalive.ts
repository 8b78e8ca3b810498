import type { DirectiveCheck } from '../fault.ts';
import { parseNumber } from '../units.ts';
import { valueFault } from '../values/index.ts';

/** `keepalive connections [local]`: ngx_http_upstream_keepalive() */
export const upstreamKeepalive: DirectiveCheck = {
  names: ['keepalive'],
  contexts: ['upstream'],
  *check(at, { facts }) {
    const [number, word] = at.node.args;
    if (number === undefined) return;
    const found = parseNumber(number.value);
    // Since then 0 turns the cache of connections off.
    if (found === null || (found === 0 && !facts.atLeast('1.29.7'))) {
      const message = `"keepalive" takes a number of connections, not "${number.value}"`;
      yield valueFault(at, number, { message, nginx: `invalid value "${number.value}" in "keepalive" directive` });
    } else if (word !== undefined && word.value !== 'local') {
      const message = `behind the number "keepalive" takes "local", not "${word.value}"`;
      yield valueFault(at, word, { message, nginx: `invalid parameter "${word.value}"` });
    }
  },
};
