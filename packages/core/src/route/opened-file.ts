import type { Bytes, Exchange } from './types.ts';

const opened = new WeakMap<Exchange, Bytes>();

/** Remembers the file that a handler opens: nginx logs it as `http filename`. */
export function openFile(exchange: Exchange, path: Bytes): void {
  opened.set(exchange, path);
}

/** An internal redirect and a named location begin anew. */
export function forgetFile(exchange: Exchange): void {
  opened.delete(exchange);
}

/** The file that a handler tried to open last, whatever came of it; null: none. */
export function openedFile(exchange: Exchange): Bytes | null {
  return opened.get(exchange) ?? null;
}
