import type { ByteMachine } from '@nginx-lint/regex';
import type { Bytes } from './types.ts';

const DEAD = -1;
const START = 0;
const AFTER_SLASH = 1;
const ONE_DOT = 2;
const TWO_DOTS = 3;
const IN_SEGMENT = 4;

const SLASH = 0x2f;
const DOT = 0x2e;

const classOf = new Uint8Array(256);
classOf[0] = 1;
classOf[SLASH] = 2;
classOf[DOT] = 3;

/**
 * The paths that ngx_http_parse_complex_uri() makes of request targets, which are all that a client can ask for: they
 * begin with a slash, have no segments `.` and `..`, no byte 0, and with `merge_slashes on` no empty segments.
 */
export function normalisedPaths(mergeSlashes: boolean): ByteMachine {
  return {
    start: START,
    classOf,
    accepts: (state) => state === AFTER_SLASH || state === IN_SEGMENT,
    step(state, byte) {
      if (state === DEAD || byte === 0) return DEAD;
      if (state === START) return byte === SLASH ? AFTER_SLASH : DEAD;
      if (byte === SLASH) {
        if (state === IN_SEGMENT) return AFTER_SLASH;
        return state === AFTER_SLASH && !mergeSlashes ? AFTER_SLASH : DEAD;
      }
      if (byte !== DOT || state === IN_SEGMENT || state === TWO_DOTS) return IN_SEGMENT;
      return state === AFTER_SLASH ? ONE_DOT : TWO_DOTS;
    },
  };
}

/** Can a client ask for a path? */
export function isNormalised(path: Bytes, mergeSlashes: boolean): boolean {
  const paths = normalisedPaths(mergeSlashes);
  let state = paths.start;
  for (let at = 0; at < path.length; at++) state = paths.step(state, path.charCodeAt(at));
  return paths.accepts(state);
}

/** All byte strings that begin with a text. */
export function beginningWith(text: Bytes): ByteMachine {
  const free = text.length;
  const classes = new Uint8Array(256);
  for (let at = 0; at < free; at++) classes[text.charCodeAt(at)] = text.charCodeAt(at);
  return {
    start: 0,
    classOf: classes,
    accepts: (state) => state === free,
    step(state, byte) {
      if (state === DEAD || state === free) return state;
      return text.charCodeAt(state) === byte ? state + 1 : DEAD;
    },
  };
}
