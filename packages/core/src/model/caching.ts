import type { Occurrence } from '../tree/tree.ts';
import { type Pass, passesOf } from './passes.ts';
import type { ConfigModel } from './types.ts';

/** Modules whose answers nginx can keep. */
export const CACHING_MODULES: readonly string[] = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** A passing directive whose answers are kept in a cache. */
export interface CachedPass extends Pass {
  /** The `proxy_cache`, … that holds there. */
  readonly cache: Occurrence;
  /** null where variables make its name */
  readonly zone: string | null;
}

const known = new WeakMap<ConfigModel, readonly CachedPass[]>();

/** All of them, by module and then in reading order. */
export function cachedPasses(model: ConfigModel): readonly CachedPass[] {
  let passes = known.get(model);
  if (passes === undefined) {
    passes = passesOf(model).flatMap((pass) => {
      if (!CACHING_MODULES.includes(pass.module)) return [];
      const [cache] = model.effective(pass.block, `${pass.module}_cache`).values;
      const name = cache?.node.args[0]?.value;
      if (cache === undefined || name === undefined || name === 'off') return [];
      return [{ ...pass, cache, zone: name.includes('$') ? null : name }];
    });
    known.set(model, passes);
  }
  return passes;
}

/** What of a directive of the passing module holds: `cache_valid` stands for `proxy_cache_valid`, … */
export function cacheSetting(model: ConfigModel, { block, module }: Pass, name: string): readonly Occurrence[] {
  return model.effective(block, `${module}_${name}`).values;
}

/** Headers of the backend that are not looked at, in lower case. */
export function ignoredHeaders(model: ConfigModel, pass: Pass): ReadonlySet<string> {
  const settings = cacheSetting(model, pass, 'ignore_headers');
  return new Set(settings.flatMap(({ node }) => node.args.map(({ value }) => value.toLowerCase())));
}
