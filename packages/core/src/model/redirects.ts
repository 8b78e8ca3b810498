import { isCatchAll } from '@nginx-lint/regex';
import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { expressionAt } from './expressions.ts';
import { pathsAt } from './location-search.ts';
import type { ConfigModel } from './types.ts';

/** The words of a `try_files`: the files that it looks for, and where it goes when there is none. */
export interface TryFiles {
  readonly at: Occurrence;
  readonly files: readonly Word[];
  readonly fallback: Word;
}

/** The `try_files` that stands in a block; it is not inherited. */
export function tryFiles(block: Occurrence): TryFiles | null {
  const { children } = block;
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < children.length; index++) {
    const at = children[index];
    if (at?.name !== 'try_files') continue;
    const fallback = at.node.args.at(-1);
    return fallback === undefined ? null : { at, files: at.node.args.slice(0, -1), fallback };
  }
  return null;
}

/**
 * Where every request that comes into a block is sent on to: to another location, or to the client's own next request.
 * null where some are answered in the block. What an `if` does to some of them, and `return`, are left aside.
 */
export function sentOn(model: ConfigModel, block: Occurrence): 'internally' | 'externally' | null {
  const sent = model.named('rewrite').length === 0 ? null : sentByRewrite(model, block);
  if (sent !== null) return sent;
  const tried = tryFiles(block);
  if (tried === null || tried.fallback.value.startsWith('=')) return null;
  return tried.files.every(({ value }) => isPlaceholder(value)) ? 'internally' : null;
}

function sentByRewrite(model: ConfigModel, block: Occurrence): 'internally' | 'externally' | null {
  for (const child of block.children) {
    const name = child.name;
    if (name === 'break' || name === 'return') return null;
    const sent = name === 'rewrite' ? rewritten(model, block, child) : null;
    if (sent !== null) return sent;
  }
  return null;
}

function rewritten(model: ConfigModel, block: Occurrence, rewrite: Occurrence): 'internally' | 'externally' | null {
  const [regex, target, flag] = rewrite.node.args;
  if (regex === undefined || target === undefined || flag?.value === 'break') return null;
  const tree = expressionAt(model, rewrite, regex.value);
  if (!tree.accepted || !isCatchAll(tree, pathsAt(model, model.location(block)))) return null;
  // ngx_http_rewrite(): with such a beginning, or `$scheme`, it is a redirect whatever its flag.
  if (/^(?:https?:\/\/|\$scheme)/.test(target.value)) return 'externally';
  if (flag?.value === 'redirect' || flag?.value === 'permanent') return 'externally';
  // Rewriting in a server only changes the path that its locations are searched for.
  return block.name === 'location' ? 'internally' : null;
}

/** A name for no file, such as `/nonexistent`, `/dev/null`, `@` and the empty one, written to get to the fallback at once. */
function isPlaceholder(file: string): boolean {
  return !file.includes('$') && !file.endsWith('/') && !file.slice(file.lastIndexOf('/') + 1).includes('.');
}
