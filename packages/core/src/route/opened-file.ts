import type { Bytes, Exchange } from './types.ts';

interface Opened {
  readonly path: Bytes;
  /** Internal redirects and named locations count it down, and begin anew. */
  readonly uriChanges: number;
}

const opened = new WeakMap<Exchange, Opened>();

/** Remembers the file that a handler opens: nginx logs it as `http filename`. */
export function openFile(exchange: Exchange, path: Bytes): void {
  opened.set(exchange, { path, uriChanges: exchange.uriChanges });
}

/** The file that a handler tried to open since the last internal redirect, whatever came of it; null: none. */
export function openedFile(exchange: Exchange): Bytes | null {
  const last = opened.get(exchange);
  return last === undefined || last.uriChanges !== exchange.uriChanges ? null : last.path;
}
