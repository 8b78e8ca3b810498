import type { Occurrence } from '../tree/tree.ts';
import { own } from './blocks.ts';
import type { ConfigModel } from './types.ts';

/**
 * Does a block, or one around it, include what could not be read? What is absent there may stand in that file. `harmless`
 * matches the names of files of which it is known that they do not have it.
 */
export function hasUnread(model: ConfigModel, at: Occurrence, harmless?: RegExp): boolean {
  if (model.named('include').length === 0) return false;
  for (let block: Occurrence | null = at; block !== null; block = block.parent) {
    if (includesUnread(model, block) && (harmless === undefined || looksUnread(model, block, harmless))) return true;
  }
  return false;
}

/**
 * Does a block itself include what could not be read? A pattern that matches nothing counts in servers and locations:
 * `conf.d/*.conf` of `http` is empty on many a machine.
 */
export function includesUnread(model: ConfigModel, block: Occurrence): boolean {
  if (model.named('include').length === 0) return false;
  // `http` is asked for each of its servers.
  let answer = known.get(block);
  if (answer === undefined) {
    answer = looksUnread(model, block);
    known.set(block, answer);
  }
  return answer;
}

const known = new WeakMap<Occurrence, boolean>();

function looksUnread(model: ConfigModel, block: Occurrence, harmless?: RegExp): boolean {
  const wide = block.name === 'http';
  return own(block, 'include').some(({ node }) => {
    if (harmless?.test(node.args[0]?.value ?? '')) return false;
    const target = model.tree.includeTarget(node);
    return target !== null && (target.failure !== null || (target.files.length === 0 && target.pattern && !wide));
  });
}

/** Does a block include a pattern that matches nothing here, or what could not be read? On its own machine it may. */
export function mayHoldMore(model: ConfigModel, block: Occurrence): boolean {
  return own(block, 'include').some(({ node }) => model.tree.includeTarget(node)?.files.length === 0);
}
