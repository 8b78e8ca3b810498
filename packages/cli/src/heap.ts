import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** How many bytes of configuration may be read before memory counts more than time. */
const LARGE = 8_000_000;

/** A heap of more bytes than this is near what a run may take. */
const FULL = 500_000_000;

/**
 * V8 lets a heap grow to a multiple of what is in use before it looks what may go, which for a lot of trees is more than
 * a machine may have. Where a lot was read, it grows by so many percent.
 */
const GROWTH = 30;
const SMALL_GROWTH = 12;

/** Hears of all bytes that are read, and holds memory down when they are many. */
export class HeapGuard {
  #read = 0;
  #growth: number | null = null;

  heard(bytes: number): void {
    this.#read += bytes;
    if (this.#growth === null && this.#read >= LARGE) this.#set(GROWTH);
  }

  /** Looks how full the heap is now. */
  look(): void {
    if (this.#growth !== null) this.#set(getHeapStatistics().used_heap_size > FULL ? SMALL_GROWTH : GROWTH);
  }

  #set(growth: number): void {
    if (growth !== this.#growth) setFlagsFromString(`--heap-growing-percent=${growth}`);
    this.#growth = growth;
  }
}
