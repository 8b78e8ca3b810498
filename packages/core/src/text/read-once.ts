import { detached } from './detached.ts';

/**
 * Remembers what was read of a text, as the same ones stand in server after server: for functions of nothing but the
 * text, which never give `undefined`. Of more than `most` texts all are forgotten.
 */
export function readOnce<T>(most: number, read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      const own = detached(text);
      found = read(own);
      if (known.size >= most) known.clear();
      known.set(own, found);
    }
    return found;
  };
}
