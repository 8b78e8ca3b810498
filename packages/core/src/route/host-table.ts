import { lowerBytes } from './bytes.ts';
import type { Bytes } from './types.ts';

/**
 * Values by name, some of them wildcards: a combined hash of nginx (ngx_hash_find_combined), in which no two keys are
 * the same.
 */
export class HostTable<T> {
  readonly #exact = new Map<Bytes, T>();
  readonly #heads = new Map<Bytes, { readonly value: T; readonly itself: boolean }>();
  readonly #tails = new Map<Bytes, T>();

  /** A key without wildcards, whatever its bytes. */
  addExact(key: Bytes, value: T): void {
    this.#exact.set(lowerBytes(key), value);
  }

  /** ngx_hash_add_key() with NGX_HASH_WILDCARD_KEY: `*.n`, `.n` for both `n` and `*.n`, `n.*`, or an exact name. */
  addName(key: Bytes, value: T): void {
    const name = lowerBytes(key);
    if (name.length > 1 && name.startsWith('.')) this.#heads.set(name.slice(1), { value, itself: true });
    else if (name.length > 2 && name.startsWith('*.')) this.#heads.set(name.slice(2), { value, itself: false });
    else if (name.length > 2 && name.endsWith('.*')) this.#tails.set(name.slice(0, -2), value);
    else this.#exact.set(name, value);
  }

  /** The value of a name in lower case: exact, then the longest leading wildcard, then the longest trailing one. */
  find(name: Bytes): T | undefined {
    const exact = this.#exact.get(name);
    if (exact !== undefined || name === '') return exact;
    return this.#findHead(name) ?? this.#findTail(name);
  }

  #findHead(name: Bytes): T | undefined {
    if (this.#heads.size === 0) return undefined;
    const whole = this.#heads.get(name);
    if (whole?.itself) return whole.value;
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const found = this.#heads.get(name.slice(dot + 1));
      if (found !== undefined) return found.value;
    }
    return undefined;
  }

  #findTail(name: Bytes): T | undefined {
    if (this.#tails.size === 0) return undefined;
    for (let dot = name.lastIndexOf('.'); dot >= 0; dot = dot === 0 ? -1 : name.lastIndexOf('.', dot - 1)) {
      const found = this.#tails.get(name.slice(0, dot));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
