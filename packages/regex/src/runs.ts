import type { ByteSet } from './ast.ts';
import { bytesIn, singleByte, sizeOf } from './byte-set.ts';
import type { Core } from './core.ts';

/** One way through a pattern: literal bytes, places, and whatever else as `other`. */
export type Step =
  | { readonly kind: 'byte'; readonly byte: number; readonly bothCases: boolean }
  /** Any number of the bytes of a set, none included. */
  | { readonly kind: 'any-number'; readonly bytes: ByteSet }
  | { readonly kind: 'subject-start' }
  | { readonly kind: 'subject-end'; readonly newline: boolean }
  | { readonly kind: 'other' };

export type Run = readonly Step[];

const MOST_RUNS = 256;
const MOST_STEPS = 8192;
const SMALL_SET = 16;

const OTHER: readonly Run[] = [[{ kind: 'other' }]];

/** All ways through a core; where they are too many, a part that branches is left as `other`. */
export function runsOf(core: Core): readonly Run[] {
  switch (core.kind) {
    case 'bytes':
      return runsOfBytes(core.bytes);
    case 'subject-start':
      return [[{ kind: 'subject-start' }]];
    case 'subject-end':
      return [[{ kind: 'subject-end', newline: core.newline }]];
    case 'choice': {
      const runs = core.items.flatMap(runsOf);
      return runs.length <= MOST_RUNS ? runs : OTHER;
    }
    case 'sequence':
      return runsOfSequence(core.items);
    case 'repeat':
      return runsOfRepeat(core);
  }
}

function runsOfBytes(bytes: ByteSet): readonly Run[] {
  const single = singleByte(bytes);
  if (single !== null) return [[{ kind: 'byte', ...single }]];
  if (sizeOf(bytes) > SMALL_SET) return OTHER;
  return bytesIn(bytes).map((byte) => [{ kind: 'byte', byte, bothCases: false }]);
}

function runsOfRepeat({ item, min, max }: Core & { kind: 'repeat' }): readonly Run[] {
  const isBounded = max !== Number.POSITIVE_INFINITY;
  if (min > MOST_RUNS || (isBounded && max - min > MOST_RUNS)) return OTHER;
  const once = min === 0 && !isBounded ? OTHER : runsOf(item);
  let runs: readonly Run[] = [[]];
  for (let i = 0; i < min; i++) {
    const longer = joined(runs, once);
    if (longer === null) return joined(runs, OTHER) ?? OTHER;
    runs = longer;
  }
  if (!isBounded) {
    const rest: Step = item.kind === 'bytes' ? { kind: 'any-number', bytes: item.bytes } : { kind: 'other' };
    return joined(runs, [[rest]]) ?? OTHER;
  }
  const all = [...runs];
  for (let i = min; i < max; i++) {
    const longer = joined(runs, once);
    if (longer === null || all.length + longer.length > MOST_RUNS) return OTHER;
    runs = longer;
    all.push(...runs);
  }
  return all;
}

/** Once the runs have become too many or too long, what follows is no longer looked at. */
function runsOfSequence(items: readonly Core[]): readonly Run[] {
  let runs: readonly Run[] = [[]];
  for (const item of items) {
    const longer = joined(runs, runsOf(item));
    if (longer === null) return joined(runs, OTHER) ?? OTHER;
    runs = longer;
  }
  return runs;
}

/** Every head with every tail behind it; null where that is too much. */
function joined(heads: readonly Run[], tails: readonly Run[]): readonly Run[] | null {
  const steps = stepsIn(heads) * tails.length + stepsIn(tails) * heads.length;
  if (heads.length * tails.length > MOST_RUNS || steps > MOST_STEPS) return null;
  return heads.flatMap((head) => tails.map((tail) => [...head, ...tail]));
}

function stepsIn(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + run.length, 0);
}
