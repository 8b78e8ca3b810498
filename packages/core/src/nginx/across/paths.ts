import { pathOf } from '../../text/file-id.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { CACHE_PATHS } from '../directives/cache-path.ts';
import type { Fault, ModelCheck } from '../fault.ts';
import { inReadingOrder } from '../reading-order.ts';

const TEMPORARY: readonly string[] = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
  (each) => `${each}_temp_path`,
);

interface UsedPath {
  readonly at: Occurrence;
  readonly cache: boolean;
  readonly levels: string;
}

/** One folder for two caches, for a cache and for temporary files, or with two kinds of levels: ngx_add_path(). */
export const sharedPaths: ModelCheck = function* (model): Generator<Fault> {
  const used = new Map<string, UsedPath>();
  for (const at of inReadingOrder(model, [...CACHE_PATHS, ...TEMPORARY])) {
    const [word, ...others] = at.node.args;
    const name = at.name;
    if (word === undefined || at.fact === null) continue;
    const cache = name.endsWith('_cache_path');
    const levels = cache
      ? (others.findLast(({ value }) => value.startsWith('levels='))?.value.slice('levels='.length) ?? '')
      : others.map(({ value }) => value).join(':');
    // A slash at the end is cut from relative paths only before they are compared.
    const key = word.value.startsWith('/') ? word.value : word.value.replace(/\/$/, '');
    const path = word.value.replace(/\/$/, '');
    const before = used.get(key);
    if (before === undefined) used.set(key, { at, cache, levels });
    else if (before.cache || cache || before.levels !== levels) {
      const { file, node } = before.at;
      const place = `${pathOf(file)}:${model.source(file).lines.lineAt(node.stop)}`;
      yield faultOf(at, path, before, place, cache);
    }
  }
};

function faultOf(at: Occurrence, path: string, before: UsedPath, place: string, cache: boolean): Fault {
  const word = at.node.args[0] ?? at.node.name;
  const shared = before.cache || cache;
  const earlier = before.at.name;
  return {
    rule: 'directive-invalid-value',
    at,
    span: word,
    message: shared
      ? `the folder "${path}" is used by "${earlier}" already; a cache needs one of its own`
      : `the folder "${path}" has other levels in "${earlier}"; give both the same, or another folder`,
    nginx: shared
      ? `the same path name "${path}" used in ${place} and`
      : `the same path name "${path}" in ${place} has the different levels than`,
    related: [{ file: before.at.file, span: before.at.node.args[0] ?? before.at.node, message: 'used here first' }],
  };
}
