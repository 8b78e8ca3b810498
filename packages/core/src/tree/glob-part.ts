/** One part of a pattern, between slashes. */
export interface PartMatcher {
  /** The name itself where there is nothing to match; without its backslashes. */
  readonly literal: string | null;
  readonly startsWithDot: boolean;
  matches(name: string): boolean;
}

/** A byte, a set of bytes, or a `*`. */
type Step = number | ReadonlySet<number> | 'star';

const BACKSLASH = 0x5c;
const DOT = 0x2e;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const STAR = 0x2a;
const QUESTION = 0x3f;
const NOTHING: ReadonlySet<number> = new Set();
const ANY: ReadonlySet<number> = new Set(Array.from({ length: 256 }, (_, byte) => byte));

/**
 * fnmatch(3) with FNM_PERIOD in the C locale, where a character is a byte: `?` does not match an `é`. In a part that
 * is not the last one, glob(3) drops a lone backslash at the end; in the last one it can match nothing.
 */
export function compilePart(text: string, last: boolean): PartMatcher {
  const bytes = new TextEncoder().encode(text);
  const steps = compile(bytes, last);
  const plain = steps.every((step) => typeof step === 'number');
  return {
    literal: plain ? unescapePart(text) : null,
    startsWithDot: steps[0] === DOT,
    matches: (name) => (name.startsWith('.') ? steps[0] === DOT : true) && run(steps, new TextEncoder().encode(name)),
  };
}

function unescapePart(text: string): string {
  return text.replace(/\\(.|$)/gsu, '$1');
}

function compile(bytes: Uint8Array, last: boolean): readonly Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at++] ?? 0;
    if (byte === STAR) {
      if (steps.at(-1) !== 'star') steps.push('star');
    } else if (byte === QUESTION) steps.push(ANY);
    else if (byte === BACKSLASH) {
      const escaped = bytes[at++];
      if (escaped !== undefined) steps.push(escaped);
      else if (last) steps.push(NOTHING);
    } else if (byte === OPEN) {
      const bracket = readBracket(bytes, at);
      steps.push(bracket === null ? byte : bracket.set);
      at = bracket?.end ?? at;
    } else steps.push(byte);
  }
  return steps;
}

/** Goes back to the last `*` only: the time is at most the product of the two lengths. */
function run(steps: readonly Step[], name: Uint8Array): boolean {
  let step = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const wanted = steps[step];
    if (wanted === 'star') {
      star = step++;
      starAt = at;
    } else if (wanted !== undefined && fits(wanted, name[at] ?? 0)) {
      step++;
      at++;
    } else if (star !== -1) {
      step = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (steps[step] === 'star') step++;
  return step === steps.length;
}

function fits(step: number | ReadonlySet<number>, byte: number): boolean {
  return typeof step === 'number' ? step === byte : step.has(byte);
}

/** What `[` opens, read from behind it; null where no `]` ends it, then it stands for itself. */
function readBracket(
  bytes: Uint8Array,
  from: number,
): { readonly set: ReadonlySet<number>; readonly end: number } | null {
  const negated = bytes[from] === 0x21 || bytes[from] === 0x5e;
  const first = negated ? from + 1 : from;
  const set = new Set<number>();
  let wrong = false;
  let at = first;
  while (bytes[at] !== CLOSE || at === first) {
    const item = readItem(bytes, at);
    if (item === null) return null;
    at = item.end;
    const low = item.single;
    if (low === null) {
      wrong ||= item.members.length === 0;
      for (const member of item.members) set.add(member);
    } else if (bytes[at] === 0x2d && bytes[at + 1] !== undefined && bytes[at + 1] !== CLOSE) {
      const high = readItem(bytes, at + 1);
      if (high === null) return null;
      at = high.end;
      wrong ||= high.single === null;
      for (let member = low; member <= (high.single ?? -1); member++) set.add(member);
    } else set.add(low);
  }
  return { set: wrong ? NOTHING : negated ? new Set([...ANY].filter((byte) => !set.has(byte))) : set, end: at + 1 };
}

interface BracketItem {
  /** The byte of a plain item, which may begin or end a range. */
  readonly single: number | null;
  readonly members: readonly number[];
  readonly end: number;
}

/** `x`, `\x`, `[:alpha:]`, `[.x.]` or `[=x=]`. */
function readItem(bytes: Uint8Array, at: number): BracketItem | null {
  const byte = bytes[at];
  if (byte === undefined) return null;
  if (byte === BACKSLASH) {
    const escaped = bytes[at + 1];
    return escaped === undefined ? null : { single: escaped, members: [], end: at + 2 };
  }
  const kind = bytes[at + 1];
  if (byte === OPEN && (kind === 0x3a || kind === DOT || kind === 0x3d)) {
    const close = indexOfPair(bytes, kind, at + 2);
    const inner = String.fromCharCode(...bytes.subarray(at + 2, Math.min(close, at + 64)));
    if (close !== -1 && kind === 0x3a && /^[a-z]+$/.test(inner)) {
      return { single: null, members: CLASSES[inner] ?? [], end: close + 2 };
    }
    if (close !== -1 && kind !== 0x3a) {
      const [code] = inner.length === 1 ? [inner.charCodeAt(0)] : [];
      return { single: code ?? null, members: [], end: close + 2 };
    }
  }
  return { single: byte, members: [], end: at + 1 };
}

function indexOfPair(bytes: Uint8Array, kind: number, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) if (bytes[at] === kind && bytes[at + 1] === CLOSE) return at;
  return -1;
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const UPPER = range(0x41, 0x5a);
const LOWER = range(0x61, 0x7a);
const DIGIT = range(0x30, 0x39);
const PUNCT = [...range(0x21, 0x2f), ...range(0x3a, 0x40), ...range(0x5b, 0x60), ...range(0x7b, 0x7e)];

/** The classes of the C locale. */
const CLASSES: Readonly<Record<string, readonly number[]>> = {
  alnum: [...DIGIT, ...UPPER, ...LOWER],
  alpha: [...UPPER, ...LOWER],
  blank: [0x09, 0x20],
  cntrl: [...range(0, 0x1f), 0x7f],
  digit: DIGIT,
  graph: range(0x21, 0x7e),
  lower: LOWER,
  print: range(0x20, 0x7e),
  punct: PUNCT,
  space: [...range(0x09, 0x0d), 0x20],
  upper: UPPER,
  xdigit: [...DIGIT, ...range(0x41, 0x46), ...range(0x61, 0x66)],
};
