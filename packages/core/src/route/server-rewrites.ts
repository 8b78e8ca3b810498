import { walk } from '../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { wordBytes } from './bytes.ts';
import { type Regex, regexOf } from './regexes.ts';
import { hasProgram, isRedirect, letsPast } from './server-stop.ts';
import type { Bytes } from './types.ts';

/** A `rewrite` of a server that every request meets before a location is looked for. */
export interface ServerRewrite {
  readonly at: Occurrence;
  readonly regex: Regex;
  readonly target: Bytes;
  readonly redirects: boolean;
  /** `last` and `break`: what follows is not run. */
  readonly stops: boolean;
}

const NONE: readonly ServerRewrite[] = [];

/** Those that stand in the server itself, up to what lets some requests past the rest. */
export function serverRewrites(model: ConfigModel, server: ServerModel): readonly ServerRewrite[] {
  if (!hasProgram(model, server)) return NONE;
  const found: ServerRewrite[] = [];
  for (const at of server.at.children) {
    const { name, args } = at.node;
    if (name.value === 'break' || name.value === 'return') break;
    if (name.value === 'if' && [...walk(at)].some(letsPast)) break;
    const [pattern, target, flag] = args;
    if (name.value !== 'rewrite' || pattern === undefined || target === undefined) continue;
    found.push({
      at,
      regex: regexOf(pattern.value, false, model.source(at.file).encoding),
      target: wordBytes(model, at, target.value),
      redirects: isRedirect(at),
      stops: flag?.value === 'last' || flag?.value === 'break',
    });
  }
  return found;
}

/**
 * The URI that a location is looked for with when a client asks for a path, or that it is redirected instead, or that this
 * hangs on more than the path (`ngx_http_rewrite`). What stands in an `if` is left aside.
 */
export function rewrittenPath(
  rewrites: readonly ServerRewrite[],
  path: Bytes,
): { readonly uri: Bytes } | 'redirect' | 'unknown' {
  let uri = path;
  for (const { regex, target, redirects, stops } of rewrites) {
    const match = regex.match(uri);
    if (match === null) continue;
    if (match === 'cannot-evaluate') return 'unknown';
    if (redirects) return 'redirect';
    const [text = ''] = target.split('?', 1);
    if (text.replace(/\$(?:[1-9]|\{[1-9]\})/g, '').includes('$')) return 'unknown';
    uri = text.replace(/\$\{?([1-9])\}?/g, (_, group: string) => match.groups[Number(group)] ?? '');
    if (stops) break;
  }
  return { uri };
}
