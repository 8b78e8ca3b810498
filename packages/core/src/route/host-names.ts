import type { ByteMachine } from '@nginx-lint/regex';

const DEAD = -1;
const START = 0;
const AFTER_DOT = 1;
const IN_LABEL = 2;
const IN_LITERAL = 3;
const DOT = 0x2e;
const COLON = 0x3a;
const BRACKET = 0x5b;

const classOf = Uint8Array.from({ length: 256 }, (_, byte) =>
  isForbidden(byte) ? 1 : 2 + [DOT, COLON, BRACKET].indexOf(byte),
);

/** Blanks, control bytes and slashes are refused, and letters are lower. */
function isForbidden(byte: number): boolean {
  return byte <= 0x20 || byte === 0x7f || byte === 0x2f || (byte >= 0x41 && byte <= 0x5a);
}

/**
 * Names that ngx_http_validate_host() may make of a `Host` header, and some more: `strict` versions (1.29.4 and later)
 * refuse other bytes too, and of address literals only the beginning is looked at. What is found is to be checked.
 */
export function hostNames(strict: boolean): ByteMachine {
  return {
    start: START,
    classOf,
    accepts: (state) => state === IN_LABEL || state === IN_LITERAL || (state === AFTER_DOT && !strict),
    step(state, byte) {
      if (state === DEAD || isForbidden(byte)) return DEAD;
      if (state === IN_LITERAL || (state === START && byte === BRACKET)) return IN_LITERAL;
      if (byte === COLON) return DEAD;
      if (byte !== DOT) return IN_LABEL;
      return state === AFTER_DOT ? DEAD : AFTER_DOT;
    },
  };
}
