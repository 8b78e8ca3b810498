import type { Occurrence } from '../tree/tree.ts';
import { own } from './blocks.ts';
import type { ConfigModel } from './types.ts';

/** Does a block, or one around it, include what could not be read? What is absent there may stand in that file. */
export function hasUnread(model: ConfigModel, at: Occurrence): boolean {
  for (let block: Occurrence | null = at; block !== null; block = block.parent) {
    if (includesUnread(model, block)) return true;
  }
  return false;
}

/**
 * Does a block itself include what could not be read? A pattern that matches nothing counts in servers and locations:
 * `conf.d/*.conf` of `http` is empty on many a machine.
 */
export function includesUnread(model: ConfigModel, block: Occurrence): boolean {
  // `http` is asked for each of its servers.
  let answer = known.get(block);
  if (answer === undefined) {
    answer = looksUnread(model, block);
    known.set(block, answer);
  }
  return answer;
}

const known = new WeakMap<Occurrence, boolean>();

function looksUnread(model: ConfigModel, block: Occurrence): boolean {
  const wide = block.node.name.value === 'http';
  return own(block, 'include').some(({ node }) => {
    const target = model.tree.includeTarget(node);
    return target !== null && (target.failure !== null || (target.files.length === 0 && target.pattern && !wide));
  });
}

/** Does a block include a pattern that matches nothing here, or what could not be read? On its own machine it may. */
export function mayHoldMore(model: ConfigModel, block: Occurrence): boolean {
  return own(block, 'include').some(({ node }) => model.tree.includeTarget(node)?.files.length === 0);
}
