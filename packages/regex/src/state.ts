import type { Condition, Disjunction, Group, Item, Lookaround, NamedCapture, Repeat, Sequence } from './ast.ts';
import type { ErrorCode } from './messages.ts';
import { type PatternBytes, type Reader, Refusal } from './reader.ts';

/** The options that a pattern may change while it is read. */
export interface Flags {
  readonly caseless: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly extended: boolean;
  readonly extendedMore: boolean;
  readonly noAutoCapture: boolean;
  readonly ungreedy: boolean;
  readonly duplicateNames: boolean;
}

/** What an open bracket will be once it is closed. */
export type Opening =
  | { readonly kind: 'pattern' }
  | {
      readonly kind: 'group';
      readonly type: Group['type'];
      readonly index: number | null;
      readonly name: string | null;
    }
  | ({ readonly kind: 'lookaround'; readonly isCondition: boolean; readonly errorAt: number | null } & Pick<
      Lookaround,
      'direction' | 'negated' | 'atomic'
    >)
  | { readonly kind: 'conditional'; condition: Condition | null; readonly errorAt: number };

/** An open bracket; the whole pattern is the outermost. */
export interface Frame {
  readonly opening: Opening;
  readonly start: number;
  /** In force again when the bracket closes. */
  readonly flags: Flags;
  readonly alternatives: Sequence[];
  items: Item[];
  sequenceStart: number;
  /** In `(?|`: the number of groups before it, and the most that an alternative has reached. */
  readonly reset: { readonly from: number; max: number } | null;
}

/** Something that can only be judged once the whole pattern has been read; in the order in which it stands there. */
export type Deferred =
  | { readonly kind: 'group'; readonly to: number | string; readonly at: number }
  | { readonly kind: 'recursion-test'; readonly name: string; readonly to: number; readonly at: number }
  | { readonly kind: 'refusal'; readonly code: ErrorCode; readonly at: number };

export interface Parser extends Reader {
  readonly offsets: PatternBytes['offsets'];
  utf: boolean;
  flags: Flags;
  readonly frames: Frame[];
  captureCount: number;
  branchReset: boolean;
  readonly names: NamedCapture[];
  readonly indexesOfName: Map<string, number[]>;
  readonly nameOfIndex: Map<number, string>;
  /** Between `\Q` and `\E`. */
  quoting: boolean;
  /** Whether a quantifier may follow. */
  repeatable: boolean;
  /** The quantifier just read, which a `?` or a `+` may still change. */
  openRepeat: Repeat | null;
  /** 2 behind the `(?(` of a condition that must be an assertion, 1 behind a callout there. */
  expectAssertion: number;
  readonly deferred: Deferred[];
  readonly deferredBranches: Deferred[];
  readonly lookbehindErrorAt: Map<Lookaround['body'], number>;
}

/** The offset in the pattern's text of a byte. */
export function textOffset(p: { readonly offsets: PatternBytes['offsets'] }, byte: number): number {
  return p.offsets === null ? byte : (p.offsets[byte] ?? p.offsets[p.offsets.length - 1] ?? 0);
}

/** The start and the end, as offsets in the text, of what stands between a byte and the reader. */
export function spanFrom(p: Parser, start: number): { start: number; end: number } {
  return { start: textOffset(p, start), end: textOffset(p, p.at) };
}

export function topFrame(p: Parser): Frame {
  const frame = p.frames[p.frames.length - 1];
  if (frame === undefined) throw new Refusal(122, p.at);
  return frame;
}

export function addItem(p: Parser, item: Item, repeatable: boolean): void {
  topFrame(p).items.push(item);
  p.repeatable = repeatable;
}

/** One character at the reader: a byte, or under UTF a code point. */
export function takeCharacter(p: Parser): number {
  const first = p.bytes.charCodeAt(p.at++);
  if (!p.utf || first < 0xc0) return first;
  const more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  let code = first & (0x3f >> more);
  for (let i = 0; i < more; i++) code = (code << 6) | (p.bytes.charCodeAt(p.at++) & 0x3f);
  return code;
}

export function newFrame(p: Parser, opening: Opening, start: number, flags: Flags = p.flags): Frame {
  const isReset = opening.kind === 'group' && opening.type === 'branch-reset';
  const reset = isReset ? { from: p.captureCount, max: p.captureCount } : null;
  return { opening, start, flags, alternatives: [], items: [], sequenceStart: p.at, reset };
}

/** Ends the alternative that is being read; `end` is the byte behind its last. */
export function endAlternative(p: Parser, frame: Frame, end: number): void {
  const span = { start: textOffset(p, frame.sequenceStart), end: textOffset(p, end) };
  frame.alternatives.push({ kind: 'sequence', ...span, items: frame.items });
  frame.items = [];
  frame.sequenceStart = p.at;
}

export function bodyOf(frame: Frame): Disjunction {
  const first = frame.alternatives[0];
  const last = frame.alternatives[frame.alternatives.length - 1];
  return { kind: 'disjunction', start: first?.start ?? 0, end: last?.end ?? 0, alternatives: frame.alternatives };
}
