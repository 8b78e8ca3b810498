import type { Disjunction, Item, Sequence } from '../ast.ts';

/**
 * compare_opcodes() makes `\S+\v` possessive, because it holds that white space and vertical space have nothing
 * outside each other. Of bytes that is not true: 0x85 and 0xA0 are in `\v` and `\h`, and in `\S` too. Likewise it takes
 * `.` and `\R` for disjoint, which carriage returns are not. Where such types meet, what the library finds in a subject
 * with such bytes hangs on how it reads the pattern, and is not foretold.
 */
const TAKEN_FOR_DISJOINT: Readonly<Record<string, string>> = {
  S: 'Rhv',
  '.': 'R',
  R: 's.',
  h: 'S',
  v: 'S',
};

/** The bytes that make the difference. */
export const DOUBTFUL_BYTES = /[\n-\r\x85\xa0]/;

export function meetsDoubtfulTypes(body: Disjunction): boolean {
  return isDoubtful(body, '');
}

/** `after` holds the types that may come first behind the body. */
function isDoubtful(body: Disjunction, after: string): boolean {
  return body.alternatives.some(({ items }) => {
    let behind = after;
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i];
      if (item === undefined) continue;
      if (isItemDoubtful(item, behind)) return true;
      behind = firstTypes(item, behind);
    }
    return false;
  });
}

function isItemDoubtful(item: Item, after: string): boolean {
  switch (item.kind) {
    case 'repeat': {
      const others = TAKEN_FOR_DISJOINT[typeOf(item.item)] ?? '';
      const next = item.max > 1 ? firstTypes(item.item, '') + after : after;
      return Array.from(others).some((type) => after.includes(type)) || isItemDoubtful(item.item, next);
    }
    case 'group':
    case 'lookaround':
      return isDoubtful(item.body, after);
    case 'conditional': {
      const inCondition = item.condition?.kind === 'assertion' && isItemDoubtful(item.condition.assertion, '');
      return inCondition || isDoubtful(item.body, after);
    }
    default:
      return false;
  }
}

/** The letter of an escape that stands for a class, or a dot; else nothing. */
function typeOf(item: Item): string {
  if (item.kind === 'newline-sequence') return 'R';
  if (item.kind === 'any') return item.newline ? '' : '.';
  if (item.kind !== 'class' || item.bracketed) return '';
  const [member] = item.members;
  if (member?.kind !== 'shorthand') return '';
  return member.negated ? member.letter.toUpperCase() : member.letter;
}

function firstTypes(item: Item, after: string): string {
  switch (item.kind) {
    case 'newline-sequence':
    case 'any':
    case 'class':
      return typeOf(item);
    case 'repeat':
      return item.min === 0 ? firstTypes(item.item, '') + after : firstTypes(item.item, after);
    case 'group':
    case 'conditional':
      return item.body.alternatives.map((sequence) => firstTypesOf(sequence, after)).join('');
    case 'anchor':
    case 'lookaround':
    case 'options':
    case 'callout':
    case 'reset-start':
    case 'verb':
      return after;
    default:
      return '';
  }
}

function firstTypesOf({ items }: Sequence, after: string): string {
  return items.reduceRight((types, item) => firstTypes(item, types), after);
}
