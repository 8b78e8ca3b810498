import { setFlagsFromString } from 'node:v8';

/** How many bytes of configuration may be read before memory counts more than time. */
const LARGE = 8_000_000;

/**
 * V8 lets a heap grow to a multiple of what is in use before it looks what may go, which for a lot of trees is more than
 * a machine may have. By so much it grows once a lot was read.
 */
const GROWTH = '--heap-growing-percent=30';

/** Hears of all bytes that are read. */
export class HeapGuard {
  #read = 0;

  heard(bytes: number): void {
    const before = this.#read;
    this.#read += bytes;
    if (before < LARGE && this.#read >= LARGE) setFlagsFromString(GROWTH);
  }
}
