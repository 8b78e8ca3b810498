import { type Disjunction, type Item, type Pattern, parseRegex } from '@nginx-lint/regex';

/** The name of a group in an expression. */
export interface GroupName {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly role: 'definition' | 'use';
}

/** The named groups of an expression, and what refers to them in it; none where the library refuses it. */
export function groupNames(pattern: string, encoding: Pattern['encoding']): readonly GroupName[] {
  if (!/\(\?[P<']|\\[kg]/.test(pattern)) return [];
  const { tree } = parseRegex(pattern, { encoding });
  if (!tree.accepted) return [];
  const found: GroupName[] = [];
  const pending: Disjunction[] = [tree.body];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const each of next.alternatives.flatMap(({ items }) => items)) {
      const item = repeated(each);
      const name = nameIn(item, pattern);
      if (name !== null) found.push(name);
      if ('body' in item) pending.push(item.body);
      if (item.kind === 'conditional' && item.condition?.kind === 'assertion')
        pending.push(item.condition.assertion.body);
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

function repeated(item: Item): Item {
  let inner = item;
  while (inner.kind === 'repeat') inner = inner.item;
  return inner;
}

function nameIn(item: Item, pattern: string): GroupName | null {
  const name = namedBy(item);
  // The signs before a name are `(?<`, `(?P<`, `(?'`, `\k{`, `(?P=`, `(?&`, `(?(<`, …
  const start = name === null ? -1 : pattern.slice(item.start).search(/\w/) + item.start;
  if (name === null) return null;
  const from = pattern.indexOf(name, behindSigns(pattern, start));
  return { name, start: from, end: from + name.length, role: item.kind === 'group' ? 'definition' : 'use' };
}

function namedBy(item: Item): string | null {
  if (item.kind === 'group') return item.name;
  if (item.kind === 'backreference' || item.kind === 'recursion') return typeof item.to === 'string' ? item.to : null;
  if (item.kind !== 'conditional' || item.condition === null) return null;
  const { condition } = item;
  const to = condition.kind === 'group' || condition.kind === 'recursion' ? condition.to : null;
  return typeof to === 'string' ? to : null;
}

/** Behind a letter that belongs to the signs: the `P` of `(?P<`, the `k` of `\k<`, the `R` of `(?(R&`. */
function behindSigns(pattern: string, letter: number): number {
  return /^[PkgR][<'{=>&]/.test(pattern.slice(letter, letter + 2)) ? letter + 2 : letter;
}
