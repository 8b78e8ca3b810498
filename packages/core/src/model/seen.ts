import type { ConfigModel } from './types.ts';

const known = new WeakMap<ConfigModel, boolean>();

/**
 * Is all there to be read that nginx would read in its `http` and `stream` blocks? Only then nothing else can define a
 * name or make use of one. A pattern that matches nothing leads to files of another machine more often than not.
 */
export function isAllSeen(model: ConfigModel): boolean {
  let seen = known.get(model);
  if (seen === undefined) {
    seen =
      model.tree.whole &&
      model.named('include').every(({ node, context }) => {
        const target = context === 'main' ? null : model.tree.includeTarget(node);
        return target === null || target.files.length > 0;
      });
    known.set(model, seen);
  }
  return seen;
}
