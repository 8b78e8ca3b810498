// Loads the bundle, with what V8 made of it when it was built where that is at hand: that halves the time to start.
import { readFileSync, statSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

export const BUNDLE = fileURLToPath(new URL('../dist/nginx-lint.cjs', import.meta.url));
export const CACHE = `${BUNDLE}.cache`;

/** The exports of the bundle, and the script to make a cache of. */
export function load({ cached }) {
  const cachedData = cached ? readCache() : undefined;
  // Newer versions of Node keep such a cache themselves.
  if (cached && cachedData === undefined) {
    module.enableCompileCache?.();
    return { exports: createRequire(import.meta.url)(BUNDLE), script: null };
  }
  const wrapped = `(function(exports,require,module,__filename,__dirname){${readFileSync(BUNDLE, 'utf8')}\n})`;
  const script = new Script(wrapped, { filename: BUNDLE, cachedData });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, createRequire(BUNDLE), loaded, BUNDLE, dirname(BUNDLE));
  return { exports: loaded.exports, script };
}

/** Nothing where it is older than the bundle; V8 itself refuses one of another version. */
function readCache() {
  try {
    return statSync(CACHE).mtimeMs >= statSync(BUNDLE).mtimeMs ? readFileSync(CACHE) : undefined;
  } catch {
    return undefined;
  }
}
