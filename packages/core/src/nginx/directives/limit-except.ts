import { nearest } from '../../text/nearest.ts';
import type { DirectiveCheck } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';
import { either } from '../wording.ts';

const METHODS: readonly string[] = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'MKCOL', 'COPY', 'MOVE', 'OPTIONS'],
  ...['PROPFIND', 'PROPPATCH', 'LOCK', 'UNLOCK', 'PATCH'],
];
const KNOWN: ReadonlySet<string> = new Set(METHODS);

/** Mirrors ngx_http_core_limit_except(). */
export const limitExcept: DirectiveCheck = {
  names: ['limit_except'],
  *check(at) {
    for (const word of at.node.args) {
      if (KNOWN.has(word.value.toUpperCase())) continue;
      const [near] = nearest(word.value.toUpperCase(), METHODS);
      const hint = near === undefined ? `it knows ${either(METHODS)}` : `did you mean "${near}"?`;
      const message = `"limit_except" does not know the method "${word.value}"; ${hint}`;
      yield invalidValue(at, word, `invalid method "${word.value}"`, message);
    }
  },
};
