import { findWitness } from '@nginx-lint/regex';
import type { ConfigModel, LocationModel } from '../model/types.ts';
import { normalisedPaths } from '../route/normalised-paths.ts';
import { regexOf } from '../route/regexes.ts';
import type { Bytes } from '../route/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { blockIdentity } from './block-identity.ts';
import { blockLabel } from './block-label.ts';
import type { BlockPair, MatchedBlocks } from './match-blocks.ts';

/** A block that came, went, or is called in another way. */
export interface StructureChange {
  readonly what: 'added' | 'removed' | 'renamed';
  /** `server`, `location`, `upstream`, … */
  readonly kind: string;
  readonly old: Occurrence | null;
  readonly new: Occurrence | null;
}

/** Two expressions that both match a path, and of which the other one comes first now. */
export interface OrderChange {
  /** The one that came first before. */
  readonly old: BlockPair;
  /** The one that comes first now. */
  readonly new: BlockPair;
  /** A path that both match. */
  readonly path: Bytes;
}

export function structureChanges({ all, removed, added }: MatchedBlocks): readonly StructureChange[] {
  const found: StructureChange[] = [];
  for (const at of removed) found.push({ what: 'removed', kind: at.name, old: at, new: null });
  for (const at of added) found.push({ what: 'added', kind: at.name, old: null, new: at });
  for (const { old, new: next } of all)
    if (blockIdentity(old) !== blockIdentity(next) && blockLabel(old) !== blockLabel(next))
      found.push({ what: 'renamed', kind: next.name, old, new: next });
  return found;
}

const MOST_PAIRS = 5000;

/** Expressions of one level that changed places, as far as some path minds. */
export function orderChanges(old: ConfigModel, next: ConfigModel, { all }: MatchedBlocks): readonly OrderChange[] {
  const found: OrderChange[] = [];
  const budget = { left: 2_000_000 };
  let pairs = 0;
  for (const { children } of all) {
    const expressions = children.filter((pair) => isExpression(old, pair.old) && isExpression(next, pair.new));
    for (const [index, first] of expressions.entries())
      for (const second of expressions.slice(index + 1)) {
        if (isBefore(first.new, second.new) || ++pairs > MOST_PAIRS) continue;
        const some = [first.new, second.new].map((at) => patternOf(next, next.location(at)));
        if (some.includes(null)) continue;
        const wanted = some.filter((pattern) => pattern !== null);
        const path = findWitness({ some: wanted, none: [], within: [normalisedPaths(true)], budget });
        if (typeof path !== 'string') found.push({ old: first, new: second, path: path.found });
      }
  }
  return found;
}

const isExpression = (model: ConfigModel, at: Occurrence): boolean => model.location(at)?.match === 'regex';

function patternOf(model: ConfigModel, location: LocationModel | null) {
  if (location === null) return null;
  return regexOf(location.pattern, location.caseless, model.source(location.at.file).encoding).pattern;
}

/** Of two blocks of one level. */
function isBefore(a: Occurrence, b: Occurrence): boolean {
  for (const at of a.parent?.children ?? []) if (at === a || at === b) return at === a;
  return true;
}
