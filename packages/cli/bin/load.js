// Puts the parts of the bundle together, with what V8 made of them when it was built where that is at hand: that halves
// the time to start.
import { readFileSync, statSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

export const FOLDER = fileURLToPath(new URL('../dist/', import.meta.url));
export const MAIN = 'nginx-lint';

const fromNode = createRequire(import.meta.url);

/**
 * The exports of the main part. With `keep`, also the scripts of all files that are opened, as caches can be made of them
 * later.
 */
export function load({ cached, keep = false }) {
  const scripts = new Map();
  const url = pathToFileURL(`${FOLDER}${MAIN}.cjs`).href;
  const withCaches = keep || (cached && readCache(MAIN) !== undefined);
  // Newer versions of Node keep such caches themselves.
  if (!withCaches) module.enableCompileCache?.();
  const open = (name) => {
    if (!withCaches) return fromNode(`${FOLDER}${name}.cjs`);
    const { exports, script } = openScript(name, keep ? undefined : readCache(name));
    if (keep) scripts.set(name, script);
    return exports;
  };
  const functions = { ...open(MAIN) };
  const modules = new Map();
  const part = (path) => {
    const name = path.slice('./'.length, -'.js'.length);
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const made = { exports: {} };
    modules.set(name, made);
    functions[name] ??= open(name)[name];
    functions[name](made.exports, requireFrom, made, url);
    return made.exports;
  };
  const requireFrom = (path) => (path.startsWith('./') ? part(path) : fromNode(path));
  return { exports: part(`./${MAIN}.js`), scripts };
}

function openScript(name, cachedData) {
  const filename = `${FOLDER}${name}.cjs`;
  const script = new Script(`(function(module){${readFileSync(filename, 'latin1')}\n})`, { filename, cachedData });
  const made = { exports: {} };
  script.runInThisContext()(made);
  return { exports: made.exports, script };
}

/** Nothing where it is older than the file; V8 itself refuses one of another version. */
function readCache(name) {
  const file = `${FOLDER}${name}.cjs`;
  try {
    return statSync(`${file}.cache`).mtimeMs >= statSync(file).mtimeMs ? readFileSync(`${file}.cache`) : undefined;
  } catch {
    return undefined;
  }
}
