import { type Disjunction, type Item, type Pattern, parseRegex } from '@nginx-lint/regex';

/** A capturing group of an expression. */
export interface CaptureGroup {
  readonly index: number;
  readonly name: string | null;
  /** Where its bracket is in the expression. */
  readonly start: number;
  /** Numbers of the groups around it. */
  readonly around: readonly number[];
}

/** The capturing groups of an expression in their order; none where the library refuses it. */
export function captureGroups(pattern: string, encoding: 'utf-8' | 'latin1'): readonly CaptureGroup[] {
  if (!pattern.includes('(')) return [];
  const { tree } = parseRegex(pattern, { encoding });
  return tree.accepted ? groupsOf(tree) : [];
}

function groupsOf({ body }: Pattern): readonly CaptureGroup[] {
  const groups: CaptureGroup[] = [];
  const pending: { readonly body: Disjunction; readonly around: readonly number[] }[] = [{ body, around: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { around } = next;
    for (const each of next.body.alternatives.flatMap(({ items }) => items)) {
      const item = repeated(each);
      if (item.kind === 'group' && item.index !== null) {
        groups.push({ index: item.index, name: item.name, start: item.start, around });
        pending.push({ body: item.body, around: [...around, item.index] });
      } else if (item.kind === 'group' || item.kind === 'lookaround' || item.kind === 'conditional') {
        pending.push({ body: item.body, around });
      }
    }
  }
  return groups.sort((one, other) => one.index - other.index);
}

function repeated(item: Item): Item {
  let inner = item;
  while (inner.kind === 'repeat') inner = inner.item;
  return inner;
}
