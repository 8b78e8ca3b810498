import { isCatchAll } from '@nginx-lint/regex';
import type { Occurrence } from '../tree/tree.ts';
import { own } from './blocks.ts';
import { expressionAt } from './expressions.ts';
import { pathsAt } from './location-search.ts';
import type { ConfigModel } from './types.ts';

/** Where a request is after an `if` of a location that holds: still there in any case, perhaps, or never. */
export type Whereabouts = 'here' | 'perhaps' | 'gone';

export function afterIf(model: ConfigModel, at: Occurrence): Whereabouts {
  let perhaps = false;
  for (const child of at.children) {
    const { name, args } = child.node;
    if (name.value === 'return') return 'gone';
    if (name.value === 'break') break;
    if (name.value !== 'rewrite' || args[2]?.value === 'break') continue;
    const tree = expressionAt(model, child, args[0]?.value ?? '');
    if (tree.accepted && isCatchAll(tree, pathsAt(model, model.location(at)))) return 'gone';
    perhaps = true;
  }
  return perhaps ? 'perhaps' : 'here';
}

/** The words between the brackets of an `if`, as they are written. */
export function conditionOf({ node }: Occurrence): string {
  return node.args.map(({ value }) => value).join(' ');
}

/** Can two conditions never hold together? Known of comparisons of one variable with two texts. */
export function excludeEachOther(a: Occurrence, b: Occurrence): boolean {
  const [left, right] = [a, b].map((at) => /^\(\s*(\$\w+)\s+=\s+([^$]*?)\s*\)$/.exec(conditionOf(at)));
  if (!left || !right) return false;
  const [, variable, value] = left;
  return variable === right[1] && value !== right[2];
}

/** The other `if` blocks of a location that come after one and may hold as well. */
export function laterIfs(model: ConfigModel, at: Occurrence): readonly Occurrence[] {
  if (at.parent === null || own(at, 'break').length > 0) return [];
  const all = own(at.parent, 'if');
  return all
    .slice(all.indexOf(at) + 1)
    .filter((later) => afterIf(model, later) !== 'gone' && !excludeEachOther(at, later));
}
