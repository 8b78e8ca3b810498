import type { ByteSet, Conditional, Disjunction, Item, Pattern, Repeat } from './ast.ts';
import { ALL_BUT_NEWLINE, ALL_BYTES, withBothCases } from './byte-set.ts';

/** The part of a pattern that a finite automaton can run: byte sets, sequences, choices, repetitions and two places. */
export type Core =
  | { readonly kind: 'bytes'; readonly bytes: ByteSet }
  | { readonly kind: 'sequence'; readonly items: readonly Core[] }
  | { readonly kind: 'choice'; readonly items: readonly Core[] }
  | { readonly kind: 'repeat'; readonly item: Core; readonly min: number; readonly max: number }
  | { readonly kind: 'subject-start' }
  /** With `newline` also before a newline that ends the subject. */
  | { readonly kind: 'subject-end'; readonly newline: boolean };

export interface CoreOfPattern {
  readonly core: Core;
  /**
   * Whether the core matches exactly the strings that the pattern matches. If not, it matches those and perhaps more:
   * look-arounds, atomic groups and the like are read as if they forbade nothing.
   */
  readonly exact: boolean;
}

const EMPTY: Core = { kind: 'sequence', items: [] };
const ANYTHING: Core = {
  kind: 'repeat',
  item: { kind: 'bytes', bytes: ALL_BYTES },
  min: 0,
  max: Number.POSITIVE_INFINITY,
};

interface Widening {
  exact: boolean;
}

/** The core of a pattern. Verbs and settings at the start reach beyond their place: with them nothing is known, nor of a refused pattern. */
export function coreOf(tree: Pattern): CoreOfPattern {
  if (!tree.accepted || tree.settings.length > 0 || hasVerb(tree.body)) return { core: ANYTHING, exact: false };
  const widening: Widening = { exact: true };
  const core = coreOfBody(tree.body, widening);
  return { core, exact: widening.exact };
}

function hasVerb(body: Disjunction): boolean {
  return body.alternatives.some(({ items }) => items.some(itemHasVerb));
}

function itemHasVerb(item: Item): boolean {
  switch (item.kind) {
    case 'verb':
      return true;
    case 'repeat':
      return itemHasVerb(item.item);
    case 'conditional':
      return hasVerb(item.body) || assertionHasVerb(item);
    case 'group':
    case 'lookaround':
      return hasVerb(item.body);
    default:
      return false;
  }
}

function assertionHasVerb({ condition }: Conditional): boolean {
  return condition?.kind === 'assertion' && hasVerb(condition.assertion.body);
}

function coreOfBody(body: Disjunction, widening: Widening): Core {
  const items = body.alternatives.map(({ items }) => sequence(items.map((item) => coreOfItem(item, widening))));
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'choice', items };
}

function sequence(items: readonly Core[]): Core {
  const flat = items.flatMap((item) => (item.kind === 'sequence' ? item.items : [item]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind: 'sequence', items: flat };
}

function coreOfItem(item: Item, widening: Widening): Core {
  switch (item.kind) {
    case 'literal': {
      const bytes: ByteSet = [[item.code, item.code]];
      return { kind: 'bytes', bytes: item.caseless ? withBothCases(bytes) : bytes };
    }
    case 'any':
      return { kind: 'bytes', bytes: item.newline ? ALL_BYTES : ALL_BUT_NEWLINE };
    case 'class':
      if (item.bytes !== null) return { kind: 'bytes', bytes: item.bytes };
      return widened(widening, { kind: 'bytes', bytes: ALL_BYTES });
    case 'anchor':
      return coreOfAnchor(item.at, widening);
    case 'group':
      if (item.type === 'atomic' || item.type === 'script-run' || item.type === 'atomic-script-run') {
        widening.exact = false;
      }
      return coreOfBody(item.body, widening);
    case 'repeat':
      return coreOfRepeat(item, widening);
    case 'options':
      return EMPTY;
    case 'lookaround':
    case 'callout':
    case 'reset-start':
      return widened(widening, EMPTY);
    default:
      return widened(widening, ANYTHING);
  }
}

function widened(widening: Widening, core: Core): Core {
  widening.exact = false;
  return core;
}

function coreOfAnchor(at: string, widening: Widening): Core {
  switch (at) {
    case 'subject-start':
      return { kind: 'subject-start' };
    case 'subject-end':
      return { kind: 'subject-end', newline: false };
    case 'subject-end-or-newline':
      return { kind: 'subject-end', newline: true };
    default:
      return widened(widening, EMPTY);
  }
}

/** Lazy or greedy is all the same to whether there is a match; possessive may give up matches. */
function coreOfRepeat(repeat: Repeat, widening: Widening): Core {
  if (repeat.mode === 'possessive') widening.exact = false;
  const item = coreOfItem(repeat.item, widening);
  if (repeat.max === 0) return EMPTY;
  return { kind: 'repeat', item, min: repeat.min, max: repeat.max };
}
