import { inetBytes } from '../model/ip.ts';

/** IPv4 addresses as numbers, both ends included, and what the entry gives them. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** What became of a range. */
export interface Added {
  /** The range that it overlaps without lying in it, as far as it lies in one bucket. */
  readonly overlapped: Range | null;
  /** Values that it took the place of, with exactly its ends. */
  readonly replaced: ReadonlySet<string>;
}

const SIZE = 0x10000;

/** A range through all addresses touches each bucket once; more than some of them are not worth the time. */
const MOST_STEPS = 4_000_000;

/** The ranges of one `geo`, kept as ngx_http_geo_add_range() keeps them: a list for each 65,536 addresses. */
export class GeoRanges {
  readonly #buckets = new Map<number, Range[]>();
  #steps = 0;

  add(range: Range): Added {
    const replaced = new Set<string>();
    for (const part of this.#parts(range)) {
      const overlapped = this.#insert(part, replaced);
      if (overlapped !== null) return { overlapped, replaced };
    }
    return { overlapped: null, replaced };
  }

  /** Takes out what is there with exactly these ends; false where something of it is not there. */
  remove(range: Range): boolean {
    let whole = true;
    for (const { start, end } of this.#parts(range)) {
      const list = this.#buckets.get(Math.floor(start / SIZE));
      const index = list?.findIndex((each) => each.start === start && each.end === end) ?? -1;
      if (index >= 0) list?.splice(index, 1);
      else whole = false;
    }
    return whole;
  }

  /** The value of the range that an address is in; null where there is none. */
  valueAt(address: number): string | null {
    const list = this.#buckets.get(Math.floor(address / SIZE));
    return list?.find(({ start, end }) => address >= start && address <= end)?.value ?? null;
  }

  /** The range bucket by bucket. */
  *#parts({ start, end, value }: Range): Generator<Range> {
    for (let from = start; from <= end && this.#steps < MOST_STEPS; this.#steps++) {
      const next = (Math.floor(from / SIZE) + 1) * SIZE;
      yield { start: from, end: Math.min(end, next - 1), value };
      from = next;
    }
  }

  #insert(part: Range, replaced: Set<string>): Range | null {
    const bucket = Math.floor(part.start / SIZE);
    const list = this.#buckets.get(bucket);
    if (list === undefined) {
      this.#buckets.set(bucket, [part]);
      return null;
    }
    // The last range that begins at or before the end of the new one.
    let index = list.length - 1;
    while (index >= 0 && (list[index]?.start ?? 0) > part.end) index--;
    const before = list[index];
    if (before === undefined || part.start > before.end) {
      list.splice(index + 1, 0, part);
      return null;
    }
    if (part.start < before.start || part.end > before.end) return before;
    if (part.start === before.start && part.end === before.end) replaced.add(before.value);
    list.splice(index, 1, ...around(before, part));
    return null;
  }
}

/** A range with another in it takes its place: what is left on both sides stays. */
function around(outer: Range, inner: Range): Range[] {
  const parts = [inner];
  if (inner.start > outer.start) parts.unshift({ ...outer, end: inner.start - 1 });
  if (inner.end < outer.end) parts.push({ ...outer, start: inner.end + 1 });
  return parts;
}

/** Two IPv4 addresses with `-` between them, the lower first; null for all else. */
export function readRange(text: string): { readonly start: number; readonly end: number } | null {
  const dash = text.indexOf('-');
  if (dash < 0) return null;
  const start = inetBytes(text.slice(0, dash));
  const end = inetBytes(text.slice(dash + 1));
  if (start === null || end === null) return null;
  const range = { start: addressNumber(start), end: addressNumber(end) };
  return range.start > range.end ? null : range;
}

export function addressNumber(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** `192.0.2.1-192.0.2.9` */
export function rangeText({ start, end }: Range): string {
  return `${addressText(start)}-${addressText(end)}`;
}

function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
