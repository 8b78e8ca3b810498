import type { Pattern } from './ast.ts';
import { isAllBytes, singleByte } from './byte-set.ts';
import { judgeAll } from './compare.ts';
import type { Core } from './core.ts';
import { prepare } from './prepared.ts';
import { type Run, runsOf, type Step } from './runs.ts';
import type { Universe } from './search.ts';

/** A text of bytes (one character per byte); where case is ignored its letters are lower case. */
export interface LiteralText {
  readonly text: string;
  readonly caseless: boolean;
}

export interface LiteralPrefix extends LiteralText {
  /**
   * What may follow: 'anything' where the pattern matches every string with this prefix, 'line' where it matches
   * those of them that hold no newline behind it (`^/a.*$`), 'other' where more is asked, or that is not known.
   */
  readonly rest: 'anything' | 'line' | 'other';
}

export interface ExactLiteral extends LiteralText {
  /** Whether the same text with a newline at its end matches too, as it does where the pattern ends with `$`. */
  readonly newline: boolean;
}

export interface SuffixSet {
  readonly suffixes: readonly string[];
  readonly caseless: boolean;
  readonly newline: boolean;
}

/** Whether the pattern provably matches every string of the universe: `given.prefix` is what all of them start with. */
export function isCatchAll(tree: Pattern, given: Universe = {}): boolean {
  return judgeAll(tree, given).answer === 'yes';
}

/** The text with which every string starts that the pattern matches; null where none is known. */
export function literalPrefix(tree: Pattern): LiteralPrefix | null {
  const { core, exact } = prepare(tree);
  const runs = runsOf(core).map(splitRun);
  const [first] = runs;
  if (first === undefined || runs.some((run) => !run.anchored)) return null;
  let length = first.bytes.length;
  for (const run of runs) length = Math.min(length, commonLength(first.bytes, run.bytes));
  const uniform = sameCase(first.bytes.slice(0, length));
  if (uniform.length === 0) return null;
  const rests = runs.filter((run) => run.bytes.length === uniform.length).map((run) => restOf(run.tail));
  const rest = !exact ? 'other' : rests.includes('anything') ? 'anything' : rests.includes('line') ? 'line' : 'other';
  return { ...textOf(uniform), rest };
}

/** The one string that the pattern matches (`^/a$`); null for every other pattern. */
export function exactLiteral(tree: Pattern): ExactLiteral | null {
  const { core, exact } = prepare(tree);
  const runs = runsOf(core);
  const [only] = runs;
  if (!exact || runs.length !== 1 || only === undefined) return null;
  const { anchored, bytes, tail } = splitRun(only);
  const [end] = tail;
  if (!anchored || tail.length !== 1 || end?.kind !== 'subject-end') return null;
  if (sameCase(bytes).length !== bytes.length) return null;
  return { ...textOf(bytes), newline: end.newline };
}

/** The suffixes of which a string must have one to match, where that is all the pattern asks; else null. */
export function suffixSet(tree: Pattern): SuffixSet | null {
  const { core, exact } = prepare(tree);
  if (!exact) return null;
  const all: (LiteralText & { readonly newline: boolean })[] = [];
  for (const run of runsOf(core)) {
    const { bytes, tail, anchored } = splitRun(withoutFreeStart(run));
    const [end] = tail;
    if (anchored || tail.length !== 1 || end?.kind !== 'subject-end') return null;
    if (bytes.length === 0 || sameCase(bytes).length !== bytes.length) return null;
    all.push({ ...textOf(bytes), newline: end.newline });
  }
  const [first] = all;
  if (first === undefined) return null;
  // A suffix without letters is the same with and without regard to case.
  const caseless = all.some((each) => each.caseless);
  const mixed = all.some(
    (each) => each.newline !== first.newline || (caseless && !each.caseless && hasLetter(each.text)),
  );
  if (mixed) return null;
  return { suffixes: [...new Set(all.map((each) => each.text))], caseless, newline: first.newline };
}

/** Texts that every matching string holds somewhere; none may be known. */
export function requiredLiterals(tree: Pattern): readonly LiteralText[] {
  const found: LiteralText[] = [];
  let open: ByteStep[] = [];
  const close = () => {
    for (let rest = open; rest.length > 0; ) {
      const uniform = sameCase(rest);
      found.push(textOf(uniform));
      rest = rest.slice(uniform.length);
    }
    open = [];
  };
  const visit = (core: Core): void => {
    const single = core.kind === 'bytes' ? singleByte(core.bytes) : null;
    if (single !== null) open.push({ kind: 'byte', ...single });
    else if (core.kind === 'sequence') core.items.forEach(visit);
    else if (core.kind !== 'subject-start' && core.kind !== 'subject-end') {
      close();
      if (core.kind === 'repeat' && core.min > 0) visit(core.item);
      close();
    }
  };
  visit(prepare(tree).core);
  close();
  return found;
}

type ByteStep = Step & { readonly kind: 'byte' };

interface SplitRun {
  readonly anchored: boolean;
  readonly bytes: readonly ByteStep[];
  readonly tail: readonly Step[];
}

function splitRun(run: Run): SplitRun {
  let at = 0;
  while (run[at]?.kind === 'subject-start') at++;
  const bytes: ByteStep[] = [];
  for (let i = at; i < run.length; i++) {
    const step = run[i];
    if (step?.kind !== 'byte') break;
    bytes.push(step);
  }
  return { anchored: at > 0, bytes, tail: run.slice(at + bytes.length) };
}

/** A search starts anywhere, so what may be nothing at the start asks for nothing; nor does `^` before any bytes. */
function withoutFreeStart(run: Run): Run {
  let at = 0;
  const [first, second] = run;
  if (first?.kind === 'subject-start' && second?.kind === 'any-number' && isAllBytes(second.bytes)) at = 2;
  while (run[at]?.kind === 'any-number') at++;
  return run.slice(at);
}

function restOf(tail: readonly Step[]): LiteralPrefix['rest'] {
  const last = tail[tail.length - 1];
  const body = last?.kind === 'subject-end' ? tail.slice(0, -1) : tail;
  if (!body.every((step) => step.kind === 'any-number')) return 'other';
  if (last?.kind !== 'subject-end') return 'anything';
  const sets = body.flatMap((step) => (step.kind === 'any-number' ? [step.bytes] : []));
  if (sets.some(isAllBytes)) return 'anything';
  return sets.some((set) => set.length === 2 && set[0]?.[1] === 9 && set[1]?.[0] === 11) ? 'line' : 'other';
}

function commonLength(a: readonly ByteStep[], b: readonly ByteStep[]): number {
  let length = 0;
  while (length < a.length && a[length]?.byte === b[length]?.byte && a[length]?.bothCases === b[length]?.bothCases) {
    length++;
  }
  return length;
}

/** As many of the bytes as agree on whether case counts. */
function sameCase(bytes: readonly ByteStep[]): readonly ByteStep[] {
  const letter = bytes.find((step) => hasLetter(String.fromCharCode(step.byte)));
  const end = bytes.findIndex(
    (step) => hasLetter(String.fromCharCode(step.byte)) && step.bothCases !== letter?.bothCases,
  );
  return end < 0 ? bytes : bytes.slice(0, end);
}

function hasLetter(text: string): boolean {
  return /[A-Za-z]/.test(text);
}

function textOf(bytes: readonly ByteStep[]): LiteralText {
  const text = bytes.map((step) => String.fromCharCode(step.byte)).join('');
  return { text, caseless: bytes.some((step) => step.bothCases) };
}
