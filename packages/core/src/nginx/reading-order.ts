import type { ConfigModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';

const NONE: readonly Occurrence[] = [];

/** All directives of these names, and entries that begin like them, in nginx's reading order. */
export function inReadingOrder({ byName, tree }: ConfigModel, names: Iterable<string>): readonly Occurrence[] {
  const present = [...names].filter((name) => byName.has(name));
  const [first] = present;
  if (first === undefined) return NONE;
  if (present.length === 1) return byName.get(first) ?? NONE;
  const wanted = new Set(present);
  return tree.all.filter(({ name }) => wanted.has(name));
}
