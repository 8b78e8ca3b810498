/**
 * Patterns as the PCRE2 library reads them, as plain data.
 *
 * Options set inside a pattern, such as `(?i)`, are already applied: each node says itself whether it ignores
 * case, whether a dot matches a newline, and which way a repetition prefers. A pattern is read as bytes, the way
 * the library reads it without its UTF option: a character outside ASCII is as many literals as it has bytes.
 */

/** Offsets into the pattern's text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Inclusive bounds of a run of byte values. */
export type ByteRange = readonly [from: number, to: number];

/** Byte values as sorted ranges that neither touch nor overlap. */
export type ByteSet = readonly ByteRange[];

/** A whole pattern. */
export interface Pattern extends Span {
  readonly source: string;
  /** Whether the library takes the pattern. If not, the tree is a part of it, and nothing is known of its matches. */
  readonly accepted: boolean;
  /** The option that was given with the pattern, not what the pattern itself says. */
  readonly caseless: boolean;
  /** How the source became bytes. */
  readonly encoding: 'utf-8' | 'latin1';
  /** Settings such as `(*UTF)` at the very start, in their order, without the brackets. */
  readonly settings: readonly string[];
  /** Whether `(*UTF)` was among them: then literals hold code points, and classes are not bytes. */
  readonly utf: boolean;
  readonly body: Disjunction;
  /** How many capturing groups there are; the highest number of one. */
  readonly captureCount: number;
  /** Named groups in the order of their appearance; under `(?J)` a name may stand twice. */
  readonly names: readonly NamedCapture[];
}

export interface NamedCapture {
  readonly name: string;
  readonly index: number;
}

/** What `|` separates; one alternative where there is no `|`. */
export interface Disjunction extends Span {
  readonly kind: 'disjunction';
  readonly alternatives: readonly Sequence[];
}

export interface Sequence extends Span {
  readonly kind: 'sequence';
  readonly items: readonly Item[];
}

export type Item =
  | Literal
  | Any
  | Class
  | NewlineSequence
  | Grapheme
  | Anchor
  | Group
  | Lookaround
  | Conditional
  | Repeat
  | Backreference
  | Recursion
  | Callout
  | Verb
  | OptionSetting
  | ResetStart;

/** One byte (one code point under `(*UTF)`). */
export interface Literal extends Span {
  readonly kind: 'literal';
  readonly code: number;
  readonly caseless: boolean;
}

/** `.`, `\N` and `\C`. */
export interface Any extends Span {
  readonly kind: 'any';
  readonly newline: boolean;
}

/** A class in brackets, or one of the escapes that stand for a class: `\d`, `\s`, `\w`, `\h`, `\v`, `\p`. */
export interface Class extends Span {
  readonly kind: 'class';
  readonly bracketed: boolean;
  readonly negated: boolean;
  readonly caseless: boolean;
  readonly members: readonly ClassMember[];
  /** What it matches, negation and case applied; null where that hangs on Unicode properties or on UTF. */
  readonly bytes: ByteSet | null;
}

export type ClassMember = ClassRange | ClassShorthand | PosixClass | UnicodeProperty;

/** One value (`from` equals `to`) or a range. */
export interface ClassRange extends Span {
  readonly kind: 'range';
  readonly from: number;
  readonly to: number;
}

export interface ClassShorthand extends Span {
  readonly kind: 'shorthand';
  readonly letter: 'd' | 's' | 'w' | 'h' | 'v';
  readonly negated: boolean;
}

export interface PosixClass extends Span {
  readonly kind: 'posix';
  readonly name: string;
  readonly negated: boolean;
}

export interface UnicodeProperty extends Span {
  readonly kind: 'property';
  readonly name: string;
  readonly negated: boolean;
}

/** `\R`. */
export interface NewlineSequence extends Span {
  readonly kind: 'newline-sequence';
}

/** `\X`. */
export interface Grapheme extends Span {
  readonly kind: 'grapheme';
}

/**
 * A place without a width. `^` is `subject-start` and `$` is `subject-end-or-newline` (the end, or before a
 * newline that ends the subject), unless `(?m)` makes them `line-start` and `line-end`.
 */
export interface Anchor extends Span {
  readonly kind: 'anchor';
  readonly at:
    | 'subject-start'
    | 'subject-end'
    | 'subject-end-or-newline'
    | 'line-start'
    | 'line-end'
    | 'word-boundary'
    | 'not-word-boundary'
    | 'word-start'
    | 'word-end'
    | 'match-start';
}

export interface Group extends Span {
  readonly kind: 'group';
  readonly type: 'capture' | 'plain' | 'atomic' | 'branch-reset' | 'script-run' | 'atomic-script-run';
  /** The number of a capturing group, else null. */
  readonly index: number | null;
  readonly name: string | null;
  readonly body: Disjunction;
}

export interface Lookaround extends Span {
  readonly kind: 'lookaround';
  readonly direction: 'ahead' | 'behind';
  readonly negated: boolean;
  readonly atomic: boolean;
  readonly body: Disjunction;
}

/** `(?(condition)yes|no)`. */
export interface Conditional extends Span {
  readonly kind: 'conditional';
  /** null where the pattern ended before it was complete. */
  readonly condition: Condition | null;
  readonly body: Disjunction;
}

export type Condition =
  | { readonly kind: 'assertion'; readonly assertion: Lookaround }
  | { readonly kind: 'group'; readonly to: number | string }
  | { readonly kind: 'recursion'; readonly to: number | string | null }
  | { readonly kind: 'version'; readonly atLeast: boolean; readonly major: number; readonly minor: number }
  | { readonly kind: 'define' };

export interface Repeat extends Span {
  readonly kind: 'repeat';
  readonly item: Item;
  readonly min: number;
  /** Infinity where there is no bound. */
  readonly max: number;
  readonly mode: 'greedy' | 'lazy' | 'possessive';
}

/** `\1`, `\g{-1}` (made absolute), `\k<name>`, `(?P=name)`. */
export interface Backreference extends Span {
  readonly kind: 'backreference';
  readonly to: number | string;
  readonly caseless: boolean;
}

/** `(?R)` and `(?1)`, `(?&name)`, `\g<1>`; 0 is the whole pattern. */
export interface Recursion extends Span {
  readonly kind: 'recursion';
  readonly to: number | string;
}

export interface Callout extends Span {
  readonly kind: 'callout';
  readonly argument: number | string;
}

/** `(*FAIL)`, `(*MARK:name)` and the like. */
export interface Verb extends Span {
  readonly kind: 'verb';
  readonly name: 'MARK' | 'ACCEPT' | 'FAIL' | 'COMMIT' | 'PRUNE' | 'SKIP' | 'THEN';
  readonly argument: string | null;
}

/** `(?i)`: changes what follows in its group. The nodes that follow already carry it. */
export interface OptionSetting extends Span {
  readonly kind: 'options';
  readonly text: string;
}

/** `\K`. */
export interface ResetStart extends Span {
  readonly kind: 'reset-start';
}
