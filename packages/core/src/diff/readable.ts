import type { ByteMachine } from '@nginx-lint/regex';

const DEAD = -1;
const START = 0;
/** Behind a slash or a dot between labels: a letter or digit has to come. */
const OPEN = 1;
const IN_WORD = 2;
/** Behind a sign in a word, which does not end it. */
const AFTER_SIGN = 3;

/** Words of small letters and digits, joined by signs; with `leads` the separator comes before the first, and may end. */
function words(separator: string, signs: string, leads: boolean): ByteMachine {
  const classOf = new Uint8Array(256);
  for (const byte of 'abcdefghijklmnopqrstuvwxyz0123456789') classOf[byte.charCodeAt(0)] = 1;
  for (const byte of signs) classOf[byte.charCodeAt(0)] = 2;
  classOf[separator.charCodeAt(0)] = 3;
  return {
    start: leads ? START : OPEN,
    classOf,
    accepts: (state) => state === IN_WORD || (leads && state === OPEN),
    step(state, byte) {
      const kind = classOf[byte] ?? 0;
      if (state === DEAD || kind === 0) return DEAD;
      if (state === START) return kind === 3 ? OPEN : DEAD;
      if (kind === 1) return IN_WORD;
      if (state !== IN_WORD) return DEAD;
      return kind === 2 ? AFTER_SIGN : OPEN;
    },
  };
}

/** Paths such as `/app/a.php`, to be looked for first since people read them. */
export const READABLE_PATHS: ByteMachine = words('/', '.-_', true);

/** Names such as `www.example.com`. */
export const READABLE_HOSTS: ByteMachine = words('.', '-', false);
