import type { Occurrence } from '../tree/tree.ts';
import { contentHandler } from './handlers.ts';
import { PASS_DIRECTIVES } from './peers.ts';
import { type PassDirective, type ProxyTarget, proxyTarget } from './proxying.ts';
import type { ConfigModel, UpstreamModel } from './types.ts';

/** A passing directive of http that answers requests: no other handler and no `return` takes its place. */
export interface Pass {
  readonly at: Occurrence;
  /** The block that it stands in: a location, `if` or `limit_except`. */
  readonly block: Occurrence;
  readonly directive: PassDirective;
  /** What the names of its settings begin with: `proxy`, `fastcgi`, … */
  readonly module: string;
  readonly target: ProxyTarget;
}

const known = new WeakMap<ConfigModel, readonly Pass[]>();

/** All of them, by directive and then in reading order. */
export function passesOf(model: ConfigModel): readonly Pass[] {
  let passes = known.get(model);
  if (passes === undefined) {
    passes = PASS_DIRECTIVES.flatMap((directive) =>
      model.named(directive).flatMap((at) => passOf(model, at, directive)),
    );
    known.set(model, passes);
  }
  return passes;
}

/** Those that lead to a group by its name. */
export function passesTo(model: ConfigModel, upstream: UpstreamModel): readonly Pass[] {
  return passesOf(model).filter(({ target }) => target.upstream === upstream);
}

function passOf(model: ConfigModel, at: Occurrence, directive: PassDirective): Pass[] {
  const block = at.parent;
  if (block === null || at.fact === null || at.context.startsWith('stream')) return [];
  const target = proxyTarget(model, at);
  const handler = contentHandler(model, block);
  if (target === null || (handler !== null && handler.at !== at)) return [];
  return [{ at, block, directive, module: directive.replace(/_pass$/, ''), target }];
}
