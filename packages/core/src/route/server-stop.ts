import { isCatchAll } from '@nginx-lint/regex';
import { walk } from '../model/blocks.ts';
import { expressionAt } from '../model/expressions.ts';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';

const PROGRAM = ['return', 'rewrite', 'if', 'break'];
const programmed = new WeakMap<ConfigModel, ReadonlySet<Occurrence | null>>();

/** Does something in a server itself answer or rewrite before a location is looked for? In most nothing does. */
export function hasProgram(model: ConfigModel, { at }: ServerModel): boolean {
  let blocks = programmed.get(model);
  if (blocks === undefined) {
    blocks = new Set(PROGRAM.flatMap((name) => model.named(name).map(({ parent }) => parent)));
    programmed.set(model, blocks);
  }
  // What is made up around a fragment is not among the directives that have a name.
  return at.implied || blocks.has(at);
}

/**
 * The statement of a server that answers every request before a location is looked for; null where there is none, or
 * where some requests may get past it (`ngx_http_rewrite_handler`, W2).
 */
export function serverStop(model: ConfigModel, server: ServerModel): Occurrence | null {
  if (!hasProgram(model, server)) return null;
  let changed = false;
  for (const at of server.at.children) {
    const name = at.name;
    if (name === 'return') return at;
    if (name === 'rewrite' && isRedirect(at)) {
      if (isForAll(model, at, changed)) return at;
    } else if (name === 'rewrite' || name === 'break' || name === 'if') {
      const run = name === 'if' ? [...walk(at)] : [at];
      if (run.some(letsPast)) return null;
      changed ||= run.some(({ name }) => name === 'rewrite');
    } else if (name === 'include' && model.tree.includeTarget(at.node)?.failure) return null;
  }
  return null;
}

/** Does what follows not run any more, while a location is looked for? */
export function letsPast(at: Occurrence): boolean {
  const { name, args } = at.node;
  if (name.value === 'break') return true;
  return name.value === 'rewrite' && !isRedirect(at) && ['last', 'break'].includes(args[2]?.value ?? '');
}

/** With such a beginning or flag it is the client that goes there (W6). */
export function isRedirect({ node }: Occurrence): boolean {
  const [, target, flag] = node.args;
  return /^(?:https?:\/\/|\$scheme)/.test(target?.value ?? '') || ['redirect', 'permanent'].includes(flag?.value ?? '');
}

/** Every path begins with "/" until a rewrite has changed it. */
function isForAll(model: ConfigModel, rewrite: Occurrence, changed: boolean): boolean {
  const tree = expressionAt(model, rewrite, rewrite.node.args[0]?.value ?? '');
  return isCatchAll(tree, { prefix: changed ? '' : '/', newlines: false });
}
