/** Keeps what was asked for last, as much of it as weighs no more than a bound together, and the newest whatever it weighs. */
export class Recent<K, V> {
  readonly #bound: number;
  /** From the one that was not asked for the longest. */
  readonly #kept = new Map<K, { readonly value: V; weight: number }>();
  #total = 0;

  constructor(bound: number) {
    this.#bound = bound;
  }

  /** What is kept, or what is made now, which weighs nothing until {@link weigh} says it. */
  get(key: K, make: () => V): V {
    const known = this.#kept.get(key) ?? { value: make(), weight: 0 };
    this.#kept.delete(key);
    this.#kept.set(key, known);
    return known.value;
  }

  weigh(key: K, value: V, weight: number): void {
    const found = this.#kept.get(key);
    if (found?.value !== value) return;
    this.#total += weight - found.weight;
    found.weight = weight;
    for (const [old, one] of this.#kept) {
      if (this.#total <= this.#bound) return;
      if (old === key) continue;
      this.#kept.delete(old);
      this.#total -= one.weight;
    }
  }
}
